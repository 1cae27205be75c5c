import { gaussianRandom, seededRandom } from '../../../src/shared/core/performance/seeded-random.ts';
import { type Curve, curveThrough } from '../geometry/spline.ts';
import { interpolate, type Point2 } from '../geometry/vector.ts';
import { blurred, StrokeMap } from './stroke-map.ts';

const HAIRS_PER_BROW = 620;
const SEED = 21;

/** Half thickness of the brow along it, as a share of the landmarks' distance. */
const THICKNESS = { at: [0, 0.08, 0.3, 0.6, 0.85, 1], share: [0.4, 0.7, 0.8, 0.7, 0.46, 0.16] };
/** How far the brow lies above the landmarks' middle, as a share of half their distance: by them alone it frowns. */
const RISE = { at: [0, 0.15, 0.45, 0.8, 1], share: [0.42, 0.3, 0, -0.12, -0.15] };
/** Angle of the hairs to the brow: upright at the nose, along it at the tail, radians. */
const LIFT = { at: [0, 0.12, 0.35, 0.7, 1], angle: [1.3, 0.95, 0.55, 0.28, 0.05] };

/**
 * Draws both brows hair by hair between their edges. The hairs of the two sides differ: exact mirror images look
 * painted on.
 * @param upper, lower UV of the left brow's edges, from the nose outwards.
 */
export function drawBrows(upper: readonly Point2[], lower: readonly Point2[], size: number): Float32Array {
  const map = new StrokeMap(size);
  const random = seededRandom(SEED);
  const mirrorU = ([u, v]: Point2): Point2 => [1 - u, v];
  drawBrow(map, random, curveThrough(upper), curveThrough(lower));
  drawBrow(map, random, curveThrough(upper.map(mirrorU)), curveThrough(lower.map(mirrorU)));
  const shade = blurred(map.values, size, size / 340);
  return map.values.map((value, texel) => Math.min(0.86 * value + 0.55 * (shade[texel] ?? 0), 1));
}

function drawBrow(map: StrokeMap, random: () => number, upper: Curve, lower: Curve): void {
  const middle = (t: number): Point2 => {
    const [ux, uy] = upper(t);
    const [lx, ly] = lower(t);
    return [ux * 0.42 + lx * 0.58, uy * 0.42 + ly * 0.58];
  };
  for (let hair = 0; hair < HAIRS_PER_BROW; hair += 1) {
    const t = random() ** 0.95;
    const [ux, uy] = upper(t);
    const [lx, ly] = lower(t);
    const half: Point2 = [(ux - lx) / 2, (uy - ly) / 2];
    const across = (random() + random() - 1) * 1.05;
    const reach =
      across * interpolate(t, THICKNESS.at, THICKNESS.share) + interpolate(t, RISE.at, RISE.share);
    const [mx, my] = middle(t);
    const root: Point2 = [mx + half[0] * reach, my + half[1] * reach];
    const along = unit(minus(middle(Math.min(t + 0.05, 1)), middle(Math.max(t - 0.05, 0))));
    const up = unit(half);
    const angle = interpolate(t, LIFT.at, LIFT.angle) - 0.4 * across + 0.12 * gaussianRandom(random);
    const length = (0.0072 + 0.0062 * random()) * interpolate(t, [0, 0.2, 0.8, 1], [0.8, 1, 0.9, 0.6]);
    const bend = angle * 0.55;
    const step = (a: number): Point2 => [
      along[0] * Math.cos(a) + up[0] * Math.sin(a),
      along[1] * Math.cos(a) + up[1] * Math.sin(a),
    ];
    const knee = plus(root, step(angle), length * 0.5);
    map.drawHair([root, knee, plus(knee, step(bend), length * 0.5)], map.size / 1180, 0.5 + 0.5 * random());
  }
}

function minus(a: Point2, b: Point2): Point2 {
  return [a[0] - b[0], a[1] - b[1]];
}

function plus(a: Point2, direction: Point2, length: number): Point2 {
  return [a[0] + direction[0] * length, a[1] + direction[1] * length];
}

function unit([x, y]: Point2): Point2 {
  const length = Math.max(Math.hypot(x, y), 1e-12);
  return [x / length, y / length];
}
