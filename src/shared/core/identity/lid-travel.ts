import type { FaceModel } from '../face/face-model.ts';
import { LEFT_EYE, RIGHT_EYE } from '../face/landmark-indices.ts';
import { evaluateLandmarks } from '../face/landmark-set.ts';

const LIDS = [
  { blink: 'eyeBlinkLeft', eye: LEFT_EYE },
  { blink: 'eyeBlinkRight', eye: RIGHT_EYE },
] as const;

/**
 * The expression basis of a head whose eyes are open by more or less than the model's: blinks go as much farther or less
 * far, so that lids meet. A model without MediaPipe's landmarks or ARKit's blinks keeps its own.
 *
 * @param positions the head at rest, Float32Array [vertices × 3], metres.
 */
export function fitLidTravel(model: FaceModel, positions: Float32Array): Float32Array {
  const set = model.landmarks.mediapipe478;
  if (set === undefined) {
    return model.expressionBasis;
  }
  const [own, average] = [positions, model.template].map((vertices) => {
    const points = new Float32Array(set.pointCount * 3);
    evaluateLandmarks(set, 0, model.triangles, vertices, points);
    return points;
  });
  const basis = model.expressionBasis.slice();
  for (const { blink, eye } of LIDS) {
    const row = model.expressionNames.indexOf(blink);
    const share = openingOf(own, eye) / openingOf(average, eye);
    for (let i = row * positions.length; row >= 0 && i < (row + 1) * positions.length; i += 1) {
      basis[i] = (basis[i] ?? 0) * share;
    }
  }
  return basis;
}

/** Distance between the middles of an eye's lids. */
function openingOf(
  points: Float32Array | undefined,
  { upperLid, lowerLid }: { readonly upperLid: number; readonly lowerLid: number },
): number {
  return Math.hypot(
    ...[0, 1, 2].map((axis) => (points?.[upperLid * 3 + axis] ?? 0) - (points?.[lowerLid * 3 + axis] ?? 0)),
  );
}
