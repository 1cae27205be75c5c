import {
  add,
  addScaled,
  at,
  bell,
  clamp,
  dot,
  length,
  mean,
  mix,
  normalize,
  scale,
  smoothstep,
  subtract,
  type Vector,
} from '../geometry/vector.ts';
import { EYE_COLUMNS, EYE_OUTER_CORNER, EYE_RING_STEPS } from '../mesh/rings.ts';
import { EYE_RADIUS } from './eyeball.ts';

/** Rows behind the lid's edge: its thickness, where it meets the ball, and the ball's side. */
export const LID_BACK_ROWS = 3;

/** Skin over the ball keeps this distance, so that a lid half way down a straight path still does not touch it. */
const LID_DISTANCE = 0.14;
const SMALLEST_DISTANCE = 0.115;
const CREASE_STEP = 0.4;

/** How the lids of one eye lie. */
export interface LidShape {
  readonly centre: Vector;
  /** Depth of the fold above the eye, 1 when open; a closed lid is nearly smooth. */
  readonly crease: number;
}

/** +1 in the middle of the upper lid, −1 in the middle of the lower one, 0 at the corners. */
function liftOf(column: number): number {
  return Math.sin((Math.PI * column) / EYE_OUTER_CORNER);
}

/**
 * Pulls the rings about the eye onto a shell around the ball and folds the lids.
 * @param skin overwritten at the vertices of `rings`.
 */
export function shapeLids(
  skin: Vector[],
  rings: readonly (readonly number[])[],
  { centre, crease }: LidShape,
): void {
  rings.forEach((ring, row) => {
    const step = at(EYE_RING_STEPS, row);
    ring.forEach((vertex, column) => {
      const offset = subtract(at(skin, vertex), centre);
      const radius = length(offset);
      const lift = liftOf(column);
      const upper = clamp(lift, 0, 1) ** 0.8;
      const lower = clamp(-lift, 0, 1) ** 0.8;
      const share = clamp(upper * smoothstep(0.42, 0.2, step) + lower * smoothstep(0.36, 0.1, step), 0, 1);
      const pulled = radius + (EYE_RADIUS + LID_DISTANCE - radius) * share;
      const fold =
        crease * upper * smoothstep(0, 0.5, lift) * upperFold(step) +
        crease * lower * smoothstep(0, 0.6, -lift) * lowerFold(step);
      skin[vertex] = addScaled(centre, scale(offset, 1 / radius), keepOff(pulled + fold));
    });
  });
}

function upperFold(step: number): number {
  return (
    -0.12 * bell(step - CREASE_STEP, 0.085) + 0.07 * bell(step - 0.56, 0.1) - 0.01 * bell(step - 0.14, 0.1)
  );
}

function lowerFold(step: number): number {
  return -0.04 * bell(step - 0.42, 0.1) + 0.03 * bell(step - 0.22, 0.09);
}

/** Distance from the ball's centre, never below the shell: softplus, 0.3 mm wide. */
function keepOff(radius: number): number {
  const least = EYE_RADIUS + SMALLEST_DISTANCE;
  return least + Math.log1p(Math.exp((radius - least) / 0.03)) * 0.03;
}

/** The rows behind the lids' edge `edge` [44]: LID_BACK_ROWS × 44 points. */
export function lidBacks(edge: readonly Vector[], centre: Vector): Vector[] {
  const middle = mean(edge);
  const offsets = edge.map((point) => subtract(point, centre));
  const thickness = offsets.map((offset, column) => {
    const thick = add(centre, scale(normalize(offset), Math.max(EYE_RADIUS + 0.02, length(offset) - 0.1)));
    // At the corners the skin beside the edge lies where a lid's thickness would go: there it goes into the opening.
    const point = at(edge, column);
    const straight = add(addScaled(point, normalize(subtract(middle, point)), 0.09), [0, 0, -0.05]);
    return mix(straight, thick, smoothstep(0.1, 0.5, Math.abs(liftOf(column))));
  });
  const contact = edge.map((point, column) => {
    const out = normalize(at(offsets, column));
    // Away from the corners' skin, which lies close behind the edge.
    const inwards = 0.12 * smoothstep(0.5, 0, Math.abs(liftOf(column)));
    const towardsMiddle = normalize(subtract(middle, point));
    return add(centre, scale(normalize(addScaled(out, towardsMiddle, inwards)), EYE_RADIUS - 0.035));
  });
  const behind = edge.map((point, column) => {
    const out = normalize(at(offsets, column));
    const away = subtract(point, middle);
    const along = normalize(addScaled(away, out, -dot(away, out)));
    return add(centre, scale(normalize(subtract(addScaled(point, along, 0.22), centre)), EYE_RADIUS - 0.14));
  });
  return [...thickness, ...contact, ...behind];
}

/** How strongly a column belongs to the upper (positive) or lower (negative) lid, for what is painted on it. */
export const LID_LIFT: readonly number[] = Array.from({ length: EYE_COLUMNS }, (_, column) => liftOf(column));
