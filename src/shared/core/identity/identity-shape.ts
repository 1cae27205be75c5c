import type { FaceModel } from '../face/face-model.ts';
import { LANDMARK_COUNT } from '../face/face-observation.ts';
import type { FaceModelReference, Identity } from './identity.ts';
import { LandmarkEvidence } from './landmark-evidence.ts';
import { type LandmarkModes, landmarkModesOf } from './landmark-modes.ts';
import { ShapeSolver } from './shape-solver.ts';

/** A person's shape in a face model: what of an identity `personalHead` needs. */
export type IdentityShape = Pick<Identity, 'faceModel' | 'shape' | 'landmarkResidual'>;

const CENTIMETRES = 100;

/** Weight of all landmarks together beside the priors: as after a frontal clip. */
const POINTS_WEIGHT = 3 * LANDMARK_COUNT;

/** Rounds of turning the points to the model and fitting it: more change nothing. */
const ROUNDS = 4;

/** The shape that was found, in the model whose modes it was found with. */
export function solvedShape({ name, version }: FaceModelReference, solver: ShapeSolver): IdentityShape {
  return {
    faceModel: { name, version },
    shape: Float32Array.from(solver.coefficients),
    landmarkResidual: Float32Array.from(solver.residual, (value) => value / CENTIMETRES),
  };
}

/**
 * The shape of a person in another face model, from their landmarks at rest: as far as the model has them, wherever its
 * origin is.
 * @param points Float64Array [478 × 3], centimetres, axes as the model's.
 * @throws RangeError when the model has no landmarks.
 */
export function fitShape(model: FaceModel, points: Float64Array): IdentityShape {
  const modes = landmarkModesOf(model);
  const solver = new ShapeSolver(modes);
  const evidence = new LandmarkEvidence(1);
  evidence.addPoints(centred(points, modes), modes.landmarks, POINTS_WEIGHT / modes.landmarks.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    solver.solve(evidence);
  }
  return solvedShape(model, solver);
}

/** The points, moved so that their middle is the model's. */
function centred(points: Float64Array, { landmarks, average }: LandmarkModes): Float64Array {
  const shift = [0, 1, 2].map(
    (axis) =>
      landmarks.reduce(
        (sum, landmark) => sum + (average[landmark * 3 + axis] ?? 0) - (points[landmark * 3 + axis] ?? 0),
        0,
      ) / landmarks.length,
  );
  return points.map((value, i) => value + (shift[i % 3] ?? 0));
}
