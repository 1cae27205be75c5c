import { createUvTable } from '../../../src/shared/core/detail/uv-table.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import type { Rgb } from '../../../src/shared/core/face/skin-look.ts';
import { at, clamp, type Vector } from '../geometry/vector.ts';
import type { Head } from '../mesh/head.ts';
import type { PartName } from '../mesh/part.ts';
import { isGumRow, TEETH_COLUMNS } from '../parts/teeth.ts';

/** sRGB. */
const TOOTH: Rgb = [228, 214, 188];
const GUM: Rgb = [176, 92, 90];
const TONGUE: Rgb = [178, 96, 92];
const MOUTH: Rgb = [86, 32, 32];
const WET_LID: Rgb = [205, 132, 120];
const LASH: Rgb = [26, 18, 15];
const SHIRT: Rgb = [64, 74, 88];
const NOTHING: Rgb = [0, 0, 0];
/** Texels of colour around each chart, so that none of the background bleeds in. */
const PADDING = 3;

/** How wet each texel of the parts is, 0..1, Float32Array [size × size]: all but lashes and shirt. */
export function wetness(head: Head, model: FaceModel, size: number): Float32Array {
  const dry = new Set([...partVertices(head, 'lashes'), ...partVertices(head, 'shirt')]);
  const shares = coverage(head);
  const hidden = new Set(
    head.half.rows.bag.slice(2).flatMap((row) => row.flatMap((v) => [v, at(head.mirror, v)])),
  );
  const map = new Float32Array(size * size);
  const { texels, vertices } = createUvTable(model, size, 'exact');
  texels.forEach((texel, i) => {
    const vertex = vertices[i * 3] ?? 0;
    map[texel] = dry.has(vertex) ? 0 : at(shares, vertex) * (hidden.has(vertex) ? 0.3 : 1);
  });
  return map;
}

/**
 * What is not skin, in the head's atlas: RGBA, Uint8Array [size × size × 4]. Alpha says how much of the skin it
 * covers; the back of the mouth is dark by itself, whatever the light.
 */
export function createPartsPicture(head: Head, model: FaceModel, size: number): Uint8Array {
  const colors = vertexColors(head);
  const shares = coverage(head);
  const picture = new Uint8Array(size * size * 4);
  const table = createUvTable(model, size, 'exact');
  table.texels.forEach((texel, i) => {
    const mixed = [0, 0, 0, 0];
    for (let k = 0; k < 3; k += 1) {
      const vertex = table.vertices[i * 3 + k] ?? 0;
      const weight = table.weights[i * 3 + k] ?? 0;
      const color = at(colors, vertex);
      color.forEach((value, channel) => {
        mixed[channel] = (mixed[channel] ?? 0) + weight * value;
      });
      mixed[3] = (mixed[3] ?? 0) + weight * 255 * at(shares, vertex);
    }
    picture.set(mixed.map(Math.round), texel * 4);
  });
  for (let pass = 0; pass < PADDING; pass += 1) {
    growCharts(picture, size, new Set(table.texels));
  }
  return picture;
}

/** Copies colours one texel outwards into what no triangle covers. */
function growCharts(picture: Uint8Array, size: number, covered: ReadonlySet<number>): void {
  const before = picture.slice();
  for (let texel = 0; texel < size * size; texel += 1) {
    if (covered.has(texel) || before[texel * 4 + 3] !== 0) {
      continue;
    }
    const neighbour = [texel - 1, texel + 1, texel - size, texel + size].find(
      (other) => (before[other * 4 + 3] ?? 0) > 0,
    );
    if (neighbour !== undefined) {
      picture.set(before.subarray(neighbour * 4, neighbour * 4 + 4), texel * 4);
    }
  }
}

function partVertices(head: Head, name: PartName): Set<number> {
  return new Set(
    head.parts.filter((part) => part.name === name).flatMap(({ triangles }) => triangles.flat()),
  );
}

function coverage(head: Head): number[] {
  const covered = new Set(
    (['teeth', 'tongue', 'lashes', 'shirt'] as const).flatMap((name) => [...partVertices(head, name)]),
  );
  const { rows } = head.half;
  const inside = new Set(
    [...rows.bag.flat(), ...rows.lidBacks.flat()].flatMap((v) => [v, at(head.mirror, v)]),
  );
  return head.mirror.map((_, vertex) => (covered.has(vertex) || inside.has(vertex) ? 1 : 0));
}

function vertexColors(head: Head): Rgb[] {
  const { rows, vertexCount } = head.half;
  const points = head.place(head.neutralState);
  const colors: Rgb[] = points.map(() => NOTHING);
  const paint = (vertices: readonly number[], colorOf: (vertex: number, index: number) => Rgb) =>
    vertices.forEach((vertex, index) => {
      colors[vertex] = colorOf(vertex, index);
    });
  rows.bag.forEach((row, depth) => {
    paint(row, () => darker(MOUTH, 1.5 - 0.2 * depth));
  });
  rows.lidBacks.forEach((row, depth) => {
    paint(row, () => darker(WET_LID, 1 - 0.12 * depth));
  });
  for (const arch of [rows.upperTeeth, rows.lowerTeeth]) {
    paint(arch, (vertex, index) => {
      const color = isGumRow(Math.floor(index / TEETH_COLUMNS)) ? GUM : TOOTH;
      return darker(color, lightInMouth(at(points, vertex)));
    });
  }
  paint(rows.tongue, (vertex) => darker(TONGUE, lightInMouth(at(points, vertex))));
  paint(rows.lashes, () => LASH);
  paint(rows.shirt, () => SHIRT);
  for (let vertex = vertexCount; vertex < points.length; vertex += 1) {
    colors[vertex] = at(colors, at(head.mirror, vertex));
  }
  return colors;
}

/** The mouth is lit from its opening. */
function lightInMouth([x, , z]: Vector): number {
  return clamp(1.02 - 0.16 * Math.max(1 - z, 0) - 0.05 * Math.abs(x), 0.25, 1);
}

function darker([red, green, blue]: Rgb, factor: number): Rgb {
  const limited = clamp(factor, 0, 1.3);
  return [red * limited, green * limited, blue * limited];
}
