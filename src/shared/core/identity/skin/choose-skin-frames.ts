import type { FaceFrame } from '../../face/face-frame.ts';
import { turnOf } from '../kept-frames.ts';

/** Turns of the head beyond this from all chosen pictures are no better than this, radians: about 30°. */
const FAR = 0.5;
/** Turn that a full expression outweighs, radians: skin that smiles is pulled out of shape. */
const EXPRESSION_COST = 0.03;

/**
 * Picks the pictures that together show most of a face at rest: the first looks most nearly ahead, each further one is
 * turned farthest from those before, and calm faces go before moved ones.
 *
 * @param frames without filter or calibration.
 * @returns indices of at most `count` tracked frames, ascending.
 */
export function chooseSkinFrames(frames: readonly FaceFrame[], count: number): number[] {
  const candidates = frames.flatMap((frame, index) =>
    frame.tracking === 'tracked' ? [{ index, ...turnOf(frame), cost: costOf(frame) }] : [],
  );
  const distances = candidates.map(({ yaw, pitch }) => FAR - Math.hypot(yaw, pitch));
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, candidates.length)) {
    const best = candidates.reduce(
      (found, { cost }, i) => {
        const score = (distances[i] ?? 0) - cost;
        return score > found.score ? { i, score } : found;
      },
      { i: -1, score: Number.NEGATIVE_INFINITY },
    ).i;
    const picked = candidates[best];
    if (picked === undefined) {
      break;
    }
    candidates.forEach(({ yaw, pitch }, i) => {
      const turn = Math.min(Math.hypot(yaw - picked.yaw, pitch - picked.pitch), FAR);
      distances[i] = chosen.length === 0 ? turn : Math.min(distances[i] ?? 0, turn);
    });
    distances[best] = Number.NEGATIVE_INFINITY;
    chosen.push(picked.index);
  }
  return chosen.sort((a, b) => a - b);
}

function costOf({ expression }: FaceFrame): number {
  return EXPRESSION_COST * expression.reduce((sum, weight) => sum + weight, 0);
}
