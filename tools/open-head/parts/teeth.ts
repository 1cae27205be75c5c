import { at, clamp, type Vector } from '../geometry/vector.ts';
import { strips, type Triangle } from '../mesh/strip.ts';

/** Columns of half an arch, the middle first. */
export const TEETH_COLUMNS = 33;

interface ArchShape {
  readonly front: number;
  /** Height of the biting edge and the way the teeth grow from it. */
  readonly edge: number;
  readonly grows: 1 | -1;
  /** Widths along the arch from the middle, and lengths relative to the longest, of seven teeth. */
  readonly widths: readonly number[];
  readonly lengths: readonly number[];
}

const UPPER: ArchShape = {
  front: 1.5,
  edge: -6.58,
  grows: 1,
  widths: [0.86, 0.66, 0.76, 0.7, 0.68, 0.98, 0.95],
  lengths: [1, 0.9, 0.98, 0.86, 0.82, 0.78, 0.74],
};
const LOWER: ArchShape = {
  front: 1.18,
  edge: -6.53,
  grows: -1,
  widths: [0.54, 0.58, 0.68, 0.7, 0.72, 1.05, 1],
  lengths: [0.82, 0.84, 0.92, 0.84, 0.8, 0.75, 0.72],
};
const HALF_WIDTH = 2.4;
const DEPTH = 3.4;

/** From behind the teeth over the edge to the gums: height above the edge, depth inwards, and what is there. */
const PROFILE: readonly (readonly [number, number, 'behind' | 'edge' | 'front' | 'gum'])[] = [
  [0.85, 0.34, 'behind'],
  [0.5, 0.24, 'behind'],
  [0.12, 0.1, 'behind'],
  [0, 0.02, 'edge'],
  [-0.02, -0.02, 'front'],
  [0.1, -0.1, 'front'],
  [0.32, -0.12, 'front'],
  [0.62, -0.08, 'front'],
  [0.85, -0.06, 'front'],
  [1, -0.12, 'gum'],
  [1.12, -0.05, 'gum'],
  [1.5, -0.06, 'gum'],
  [2.1, -0.35, 'gum'],
];
const GUM_ROW = PROFILE.findIndex(([, , kind]) => kind === 'gum');
export const TEETH_ROWS = PROFILE.length;

/** Half an arch of teeth with its gum: rows of TEETH_COLUMNS. */
export interface Teeth {
  readonly points: readonly Vector[];
  readonly triangles: readonly Triangle[];
}

export function createTeeth(arch: 'upper' | 'lower'): Teeth {
  const shape = arch === 'upper' ? UPPER : LOWER;
  const columns = archColumns(shape);
  const points = PROFILE.flatMap(([height, depth, kind]) =>
    columns.map(({ x, z, outX, outZ, bulge, size }): Vector => {
      const isGum = kind === 'gum';
      const scallop = isGum
        ? -0.1 * (1 - bulge) * (height < 1.2 ? 1 : 0)
        : 0.1 * (1 - bulge) * (height < 0.2 ? 1 : 0);
      const rise = (isGum ? height : height * size) + scallop;
      const between = kind === 'behind' ? 0.13 * (1 - bulge) : 0;
      const out = -depth - between;
      return [x + outX * out, shape.edge + shape.grows * rise, z + outZ * out];
    }),
  );
  const rows = PROFILE.map((_, row) => columns.map((__, column) => row * TEETH_COLUMNS + column));
  const triangles = strips(rows, false);
  return { points, triangles: arch === 'upper' ? triangles.map(([a, b, c]) => [a, c, b]) : triangles };
}

/** 1 for the gum's rows, 0 for the teeth. */
export function isGumRow(row: number): boolean {
  return row >= GUM_ROW;
}

function archColumns(shape: ArchShape) {
  const half = Array.from({ length: TEETH_COLUMNS }, (_, i) => {
    const angle = ((i / (TEETH_COLUMNS - 1)) * Math.PI * 0.92) / 2;
    return { angle, x: HALF_WIDTH * Math.sin(angle), z: shape.front - DEPTH * (1 - Math.cos(angle)) };
  });
  let along = 0;
  return half.map(({ angle, x, z }, i) => {
    if (i > 0) {
      const before = at(half, i - 1);
      along += Math.hypot(x - before.x, z - before.z);
    }
    let tooth = 0;
    let start = 0;
    while (tooth < shape.widths.length - 1 && along > start + at(shape.widths, tooth)) {
      start += at(shape.widths, tooth);
      tooth += 1;
    }
    const phase = clamp((along - start) / at(shape.widths, tooth), 0, 1);
    return {
      x,
      z,
      outX: Math.sin(angle),
      outZ: Math.cos(angle),
      bulge: Math.sin(Math.PI * phase) ** 0.45,
      size: at(shape.lengths, tooth),
    };
  });
}
