import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { LEFT_EYE, RIGHT_EYE } from '../../../src/shared/core/face/landmark-indices.ts';
import { FaceView } from '../../../src/shared/core/tracking/face-view.ts';
import { GazeEstimator } from '../../../src/shared/core/tracking/gaze.ts';
import { ExpressionDisplacement } from '../../../src/shared/core/tracking/solver/expression-displacement.ts';
import { ExpressionSolver } from '../../../src/shared/core/tracking/solver/expression-solver.ts';
import { openLandmarkBasis } from '../../../src/shared/core/tracking/solver/landmark-basis.ts';
import { average } from './expression-agreement.ts';

/** The irises follow the gaze, not the expression. */
const FIRST_IRIS = 468;

/**
 * How far the landmarks of the solved head, in its pose and expression, lie from those seen: mean over landmarks and
 * frames, as a share of the distance of the eyes' middles. Depth cannot be compared and is not.
 */
export function reprojectionError(observations: readonly FaceObservation[], fieldOfView: number): number {
  const solver = new ExpressionSolver();
  const view = new FaceView();
  const gaze = new GazeEstimator();
  const displacement = new ExpressionDisplacement(openLandmarkBasis());
  const { gazeLeft, gazeRight, rawExpression } = createFaceFrame();
  const shape = new Float64Array(solver.neutral.points.length);
  let time = Number.NaN;
  const errors = observations.flatMap((observation) => {
    const isFound =
      observation.hasFace &&
      solver.findPose(observation, fieldOfView) &&
      view.update(observation, solver.headRotation, fieldOfView);
    if (!isFound) {
      return [];
    }
    const seconds = Math.max(0, observation.time - time) / 1000 || 0;
    time = observation.time;
    const { points } = solver.neutral;
    gaze.estimate(view, points, seconds, gazeLeft, gazeRight);
    shape.set(points);
    solver.solve(observation, gazeLeft, gazeRight, seconds, rawExpression);
    displacement.add(rawExpression, 1, shape);
    return [meanDistance(shape, solver.landmarks) / eyeDistance(points)];
  });
  return average(errors);
}

function meanDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < FIRST_IRIS * 3; at += 3) {
    sum += Math.hypot((a[at] ?? 0) - (b[at] ?? 0), (a[at + 1] ?? 0) - (b[at + 1] ?? 0));
  }
  return sum / FIRST_IRIS;
}

function eyeDistance(points: Float64Array): number {
  const middle = ({ outerCorner, innerCorner }: typeof LEFT_EYE, axis: number): number =>
    ((points[outerCorner * 3 + axis] ?? 0) + (points[innerCorner * 3 + axis] ?? 0)) / 2;
  return Math.hypot(middle(LEFT_EYE, 0) - middle(RIGHT_EYE, 0), middle(LEFT_EYE, 1) - middle(RIGHT_EYE, 1));
}
