import { centroid, mixPoints } from '../geometry/polygon.ts';
import { curveThrough } from '../geometry/spline.ts';
import { at, type Point2, type Vector } from '../geometry/vector.ts';
import { NECK_END_DEGREES } from '../surface/authored-skull.ts';
import { toPlane } from '../surface/domain-sphere.ts';
import {
  INNER_LOWER_LIP,
  INNER_UPPER_LIP,
  LOWER_LID,
  OUTER_LOWER_LIP,
  OUTER_UPPER_LIP,
  UPPER_LID,
} from '../surface/landmark-lines.ts';

/** Columns around the eye: 0 is the inner corner, then over the upper lid; EYE_OUTER_CORNER, then back below. */
export const EYE_COLUMNS = 44;
export const EYE_OUTER_CORNER = 22;
/** How far each ring about the eye has gone from the lid's edge to the surrounding ellipse. */
export const EYE_RING_STEPS = [0, 0.06, 0.13, 0.21, 0.3, 0.4, 0.51, 0.63, 0.76, 0.89, 1] as const;

/** Columns of half a mouth: 0 the middle of the upper lip, MOUTH_CORNER, then to the middle of the lower lip. */
export const MOUTH_COLUMNS = 33;
export const MOUTH_CORNER_COLUMN = 16;
/** How far the first rings of the mouth have gone from the inner to the outer edge of the lips. */
export const LIP_RING_STEPS = [0, 0.12, 0.28, 0.46, 0.64, 0.82, 1] as const;
/** The ring on the border of the lips' red. */
export const LIP_BORDER_RING = LIP_RING_STEPS.length - 1;
/** Rings outside the lips, in units of the plane from their border. */
const AROUND_MOUTH = [0.13, 0.3, 0.52, 0.8];

/** Columns around half a neck, the front first. */
export const NECK_COLUMNS = 21;

/** Structured rows of points in the unrolled plane, x ≥ 0; all counter-clockwise or from top to bottom. */
export interface HeadRings {
  readonly eye: readonly (readonly Point2[])[];
  readonly mouth: readonly (readonly Point2[])[];
  readonly neck: readonly Point2[];
}

/** @param landmarks directions of the face's landmarks (with the mouth drawn open). */
export function createRings(landmarks: readonly Vector[]): HeadRings {
  const plane = landmarks.map(toPlane);
  return { eye: eyeRings(plane), mouth: mouthRings(plane), neck: neckRing() };
}

function pick(plane: readonly Point2[], indices: readonly number[]): Point2[] {
  return indices.map((index) => at(plane, index));
}

function sample(points: readonly Point2[], parameters: readonly number[]): Point2[] {
  return parameters.map(curveThrough(points));
}

function steps(count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => i / count);
}

function eyeRings(plane: readonly Point2[]): Point2[][] {
  // Closer together near the corners, where the lids bend most.
  const parameters = steps(EYE_OUTER_CORNER).map((t) => 0.65 * t + (0.35 * (1 - Math.cos(Math.PI * t))) / 2);
  const upper = sample(pick(plane, UPPER_LID), parameters);
  const lower = sample(pick(plane, LOWER_LID), parameters).slice(1, -1).reverse();
  const margin = [...upper, ...lower];
  const [cx, cy] = centroid(margin);
  let previous = 0;
  const ellipse = margin.map(([x, y], column): Point2 => {
    let angle = Math.atan2((y - cy) * 1.7, x - cx);
    if (column > 0) {
      angle -= 2 * Math.PI * Math.round((angle - previous) / (2 * Math.PI));
    }
    previous = angle;
    const even = angle + 0.2 * Math.sin(2 * angle);
    return [cx + 2.05 * Math.cos(even), cy + 0.12 + 1.42 * Math.sin(even)];
  });
  return EYE_RING_STEPS.map((t) => margin.map((point, column) => mixPoints(point, at(ellipse, column), t)));
}

function mouthRings(plane: readonly Point2[]): Point2[][] {
  const inner = halfLips(plane, INNER_UPPER_LIP, INNER_LOWER_LIP);
  const outer = halfLips(plane, OUTER_UPPER_LIP, OUTER_LOWER_LIP);
  const centreY = (at(outer, 0)[1] + at(outer, MOUTH_COLUMNS - 1)[1]) / 2;
  const outwards = outer.map(([x, y]): Point2 => {
    const size = Math.hypot(0.75 * x, 1.1 * (y - centreY));
    return [x / size, (y - centreY) / size];
  });
  const lips = LIP_RING_STEPS.map((t) =>
    inner.map((point, column) => mixPoints(point, at(outer, column), t)),
  );
  const around = AROUND_MOUTH.map((offset) =>
    outer.map(([x, y], column): Point2 => {
      const [dx, dy] = at(outwards, column);
      return [x + dx * offset, y + dy * offset];
    }),
  );
  return [...lips, ...around];
}

function halfLips(plane: readonly Point2[], upper: readonly number[], lower: readonly number[]): Point2[] {
  const whole = steps(2 * MOUTH_CORNER_COLUMN);
  const top = sample(pick(plane, upper), whole).slice(MOUTH_CORNER_COLUMN);
  const bottom = sample(pick(plane, lower), whole).slice(MOUTH_CORNER_COLUMN, -1).reverse();
  return [...top, ...bottom].map(([x, y], column) => [
    column === 0 || column === MOUTH_COLUMNS - 1 ? 0 : x,
    y,
  ]);
}

function neckRing(): Point2[] {
  const angle = (NECK_END_DEGREES * Math.PI) / 180;
  return Array.from({ length: NECK_COLUMNS }, (_, i): Point2 => {
    const azimuth = (Math.PI * i) / (NECK_COLUMNS - 1);
    const isMiddle = i === 0 || i === NECK_COLUMNS - 1;
    const [x, y] = toPlane([
      Math.sin(angle) * Math.sin(azimuth),
      -Math.cos(angle),
      Math.sin(angle) * Math.cos(azimuth),
    ]);
    return [isMiddle ? 0 : x, y];
  });
}
