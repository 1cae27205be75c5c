import { centroid, mixPoints } from '../geometry/polygon.ts';
import { at, cross, dot, type Point2, type Vector } from '../geometry/vector.ts';
import { EAR_COLUMNS } from '../parts/ear.ts';
import { BLADE_POINTS } from '../parts/lashes.ts';
import { SHIRT_ROWS } from '../parts/shirt.ts';
import { TEETH_COLUMNS, TEETH_ROWS } from '../parts/teeth.ts';
import { TONGUE_COLUMNS } from '../parts/tongue.ts';
import { directionTo } from '../surface/domain-sphere.ts';
import type { Head } from './head.ts';
import { MOUTH_COLUMNS, NECK_COLUMNS } from './rings.ts';
import type { Triangle } from './strip.ts';

/**
 * The UV square: the skin is a disc about the nose, unrolled so that the face gets most of it; lids and the inside of
 * the mouth fill the holes of the eyes and the mouth; everything else sits in the corners beside the disc.
 */
export interface Atlas {
  readonly uvs: readonly Point2[];
  /** For each part of the head, the UV points of its triangles' corners. */
  readonly triangles: readonly (readonly Triangle[])[];
}

/** Where the left eyeball's chart lies in the atlas; the right one's is its mirror image at 1 − u. */
export const EYE_CHART = { u: 0.938, v: 0.06, radius: 0.052 } as const;

/** Where the middle of the disc lies on the face, cm. */
const MIDDLE: Vector = [0, -2, 4];
const DISC_RADIUS = 0.497;
/** Angle from the middle at the disc's outline, and from which triangles belong to the patch at the back, radians. */
const DISC_ANGLE = 2.28;
const PATCH_ANGLE = 2.05;
/** Radians over which the unrolled skin gets finer towards the outside by a factor of e. */
const FALLOFF = 0.76;
const EAR_CHART = { u: 0.951, v: 0.931, scale: 0.0175 } as const;
const UPPER_TEETH_BOX = { u: 0.768, v: 0.034, width: 0.115, height: 0.026 } as const;
const LOWER_TEETH_BOX = { u: 0.768, v: 0.005, width: 0.115, height: 0.026 } as const;
const TONGUE_BOX = { u: 0.762, v: 0.945, width: 0.085, height: 0.05 } as const;
/** Half of the back of the head. */
const PATCH_CHART = { u: 0.856, v: 0.929, radius: 0.05 } as const;
const LASH_BOX = { u: 0.66, v: 0.003, width: 0.1, height: 0.014 } as const;

const SHIRT_BOX = { u: 0.945, v: 0.118, width: 0.05, height: 0.022 } as const;

interface Box {
  readonly u: number;
  readonly v: number;
  readonly width: number;
  readonly height: number;
}

/** The disc about the face: the distance from its middle grows with the angle, ever more slowly. */
export function createUnroll() {
  const middle = directionTo(MIDDLE);
  const up = cross(middle, [1, 0, 0]);
  const whole = 1 - Math.exp(-DISC_ANGLE / FALLOFF);
  const angleOf = (direction: Vector) => Math.acos(Math.min(Math.max(dot(direction, middle), -1), 1));
  const towards = (direction: Vector): Point2 => {
    const [x, y] = [direction[0], dot(direction, up)];
    const size = Math.max(Math.hypot(x, y), 1e-12);
    return [x / size, y / size];
  };
  return {
    angleOf,
    onDisc: (direction: Vector): Point2 => {
      const [x, y] = towards(direction);
      const radius = (DISC_RADIUS * (1 - Math.exp(-angleOf(direction) / FALLOFF))) / whole;
      return [0.5 + radius * x, 0.5 + radius * y];
    },
    onPatch: (direction: Vector): Point2 => {
      const [x, y] = towards(direction);
      const radius = (PATCH_CHART.radius * (Math.PI - angleOf(direction))) / (Math.PI - PATCH_ANGLE);
      return [PATCH_CHART.u + radius * x, PATCH_CHART.v + radius * y];
    },
  };
}

export function createAtlas(head: Head): Atlas {
  const { half, layout } = head;
  const { onDisc, onPatch, angleOf } = createUnroll();
  const uvs = halfUvs(head, onDisc);
  const addPoint = (point: Point2) => uvs.push(point) - 1;
  const directionOf = (vertex: number): Vector => {
    const [x, y, z] = at(layout.directions, vertex);
    return [at(layout.plane, vertex)[0] === 0 ? 0 : x, y, z];
  };
  const isOnPatch = (vertex: number) =>
    vertex < layout.directions.length && angleOf(directionOf(vertex)) > PATCH_ANGLE;
  const patchPoints = new Map<number, number>();
  const patchPoint = (vertex: number) => {
    const known = patchPoints.get(vertex) ?? addPoint(onPatch(directionOf(vertex)));
    patchPoints.set(vertex, known);
    return known;
  };

  const loopUvs = earRow(head, at(earRowIndices(head), 0), 1.42).map(addPoint);
  const loopAt = new Map(layout.ear.map((vertex, column) => [vertex, at(loopUvs, column)]));
  const firstEar = at(half.rows.ear, 0);
  const isEar = (triangle: Triangle) =>
    triangle.some((v) => v >= firstEar && v < firstEar + half.rows.ear.length);
  const onSeam = (triangle: Triangle): Triangle => {
    if (isEar(triangle)) {
      return mapTriangle(triangle, (vertex) => loopAt.get(vertex) ?? vertex);
    }
    return triangle.every(isOnPatch) ? mapTriangle(triangle, patchPoint) : triangle;
  };
  const halfTriangles = half.parts.map(({ triangles }) => triangles.map(onSeam));

  let next = uvs.length;
  const mirror = uvs.map(([u]) => (u === 0.5 ? -1 : next++)).map((other, own) => (other < 0 ? own : other));
  const mirroredUvs = uvs.filter(([u]) => u !== 0.5).map(([u, v]): Point2 => [1 - u, v]);
  return {
    uvs: [...uvs, ...mirroredUvs],
    triangles: halfTriangles.map((triangles) => [
      ...triangles,
      ...triangles.map(([a, b, c]): Triangle => [at(mirror, a), at(mirror, c), at(mirror, b)]),
    ]),
  };
}

function mapTriangle([a, b, c]: Triangle, map: (vertex: number) => number): Triangle {
  return [map(a), map(b), map(c)];
}

/** One UV point per vertex of the half head. */
function halfUvs({ half, layout }: Head, onDisc: (direction: Vector) => Point2): Point2[] {
  const { rows } = half;
  const uvs = layout.directions.map((direction, vertex) =>
    onDisc(at(layout.plane, vertex)[0] === 0 ? [0, direction[1], direction[2]] : direction),
  );
  fillEye(uvs, at(layout.eye, 0), rows.lidBacks);
  fillMouth(uvs, at(layout.mouth, 0), rows.bag);
  half.ear.chart.forEach(([a, b], i) => {
    uvs[at(rows.ear, i)] = earPoint([a, b]);
  });
  const rim = earRowIndices({ half });
  [1.1, 1.2, 1.3].forEach((size, row) => {
    earRow({ half }, at(rim, 0), size).forEach((point, column) => {
      uvs[at(rows.ear, half.ear.chart.length + row * EAR_COLUMNS + column)] = point;
    });
  });
  rows.eyeball.forEach((vertex, i) => {
    const [x, y] = at(half.eyeball.chart, i);
    uvs[vertex] = [EYE_CHART.u + x * EYE_CHART.radius, EYE_CHART.v + y * EYE_CHART.radius];
  });
  layGrid(uvs, rows.upperTeeth, TEETH_COLUMNS, TEETH_ROWS, UPPER_TEETH_BOX);
  layGrid(uvs, rows.lowerTeeth, TEETH_COLUMNS, TEETH_ROWS, LOWER_TEETH_BOX, true);
  layTongue(uvs, rows.tongue);
  layLashes(uvs, rows.lashes);
  layGrid(uvs, rows.shirt, NECK_COLUMNS, SHIRT_ROWS, SHIRT_BOX);
  return uvs;
}

/** The lids' backs lie in the eye's hole, each row smaller about its middle. */
function fillEye(uvs: Point2[], edge: readonly number[], rows: readonly (readonly number[])[]): void {
  const outline = edge.map((vertex) => at(uvs, vertex));
  const middle = centroid(outline);
  rows.forEach((row, k) => {
    row.forEach((vertex, column) => {
      uvs[vertex] = mixPoints(at(outline, column), middle, 0.22 * (k + 1));
    });
  });
}

/** The inside of the mouth lies between the lips, each row closer to the line between them. */
function fillMouth(uvs: Point2[], edge: readonly number[], rows: readonly (readonly number[])[]): void {
  const outline = edge.map((vertex) => at(uvs, vertex));
  rows.forEach((row, k) => {
    row.forEach((vertex, column) => {
      const [u, v] = at(outline, column);
      const opposite = at(outline, MOUTH_COLUMNS - 1 - column);
      uvs[vertex] = mixPoints([u, v], [u, (v + opposite[1]) / 2], 0.12 * (k + 1));
    });
  });
}

function earPoint([a, b]: Point2): Point2 {
  return [EAR_CHART.u + (a - 0.7) * EAR_CHART.scale, EAR_CHART.v + b * EAR_CHART.scale];
}

function earRowIndices({ half }: Pick<Head, 'half'>): number[][] {
  const rim = half.ear.chart.length - EAR_COLUMNS;
  return [Array.from({ length: EAR_COLUMNS }, (_, column) => rim + column)];
}

/** The ear's rim, grown by `size` about the chart's middle: where the rows behind it lie. */
function earRow({ half }: Pick<Head, 'half'>, rim: readonly number[], size: number): Point2[] {
  return rim.map((index) => {
    const [a, b] = at(half.ear.chart, index);
    return earPoint([0.35 + (a - 0.35) * size, -0.15 + (b + 0.15) * (1 + (size - 1) * 0.55)]);
  });
}

/** Lays rows of `columns` vertices into a box, the first row at its bottom. */
function layGrid(
  uvs: Point2[],
  vertices: readonly number[],
  columns: number,
  rows: number,
  { u, v, width, height }: Box,
  isTurned = false,
): void {
  vertices.forEach((vertex, i) => {
    const across = (i % columns) / (columns - 1);
    const along = Math.floor(i / columns) / (rows - 1);
    uvs[vertex] = [u + width * across, v + height * (isTurned ? 1 - along : along)];
  });
}

/** Each lash is a narrow blade of pairs and a tip. */
function layLashes(uvs: Point2[], vertices: readonly number[]): void {
  const count = vertices.length / BLADE_POINTS;
  vertices.forEach((vertex, i) => {
    const point = i % BLADE_POINTS;
    const across = point === BLADE_POINTS - 1 ? 0.5 : 0.15 + 0.7 * (point % 2);
    const along = Math.floor(point / 2) / Math.floor(BLADE_POINTS / 2);
    uvs[vertex] = [
      LASH_BOX.u + (LASH_BOX.width * (Math.floor(i / BLADE_POINTS) + across)) / count,
      LASH_BOX.v + LASH_BOX.height * along,
    ];
  });
}

function layTongue(uvs: Point2[], vertices: readonly number[]): void {
  const rows = (vertices.length - 2) / TONGUE_COLUMNS;
  layGrid(uvs, vertices.slice(1, -1), TONGUE_COLUMNS, rows, {
    ...TONGUE_BOX,
    v: TONGUE_BOX.v + 0.004,
    height: TONGUE_BOX.height - 0.008,
  });
  const middle = TONGUE_BOX.u + TONGUE_BOX.width / 2;
  uvs[at(vertices, 0)] = [middle, TONGUE_BOX.v];
  uvs[at(vertices, vertices.length - 1)] = [middle, TONGUE_BOX.v + TONGUE_BOX.height];
}
