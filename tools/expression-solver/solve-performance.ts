import { createFaceFrame } from '../../src/shared/core/face/face-frame.ts';
import { FaceView } from '../../src/shared/core/tracking/face-view.ts';
import { FramePipeline } from '../../src/shared/core/tracking/frame-pipeline.ts';
import { GazeEstimator } from '../../src/shared/core/tracking/gaze.ts';
import { DEFAULT_PIPELINE_SETTINGS, type Neutral } from '../../src/shared/core/tracking/pipeline-settings.ts';
import { ExpressionSolver } from '../../src/shared/core/tracking/solver/expression-solver.ts';
import type { LandmarkResponse } from '../../src/shared/core/tracking/solver/landmark-response.ts';
import { fuseWeights } from '../../src/shared/core/tracking/solver/weight-fusion.ts';
import type { PerformerTake } from './performer-frames.ts';

/** The performance begins with this much of a face at rest, milliseconds. */
const REST = 1500;

/** What the solver finds in each frame, before sources are joined: Float32Array [52] each, strays [IMAGE_EVIDENCE_NAMES]. */
export interface SolvedFrame {
  readonly solved: Float32Array;
  readonly scores: Float32Array;
  /** What both come to without the picture, and how far what is measured there strays from rest. */
  readonly fused: Float32Array;
  readonly strays: Float32Array;
  /** A `SeenDisplacement`'s values, [478 × 2]. */
  readonly displacement: Float64Array;
}

/**
 * Runs the solver over a performance, calibrated on its first frames as a user would.
 * @param response what was learnt on other performers; on all of them if left out.
 */
export function solvePerformance(
  { observations, look }: PerformerTake,
  response?: LandmarkResponse,
): SolvedFrame[] {
  const solver = new ExpressionSolver(response);
  solver.calibrate(neutralOf({ observations, look }));
  const view = new FaceView();
  const gaze = new GazeEstimator();
  const left = new Float32Array(2);
  const right = new Float32Array(2);
  const target = createFaceFrame().rawExpression;
  let time = Number.NaN;
  return observations.map((observation) => {
    const isFound =
      observation.hasFace &&
      solver.findPose(observation, look.fieldOfView) &&
      view.update(observation, solver.headRotation, look.fieldOfView);
    if (isFound) {
      const seconds = Math.max(0, observation.time - time) / 1000 || 0;
      time = observation.time;
      gaze.estimate(view, solver.neutral.points, seconds, left, right);
      solver.solve(observation, left, right, seconds, target);
    }
    const { solved, scores, strays, displacement } = solver;
    const fused = new Float32Array(solved.length);
    fuseWeights(solved, observation.hasScores ? scores : undefined, fused);
    return {
      solved: solved.slice(),
      scores: scores.slice(),
      fused,
      strays: strays.slice(),
      displacement: displacement.slice(),
    };
  });
}

function neutralOf({ observations, look }: Pick<PerformerTake, 'observations' | 'look'>): Neutral {
  const pipeline = new FramePipeline();
  pipeline.configure({ ...DEFAULT_PIPELINE_SETTINGS, fieldOfView: look.fieldOfView });
  const frame = createFaceFrame();
  for (const observation of observations) {
    if (observation.time > REST) {
      break;
    }
    pipeline.process(observation, frame);
  }
  const neutral = pipeline.measureNeutral();
  if (neutral === undefined) {
    throw new Error(`no face at rest at the beginning of ${look.name}'s performance`);
  }
  return neutral;
}
