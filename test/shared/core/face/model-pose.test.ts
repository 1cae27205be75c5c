import { describe, expect, it } from 'vitest';
import { expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { headJointOf, ModelPose } from '../../../../src/shared/core/face/model-pose.ts';
import { createGridFaceModel } from '../../../support/grid-face-model.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { createTinyFaceModel } from '../../../support/tiny-face-model.ts';

/** Joints of the grid: root, neck, jaw, eyeLeft, eyeRight. */
const GRID = createGridFaceModel(3);

function poseOf(frame: FaceFrame, model = GRID): ModelPose {
  const pose = new ModelPose(model);
  pose.update(frame);
  return pose;
}

function rotationOf(pose: ModelPose, joint: number): Float32Array {
  return pose.jointRotations.subarray(joint * 3, joint * 3 + 3);
}

describe('the pose of a face model', () => {
  it('takes ARKit weights by name', () => {
    const frame = createFaceFrame();
    frame.expression[expressionIndex('jawOpen')] = 0.25;
    frame.expression[expressionIndex('mouthLeft')] = 0.75;

    expect(poseOf(frame, createTinyFaceModel()).expression).toEqual(Float32Array.of(0.25, 0.75));
  });

  it('leaves expressions of other names alone beside ARKit ones', () => {
    const model = { ...createTinyFaceModel(), expressionNames: ['mouthLeft', 'halfBlink'] };
    const frame = createFaceFrame();
    frame.expression.fill(1);

    expect(poseOf(frame, model).expression).toEqual(Float32Array.of(1, 0));
  });

  it('takes FLAME’s coefficients and jaw in order, and rests without them', () => {
    const frame = createFaceFrame();
    frame.expression.fill(1);
    expect(poseOf(frame).expression).toEqual(new Float32Array(50));

    frame.flame = {
      expression: Float32Array.from({ length: 50 }, (_, index) => index / 10),
      pose: Float32Array.of(9, 9, 9, 0.3, 0.1, -0.2),
      camera: new Float32Array(3),
      light: new Float32Array(27),
    };
    const pose = poseOf(frame);
    expect(pose.expression).toEqual(frame.flame.expression);
    expect(rotationOf(pose, 2)).toEqual(Float32Array.of(0.3, 0.1, -0.2));
  });

  it('shares the head’s rotation between the neck and the joint that holds the face', () => {
    const frame = createFaceFrame();
    frame.headRotation.set([0, Math.sin(0.25), 0, Math.cos(0.25)]);

    const pose = poseOf(frame);

    expect(headJointOf(GRID)).toBe(1);
    expect(largestDifference(rotationOf(pose, 0), [0, 0.2, 0])).toBeLessThan(1e-6);
    expect(largestDifference(rotationOf(pose, 1), [0, 0.3, 0])).toBeLessThan(1e-6);
  });

  it('turns an eye to the subject’s left about +y and up about −x', () => {
    const frame = createFaceFrame();
    frame.gazeLeft.set([0.4, 0]);
    frame.gazeRight.set([0, 0.3]);

    const pose = poseOf(frame);

    expect(largestDifference(rotationOf(pose, 3), [0, 0.4, 0])).toBeLessThan(1e-6);
    expect(largestDifference(rotationOf(pose, 4), [-0.3, 0, 0])).toBeLessThan(1e-6);
  });

  it('counts numbers that are not finite as 0', () => {
    const frame = createFaceFrame();
    frame.expression.fill(Number.NaN);
    frame.headRotation.fill(Number.NaN);
    frame.gazeLeft.fill(Number.POSITIVE_INFINITY);

    for (const model of [GRID, createTinyFaceModel()]) {
      const pose = poseOf(frame, model);
      expect(pose.expression.every((weight) => weight === 0)).toBe(true);
      expect(pose.jointRotations.every((angle) => angle === 0)).toBe(true);
    }
  });
});
