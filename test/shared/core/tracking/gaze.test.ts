import { describe, expect, test } from 'vitest';
import { FaceView } from '../../../../src/shared/core/tracking/face-view.ts';
import { GazeEstimator } from '../../../../src/shared/core/tracking/gaze.ts';
import { openLandmarkBasis } from '../../../../src/shared/core/tracking/solver/landmark-basis.ts';
import {
  SYNTHETIC_FIELD_OF_VIEW,
  type SyntheticFace,
  syntheticObservation,
  turnAbout,
} from '../../../support/synthetic-observation.ts';

const DEGREE = Math.PI / 180;
const REST = Float64Array.from(openLandmarkBasis().neutral);

interface Gaze {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Feeds faces one after another, 33 ms apart, and gives the gaze of the last. */
function gazeAfter(...faces: readonly SyntheticFace[]): Gaze {
  const view = new FaceView();
  const estimator = new GazeEstimator();
  const gaze = { left: new Float32Array(2), right: new Float32Array(2) };
  for (const face of faces) {
    expect(
      view.update(syntheticObservation(0, face), face.rotation ?? [0, 0, 0, 1], SYNTHETIC_FIELD_OF_VIEW),
    ).toBe(true);
    estimator.estimate(view, REST, 0.033, gaze.left, gaze.right);
  }
  return gaze;
}

function expectGaze({ left, right }: Gaze, yaw: number, pitch: number, tolerance: number): void {
  for (const eye of [left, right]) {
    expect(Math.abs((eye[0] ?? 0) - yaw)).toBeLessThan(tolerance);
    expect(Math.abs((eye[1] ?? 0) - pitch)).toBeLessThan(tolerance);
  }
}

// The estimator takes both eyes to be seen from where the nose is; in the pictures made here they are not quite.
describe('gaze of open eyes', () => {
  test.each([
    ['straight ahead', 0, 0],
    ['to the subject’s left', 25, 0],
    ['to the right and up', -20, 15],
    ['down', 0, -20],
  ])('%s is found within 2.5°', (_name, yaw, pitch) => {
    const gaze = gazeAfter({ gaze: [yaw * DEGREE, pitch * DEGREE] });

    expectGaze(gaze, yaw * DEGREE, pitch * DEGREE, 2.5 * DEGREE);
  });

  test.each([
    ['turned aside', { rotation: turnAbout(1, 25 * DEGREE) }],
    ['nodding', { rotation: turnAbout(0, 15 * DEGREE) }],
    ['tilted', { rotation: turnAbout(2, 20 * DEGREE) }],
    ['at the picture’s edge', { translation: [14, 8, -50] }],
    ['turned at the picture’s edge', { rotation: turnAbout(1, -20 * DEGREE), translation: [-14, 0, -50] }],
  ])('is relative to the head: the same within 4° with the head %s', (_name, face) => {
    const gaze = gazeAfter({ ...face, gaze: [10 * DEGREE, 5 * DEGREE] });

    expectGaze(gaze, 10 * DEGREE, 5 * DEGREE, 4 * DEGREE);
  });
});

describe('gaze of closed eyes', () => {
  test('an eye that closes takes over where the open one looks', () => {
    const gaze = gazeAfter({ gaze: [20 * DEGREE, 0], expression: { eyeBlinkLeft: 1 } });

    expect(gaze.left[0]).toBeCloseTo(gaze.right[0] ?? 0, 3);
    expect(gaze.left[0]).toBeCloseTo(20 * DEGREE, 1);
  });

  test('a blink hardly moves the gaze', () => {
    const open: SyntheticFace = { gaze: [20 * DEGREE, 0] };
    const closed: SyntheticFace = {
      gaze: [0, -40 * DEGREE],
      expression: { eyeBlinkLeft: 1, eyeBlinkRight: 1 },
    };

    const gaze = gazeAfter(open, closed, closed, closed, closed);

    expectGaze(gaze, 20 * DEGREE, 0, 4 * DEGREE);
  });

  test('eyes that stay closed come to rest straight ahead', () => {
    const open: SyntheticFace = { gaze: [20 * DEGREE, 0] };
    const closed: SyntheticFace = { ...open, expression: { eyeBlinkLeft: 1, eyeBlinkRight: 1 } };

    const gaze = gazeAfter(open, ...Array.from({ length: 150 }, () => closed));

    expectGaze(gaze, 0, 0, 1 * DEGREE);
  });
});
