import { gaussianRandom, seededRandom } from '../../../src/shared/core/performance/seeded-random.ts';
import { at, bell, type Point2, smoothstep, type Vector } from '../geometry/vector.ts';
import { createUnroll } from '../mesh/atlas.ts';
import type { Head } from '../mesh/head.ts';
import { EYE_RING_STEPS, LIP_BORDER_RING } from '../mesh/rings.ts';
import { LID_LIFT } from '../parts/lids.ts';
import { alarGrooveAt, nostrilAt } from '../parts/relief.ts';
import { BROW_LOWER_EDGE, BROW_UPPER_EDGE } from '../surface/landmark-lines.ts';
import { skyVisibility } from './ambient-occlusion.ts';
import { drawBrows } from './brows.ts';
import type { PositionMap } from './position-map.ts';
import { ageLines, beard, blood, eyeShadow, freckles, pores, type SkinField, scalp } from './skin-fields.ts';
import { blurred, StrokeMap } from './stroke-map.ts';

const BROW_SIZE = 2048;
const FRECKLES = 1500;
const FRECKLE_SEED = 33;

/** The grey maps that a skin is painted from, 0..1, first row at v = 1; all of one size but the brows. */
export interface SkinLayers {
  readonly size: number;
  readonly blood: Float32Array;
  /** Lips, and everything that is wet. */
  readonly lips: Float32Array;
  readonly light: Float32Array;
  readonly eyeShadow: Float32Array;
  readonly lines: Float32Array;
  readonly freckles: Float32Array;
  readonly pores: Float32Array;
  readonly beard: Float32Array;
  readonly scalp: Float32Array;
  readonly browSize: number;
  readonly brows: Float32Array;
}

/** @param positions of the skin, at the size the layers shall have. */
export function createSkinLayers(head: Head, positions: PositionMap): SkinLayers {
  const grown = (map: Float32Array) => growCharts(map, positions);
  const field = (fieldAt: SkinField) => grown(mapField(positions, fieldAt));
  const perVertex = (shares: ReadonlyMap<number, number>) =>
    positions.spread(
      Float32Array.from(
        { length: head.vertexCount },
        (_, vertex) => shares.get(ownVertex(head, vertex)) ?? 0,
      ),
    );
  const crease = perVertex(creaseShares(head));
  const lash = perVertex(lashShares(head));
  const ears = grown(perVertex(new Map(head.half.rows.ear.map((vertex) => [vertex, 1]))));
  const withoutEars = (map: Float32Array) => map.map((value, texel) => value * (1 - (ears[texel] ?? 0)));
  return {
    size: positions.size,
    blood: field(blood),
    lips: perVertex(lipShares(head)).map((share) => smoothstep(0.25, 0.8, share)),
    light: blurred(grown(occlusion(head, positions)), positions.size, 1.5).map(
      (light, texel) => light * (1 - 0.22 * (crease[texel] ?? 0)) * (1 - 0.4 * (lash[texel] ?? 0)),
    ),
    eyeShadow: field(eyeShadow),
    lines: field(ageLines),
    freckles: drawFreckles(positions),
    pores: field(pores),
    beard: withoutEars(field(beard)),
    scalp: withoutEars(field(scalp)),
    browSize: BROW_SIZE,
    brows: brows(head),
  };
}

/** The same vertex of the left half. */
function ownVertex({ half, mirror }: Head, vertex: number): number {
  return vertex < half.vertexCount ? vertex : at(mirror, vertex);
}

/** Texels that a chart's values go on beyond its outline, so that nothing else bleeds in at its seams. */
const PADDING = 6;

/** Continues a map outwards over the texels that no skin covers. */
function growCharts(map: Float32Array, positions: PositionMap): Float32Array {
  const { size } = positions;
  const isKnown = Uint8Array.from(map, (_, texel) => (positions.at(texel) === undefined ? 0 : 1));
  for (let pass = 0; pass < PADDING; pass += 1) {
    const known = isKnown.slice();
    for (let texel = 0; texel < map.length; texel += 1) {
      if (known[texel] === 1) {
        continue;
      }
      const neighbours = [texel - 1, texel + 1, texel - size, texel + size].filter(
        (other) => known[other] === 1,
      );
      if (neighbours.length > 0) {
        map[texel] = neighbours.reduce((sum, other) => sum + (map[other] ?? 0), 0) / neighbours.length;
        isKnown[texel] = 1;
      }
    }
  }
  return map;
}

/** Evaluates a field for the left half and mirrors it: the atlas is symmetric. */
function mapField(positions: PositionMap, fieldAt: SkinField): Float32Array {
  const { size } = positions;
  const map = new Float32Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = size / 2; column < size; column += 1) {
      const point = positions.at(row * size + column);
      if (point !== undefined) {
        const value = fieldAt(point);
        map[row * size + column] = value;
        map[row * size + size - 1 - column] = value;
      }
    }
  }
  return map;
}

function lipShares({ layout, half }: Head): Map<number, number> {
  const shares = new Map<number, number>();
  layout.mouth.forEach((ring, row) => {
    for (const vertex of ring) {
      shares.set(vertex, row < LIP_BORDER_RING ? 1 : row === LIP_BORDER_RING ? 0.55 : 0);
    }
  });
  for (const vertex of half.rows.bag.flat()) {
    shares.set(vertex, 1);
  }
  return shares;
}

/** The fold above the eye. */
function creaseShares({ layout }: Head): Map<number, number> {
  const shares = new Map<number, number>();
  layout.eye.forEach((ring, row) => {
    ring.forEach((vertex, column) => {
      shares.set(
        vertex,
        bell(at(EYE_RING_STEPS, row) - 0.4, 0.07) * Math.max(at(LID_LIFT, column), 0) ** 0.5,
      );
    });
  });
  return shares;
}

/** The line the lashes grow from. */
function lashShares({ layout }: Head): Map<number, number> {
  const shares = new Map<number, number>();
  at(layout.eye, 0).forEach((vertex, column) => {
    shares.set(vertex, at(LID_LIFT, column) > 0.02 ? 1 : 0.4);
  });
  return shares;
}

/** How much light reaches the skin: the sky it sees, less in nostrils and beside the nose's wings. */
function occlusion(head: Head, positions: PositionMap): Float32Array {
  const points = head.place(head.neutralState);
  const [skin] = head.parts;
  const occluders = head.parts.filter(({ name }) => name === 'skin' || name === 'eyes');
  const sky = skyVisibility(
    points,
    occluders.flatMap(({ triangles }) => triangles),
  );
  const bag = new Set(head.half.rows.bag.slice(1).flat());
  // What a lid's fold hides comes to light when the eye closes.
  const lids = new Set(head.layout.eye.slice(0, 7).flat());
  const visible = sky.map((value, vertex) => {
    const own = ownVertex(head, vertex);
    const point: Vector = at(points, own);
    const cavity =
      own < head.layout.plane.length
        ? 0.85 * nostrilAt(withoutDepth(head, own)) + 0.2 * alarGrooveAt(point)
        : 0;
    const open = lids.has(own) ? Math.max(value, 0.8) : value;
    return bag.has(own) ? 0.05 : open * (1 - Math.min(cavity, 0.95));
  });
  return skin === undefined ? new Float32Array(0) : positions.spread(visible);
}

/** A vertex before the nostrils were pushed in. */
function withoutDepth({ half }: Head, vertex: number): Vector {
  return at(half.surface, vertex);
}

function drawFreckles(positions: PositionMap): Float32Array {
  const { size } = positions;
  const random = seededRandom(FRECKLE_SEED);
  const map = new StrokeMap(size);
  for (let i = 0; i < FRECKLES * 12; i += 1) {
    const place: Point2 = [0.12 + 0.76 * random(), 0.3 + 0.6 * random()];
    const point = positions.at(Math.floor((1 - place[1]) * size) * size + Math.floor(place[0] * size));
    const chance = random();
    const radius = (size / 1024) * (0.7 + 0.55 * Math.abs(gaussianRandom(random)));
    const strength = 0.35 + 0.65 * random();
    if (point !== undefined && chance < 0.4 * freckles([Math.abs(point[0]), point[1], point[2]]) ** 1.4) {
      map.drawDot(place, radius, strength);
    }
  }
  return map.values;
}

function brows({ handles }: Head): Float32Array {
  const { onDisc } = createUnroll();
  const line = (landmarks: readonly number[]) =>
    landmarks.map((landmark) => onDisc(at(handles.directions, landmark)));
  return drawBrows(line(BROW_UPPER_EDGE), line(BROW_LOWER_EDGE), BROW_SIZE);
}
