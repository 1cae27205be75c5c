import { describe, expect, test } from 'vitest';
import { EXPRESSION_NAMES, expressionIndex } from '../../../../../src/shared/core/face/expression-names.ts';
import type { FaceObservation } from '../../../../../src/shared/core/face/face-observation.ts';
import { LEFT_EYE, RIGHT_EYE } from '../../../../../src/shared/core/face/landmark-indices.ts';
import { angleBetween } from '../../../../../src/shared/core/face/rotation.ts';
import type { Neutral } from '../../../../../src/shared/core/tracking/pipeline-settings.ts';
import { ExpressionSolver } from '../../../../../src/shared/core/tracking/solver/expression-solver.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';
import {
  SYNTHETIC_FIELD_OF_VIEW,
  type SyntheticFace,
  syntheticObservation,
  turnAbout,
} from '../../../../support/synthetic-observation.ts';

const AHEAD = new Float32Array(2);
const FRAME = 33;

/** Solves frames one after the other and gives the last one's weights. */
function solveAll(solver: ExpressionSolver, observations: readonly FaceObservation[]): Float32Array {
  const weights = new Float32Array(EXPRESSION_NAMES.length);
  for (const observation of observations) {
    if (solver.findPose(observation, SYNTHETIC_FIELD_OF_VIEW)) {
      solver.solve(observation, AHEAD, AHEAD, FRAME / 1000, weights);
    }
  }
  return weights;
}

/** A solver calibrated on the synthetic face at rest. */
function calibrated(): ExpressionSolver {
  const solver = new ExpressionSolver();
  solveAll(solver, repeat({}, 20));
  const neutral: Neutral = {
    expression: [],
    headRotation: [0, 0, 0, 1],
    headTranslation: [0, 0, -50],
    gazeLeft: [0, 0],
    gazeRight: [0, 0],
    landmarks: [...solver.landmarks],
  };
  solver.calibrate(neutral);
  return solver;
}

function repeat(face: SyntheticFace, count: number): FaceObservation[] {
  return Array.from({ length: count }, (_, i) => syntheticObservation(i * FRAME, face));
}

function largestChange(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);
}

describe('the head’s pose', () => {
  test.each([
    ['ahead', 1, 0],
    ['to the side', 1, 0.5],
    ['up', 0, -0.3],
    ['tilted', 2, 0.4],
  ] as const)(
    'is found %s, to a degree and half a centimetre, on a face not known before',
    (_, axis, radians) => {
      const solver = new ExpressionSolver();
      const rotation = turnAbout(axis, radians);

      solveAll(solver, repeat({ rotation, translation: [4, -3, -60] }, 5));

      expect(angleBetween(solver.headRotation, rotation)).toBeLessThan(0.02);
      for (const [i, value] of [4, -3, -60].entries()) {
        expect(Math.abs((solver.headTranslation[i] ?? 0) - value)).toBeLessThan(0.5);
      }
    },
  );

  test('does not follow a hand before the mouth', () => {
    const solver = calibrated();
    const random = seededRandom(5);
    const [observation] = repeat({}, 1);
    if (observation === undefined) {
      throw new Error('no observation');
    }
    const mouth = 0.5 + 0.05;
    for (let i = 0; i < 468 * 3; i += 3) {
      if ((observation.landmarks[i + 1] ?? 0) > mouth) {
        observation.landmarks[i] = (observation.landmarks[i] ?? 0) + 0.02 + 0.01 * random();
      }
    }

    solveAll(solver, [observation, observation, observation]);

    expect(angleBetween(solver.headRotation, [0, 0, 0, 1])).toBeLessThan(0.12);
  });
});

describe('the expression', () => {
  test.each(['jawOpen', 'mouthPucker', 'browInnerUp', 'mouthLeft'] as const)(
    '%s is told from all others',
    (name) => {
      const weights = solveAll(calibrated(), repeat({ expression: { [name]: 0.8 } }, 10));

      const own = weights[expressionIndex(name)] ?? 0;
      const others = weights.map((weight, i) => (i === expressionIndex(name) ? 0 : weight));
      expect(own).toBeGreaterThan(0.15);
      expect(own).toBeGreaterThan(Math.max(...others));
    },
  );

  test('of a symmetric face is symmetric', () => {
    const weights = solveAll(
      calibrated(),
      repeat(
        {
          expression: {
            mouthSmileLeft: 0.7,
            mouthSmileRight: 0.7,
            browOuterUpLeft: 0.5,
            browOuterUpRight: 0.5,
          },
        },
        10,
      ),
    );

    for (const name of ['mouthSmile', 'browOuterUp', 'cheekSquint'] as const) {
      const left = weights[expressionIndex(`${name}Left`)] ?? 0;
      expect(Math.abs(left - (weights[expressionIndex(`${name}Right`)] ?? 0))).toBeLessThan(0.03);
    }
  });

  test('of landmarks that stay where they are stays what it is', () => {
    const solver = calibrated();
    const frames = repeat({ expression: { jawOpen: 0.6 } }, 20);

    const settled = solveAll(solver, frames);
    const later = solveAll(solver, frames);

    expect(largestChange(settled, later)).toBeLessThan(0.005);
  });

  test('does not jump when half of the face is lost', () => {
    const solver = calibrated();
    const rotation = turnAbout(1, 0.9);
    const before = solveAll(solver, repeat({ rotation, expression: { jawOpen: 0.5 } }, 20));
    const [observation] = repeat({ rotation, expression: { jawOpen: 0.5 } }, 1);
    if (observation === undefined) {
      throw new Error('no observation');
    }
    // What a tracker guesses of the hidden eye is a blink.
    for (const { upperLid, lowerLid } of [hiddenEye(observation)]) {
      observation.landmarks[upperLid * 3 + 1] = observation.landmarks[lowerLid * 3 + 1] ?? 0;
    }

    const after = solveAll(solver, [observation]);

    expect(largestChange(before, after)).toBeLessThan(0.2);
  });

  test('is never NaN, whatever the landmarks', () => {
    const solver = calibrated();
    const random = seededRandom(9);
    for (const scale of [0, 1, 1e6, Number.NaN]) {
      const [observation] = repeat({}, 1);
      if (observation !== undefined) {
        for (const [i, value] of observation.landmarks.entries()) {
          observation.landmarks[i] = value + scale * (random() - 0.5);
        }
        expect(solveAll(solver, [observation]).every((weight) => weight >= 0 && weight <= 1)).toBe(true);
      }
    }
    expect(solveAll(calibrated(), repeat({}, 5)).every((weight) => weight < 0.02)).toBe(true);
  });
});

/** The eye that is farther from the camera: its corners lie closer together in the picture. */
function hiddenEye({ landmarks }: FaceObservation) {
  const width = ({ outerCorner, innerCorner }: typeof LEFT_EYE): number =>
    Math.abs((landmarks[outerCorner * 3] ?? 0) - (landmarks[innerCorner * 3] ?? 0));
  return width(LEFT_EYE) < width(RIGHT_EYE) ? LEFT_EYE : RIGHT_EYE;
}
