import { describe, expect, it } from 'vitest';
import type { FaceModel } from '../../../../src/shared/core/face/face-model.ts';
import { evaluateLandmarks, type LandmarkSet } from '../../../../src/shared/core/face/landmark-set.ts';
import { FAN68_SETS } from '../../../../src/shared/core/face/landmarks-fan68.ts';
import { fitShape } from '../../../../src/shared/core/identity/identity-shape.ts';
import { landmarkModesOf } from '../../../../src/shared/core/identity/landmark-modes.ts';
import { FAN68_INNER_LANDMARKS } from '../../../../src/shared/core/identity/model-landmarks.ts';
import { personalHead } from '../../../../src/shared/core/identity/personal-head.ts';
import { readOpenHead, readOpenModes } from '../../../support/open-head.ts';

const HEAD = readOpenHead();
const NOBODY = {
  faceModel: HEAD,
  shape: new Float32Array(40),
  landmarkResidual: new Float32Array(478 * 3),
};

/** A residual that moves landmarks by a smooth wave, millimetres. */
function wave(height: number): Float32Array {
  const { average } = landmarkModesOf(HEAD);
  return Float32Array.from(average, (_, i) =>
    i < 468 * 3 ? (height / 1000) * Math.sin((average[Math.floor(i / 3) * 3] ?? 0) / 3 + i) : 0,
  ).map((value, i) => (i % 3 === 2 ? value : Math.abs(value)));
}

function landmarksOf(model: FaceModel, positions: Float32Array): Float32Array {
  const points = new Float32Array(478 * 3);
  const set = model.landmarks.mediapipe478;
  if (set === undefined) {
    throw new Error('no landmarks');
  }
  evaluateLandmarks(set, 0, model.triangles, positions, points);
  return points;
}

describe('personalHead', () => {
  it('leaves the average head as it is', () => {
    const { template, identityBasis } = personalHead(HEAD, NOBODY);

    expect(template).toEqual(HEAD.template);
    expect(identityBasis).toHaveLength(0);
  });

  it('carries landmarks where a smooth residual has them, and the back of the head nowhere', () => {
    const landmarkResidual = new Float32Array(478 * 3).map((_, i) =>
      i % 3 === 2 && i < 468 * 3 ? 0.003 : 0,
    );

    const { template } = personalHead(HEAD, { ...NOBODY, landmarkResidual });

    const before = landmarksOf(HEAD, HEAD.template);
    const after = landmarksOf(HEAD, template);
    // The middle of the face: chin, nose, cheek, forehead; not the eyes, whose lids stay on their balls.
    for (const landmark of [152, 1, 50, 280, 10, 151]) {
      expect((after[landmark * 3 + 2] ?? 0) - (before[landmark * 3 + 2] ?? 0)).toBeCloseTo(0.003, 3.5);
    }
    for (let at = 0; at < template.length; at += 3) {
      if ((HEAD.template[at + 2] ?? 0) < -0.16) {
        expect(Math.abs((template[at + 2] ?? 0) - (HEAD.template[at + 2] ?? 0))).toBeLessThan(1e-4);
      }
    }
  });

  it('moves eyeballs without bending them and keeps the lids on them', () => {
    const { template } = personalHead(HEAD, { ...NOBODY, landmarkResidual: wave(4) });

    const jointCount = HEAD.jointNames.length;
    const eye = HEAD.jointNames.indexOf('eyeLeft');
    const ball: number[] = [];
    for (let vertex = 0; vertex < template.length / 3; vertex += 1) {
      if ((HEAD.skinningWeights[vertex * jointCount + eye] ?? 0) > 0.5) {
        ball.push(vertex);
      }
    }
    const shiftOf = (vertex: number) =>
      [0, 1, 2].map((axis) => (template[vertex * 3 + axis] ?? 0) - (HEAD.template[vertex * 3 + axis] ?? 0));
    const [first = 0] = ball;
    const shift = shiftOf(first);
    expect(Math.hypot(...shift)).toBeGreaterThan(1e-4);
    for (const vertex of ball) {
      for (const [axis, value] of shiftOf(vertex).entries()) {
        expect(value).toBeCloseTo(shift[axis] ?? 0, 6);
      }
    }
    const centre = [0.0314, 0.0002, -0.008];
    for (const landmark of [159, 386, 145, 374].map((index) => index * 3)) {
      const side = (landmarksOf(HEAD, HEAD.template)[landmark] ?? 0) > 0;
      if (side) {
        const distance = (points: Float32Array, moved: readonly number[]) =>
          Math.hypot(
            ...centre.map((value, axis) => (points[landmark + axis] ?? 0) - value - (moved[axis] ?? 0)),
          );
        expect(distance(landmarksOf(HEAD, template), shift)).toBeCloseTo(
          distance(landmarksOf(HEAD, HEAD.template), [0, 0, 0]),
          3.5,
        );
      }
    }
  });

  it('shuts eyes that are opened wider than the model’s', () => {
    const wide = new Float32Array(40);
    wide[readOpenModes().findIndex(({ name }) => name === 'eyeOpening')] = 1.5;

    const head = personalHead(HEAD, { ...NOBODY, shape: wide });

    const gapOf = (model: FaceModel) => {
      const shut = model.template.slice();
      const row = model.expressionNames.indexOf('eyeBlinkLeft') * shut.length;
      const blink = model.expressionBasis.subarray(row, row + shut.length);
      const points = landmarksOf(
        model,
        shut.map((value, i) => value + (blink[i] ?? 0)),
      );
      return (points[386 * 3 + 1] ?? 0) - (points[374 * 3 + 1] ?? 0);
    };
    expect(gapOf(HEAD)).toBeLessThan(0);
    expect(gapOf(head)).toBeLessThan(0.0003);
  });

  it('refuses an identity of another face model', () => {
    expect(() => personalHead({ ...HEAD, version: '0' }, NOBODY)).toThrow(/does not fit/);
  });
});

describe('fitShape', () => {
  it('finds a person in a model that has FAN’s landmarks alone and another origin', () => {
    const all = HEAD.landmarks.mediapipe478;
    const inner: LandmarkSet = {
      rowCount: 1,
      pointCount: FAN68_INNER_LANDMARKS.length,
      triangles: Uint32Array.from(FAN68_INNER_LANDMARKS, (landmark) => all?.triangles[landmark] ?? 0),
      barycentrics: Float32Array.from(
        FAN68_INNER_LANDMARKS.length === 51
          ? FAN68_INNER_LANDMARKS.flatMap((landmark) =>
              [0, 1, 2].map((corner) => all?.barycentrics[landmark * 3 + corner] ?? 0),
            )
          : [],
      ),
    };
    const model: FaceModel = {
      ...HEAD,
      name: 'other',
      template: HEAD.template.map((value, i) => value + ([0, 1.2, -0.3][i % 3] ?? 0)),
      landmarks: { [FAN68_SETS.inner]: inner },
    };
    const { average, displacements } = landmarkModesOf(HEAD);
    // A long nose and a wide mouth.
    const points = average.map(
      (value, i) =>
        value + 1.5 * (displacements[17 * 1434 + i] ?? 0) + 1.5 * (displacements[22 * 1434 + i] ?? 0),
    );

    const { faceModel, shape, landmarkResidual } = fitShape(model, points);

    expect(faceModel).toEqual({ name: 'other', version: '1' });
    expect(shape[17]).toBeGreaterThan(0.6);
    expect(shape[22]).toBeGreaterThan(0.6);
    expect(Math.hypot(...landmarkResidual)).toBeLessThan(0.02);
    expect(landmarkResidual.every(Number.isFinite)).toBe(true);
  });
});
