import {
  add,
  at,
  clamp,
  cross,
  length,
  normalize,
  type Point2,
  scale,
  subtract,
  type Vector,
} from '../geometry/vector.ts';
import { fromPlane, toPlane } from '../surface/domain-sphere.ts';
import type { Handles } from '../surface/handles.ts';
import { createSampler, type SurfaceFit } from '../surface/head-surface.ts';

/** Wanted distance between neighbouring vertices at a direction, in units of the plane. */
export type EdgeLength = (direction: Vector) => number;

/** Where the mesh is finer: a centre in the plane, the radius kept fine, edge length there, and growth per unit. */
interface FineArea {
  readonly centre: Point2;
  readonly radius: number;
  readonly edge: number;
  readonly growth: number;
}

const FACE_EDGE = 0.27;
const BACK_EDGE = 0.95;
/** Angle from the face's pole where the mesh begins to get coarser, and over how far it does, units of the plane. */
const BACK_STARTS = 7.5;
const BACK_WIDTH = 12;

const RADII = 56;
const ANGLES = 40;

/** @param fineAreas x ≥ 0; distances are taken to their centres. */
export function createEdgeLength(
  handles: Handles,
  solveSurface: SurfaceFit,
  fineAreas: readonly FineArea[],
): EdgeLength {
  const stretch = createStretchTable(handles, solveSurface);
  return (direction) => {
    const [x, y] = toPlane(direction);
    let edge =
      FACE_EDGE + clamp((Math.hypot(x, y) - BACK_STARTS) / BACK_WIDTH, 0, 1) * (BACK_EDGE - FACE_EDGE);
    for (const { centre, radius, edge: fine, growth } of fineAreas) {
      const beyond = Math.max(Math.hypot(Math.abs(x) - centre[0], y - centre[1]) - radius, 0);
      edge = Math.min(edge, fine + growth * beyond);
    }
    return edge / stretch(direction);
  };
}

/** How many centimetres of skin a unit of the plane stands for, from a table over the half disc. */
function createStretchTable(handles: Handles, solveSurface: SurfaceFit): EdgeLength {
  const step = 1e-3;
  const directions: Vector[] = [];
  for (let i = 0; i <= RADII; i += 1) {
    for (let k = 0; k <= ANGLES; k += 1) {
      const radius = (0.02 + (i / RADII) * 0.97) * 10 * Math.PI;
      const angle = (k / ANGLES - 0.5) * Math.PI;
      const direction = fromPlane([radius * Math.cos(angle), radius * Math.sin(angle)]);
      const side = normalize(cross(direction, [0.31, 0.2, 0.93]));
      const other = cross(direction, side);
      directions.push(
        direction,
        normalize(add(direction, scale(side, step))),
        normalize(add(direction, scale(other, step))),
      );
    }
  }
  const places = createSampler(handles, directions)(solveSurface(handles.positions));
  const table = new Float64Array(directions.length / 3);
  table.forEach((_, i) => {
    const origin = at(places, 3 * i);
    const area = cross(subtract(at(places, 3 * i + 1), origin), subtract(at(places, 3 * i + 2), origin));
    table[i] = clamp(Math.sqrt(length(area)) / step / 10, 0.5, 4);
  });
  return (direction) => {
    const [x, y] = toPlane(direction);
    const i = clamp(((Math.hypot(x, y) / (10 * Math.PI) - 0.02) / 0.97) * RADII, 0, RADII - 1e-6);
    const k = clamp((Math.atan2(y, Math.abs(x)) / Math.PI + 0.5) * ANGLES, 0, ANGLES - 1e-6);
    const row = Math.floor(i);
    const column = Math.floor(k);
    const value = (a: number, b: number) => at(table, a * (ANGLES + 1) + b);
    const near = value(row, column) + (value(row, column + 1) - value(row, column)) * (k - column);
    const far = value(row + 1, column) + (value(row + 1, column + 1) - value(row + 1, column)) * (k - column);
    return near + (far - near) * (i - row);
  };
}
