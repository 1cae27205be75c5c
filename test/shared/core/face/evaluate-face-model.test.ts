import { describe, expect, it } from 'vitest';
import { evaluateFaceModel } from '../../../../src/shared/core/face/evaluate-face-model.ts';
import { evaluateLandmarks } from '../../../../src/shared/core/face/landmark-set.ts';
import {
  chooseFan68ContourRow,
  evaluateVisibleFan68,
} from '../../../../src/shared/core/face/landmarks-fan68.ts';
import { bakeIdentity } from '../../../../src/shared/core/face/posable-face.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { createTinyFaceModel } from '../../../support/tiny-face-model.ts';

const REST = new Float32Array(6);

describe('face model evaluation', () => {
  it('gives the template at rest', () => {
    const model = createTinyFaceModel();
    const vertices = new Float32Array(12);

    evaluateFaceModel(bakeIdentity(model, new Float32Array(0)), new Float32Array(2), REST, vertices);

    expect(vertices).toEqual(model.template);
  });

  it('adds identity and expression, and leaves nothing of the frame before', () => {
    const face = bakeIdentity(createTinyFaceModel(), Float32Array.of(2));
    const vertices = new Float32Array(12).fill(5);

    evaluateFaceModel(face, Float32Array.of(1, 1), Float32Array.of(0, 0, 0, 0.5, 0, 0), vertices);
    evaluateFaceModel(face, Float32Array.of(0.5, 0), REST, vertices);

    expect(vertices).toEqual(Float32Array.of(0, -0.5, 2, 1, -0.5, 2, 1, 1, 2, 0, 1, 2));
    expect(face.joints).toEqual(Float32Array.of(0.5, -0.5, 2, 0.5, 1, 2));
  });

  it('turns what belongs to a joint about that joint, and the rest by its share', () => {
    const face = bakeIdentity(createTinyFaceModel(), new Float32Array(1));
    const vertices = new Float32Array(12);

    // The neck, at (0.5, 1, 0), makes half a turn about z.
    evaluateFaceModel(face, new Float32Array(2), Float32Array.of(0, 0, 0, 0, 0, Math.PI), vertices);

    const expected = [0, 0, 0, 1, 0, 0, 0.25, 1, 0, 1, 1, 0];
    expect(largestDifference(vertices, expected)).toBeLessThan(1e-6);
  });

  it('refuses an expression or a target of another size', () => {
    const face = bakeIdentity(createTinyFaceModel(), new Float32Array(1));

    expect(() => evaluateFaceModel(face, new Float32Array(3), REST, new Float32Array(12))).toThrow(
      RangeError,
    );
    expect(() => evaluateFaceModel(face, new Float32Array(2), REST, new Float32Array(9))).toThrow(RangeError);
    expect(() => bakeIdentity(createTinyFaceModel(), new Float32Array(2))).toThrow(RangeError);
  });
});

describe('landmarks', () => {
  it('mix a triangle’s corners, one row at a time, from a given point on', () => {
    const { landmarks, triangles, template } = createTinyFaceModel();
    const target = new Float32Array(6);

    expect(landmarks.corner).toBeDefined();
    if (landmarks.corner !== undefined) {
      evaluateLandmarks(landmarks.corner, 1, triangles, template, target, 1);
    }

    expect(target).toEqual(Float32Array.of(0, 0, 0, 0.5, 1, 0));
  });

  it('of the FAN detector need a model that has them', () => {
    const model = createTinyFaceModel();

    expect(() => evaluateVisibleFan68(model, model.template, 0, new Float32Array(204))).toThrow(RangeError);
    expect(chooseFan68ContourRow(bakeIdentity({ ...model, jointNames: ['a', 'b'] }, REST.subarray(6)))).toBe(
      0,
    );
  });
});
