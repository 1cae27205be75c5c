import { normalize, type Point2, subtract, type Vector } from '../geometry/vector.ts';

/**
 * Every place of the skin is named by its direction from a point inside the head. The point lies low, so that the
 * undersides of chin and brows can be seen from it and the map does not fold.
 */
const CENTRE: Vector = [0, -3.9, -7];

/** Units of the unrolled plane per radian: about 1 cm on the face. */
const UNITS_PER_RADIAN = 10;

export function directionTo(point: Vector): Vector {
  return normalize(subtract(point, CENTRE));
}

/** Unrolls a direction about +z: distance from the origin is the angle (azimuthal equidistant). */
export function toPlane([x, y, z]: Vector): Point2 {
  const angle = Math.acos(Math.min(Math.max(z, -1), 1));
  const across = Math.hypot(x, y);
  const factor = across < 1e-12 ? 0 : (UNITS_PER_RADIAN * angle) / across;
  return [x * factor, y * factor];
}

export function fromPlane([x, y]: Point2): Vector {
  const radius = Math.hypot(x, y);
  const angle = radius / UNITS_PER_RADIAN;
  const factor = radius < 1e-12 ? 0 : Math.sin(angle) / radius;
  return [x * factor, y * factor, Math.cos(angle)];
}
