import { describe, expect, test } from 'vitest';
import {
  EXPRESSION_COUNT,
  type ExpressionName,
  expressionIndex,
} from '../../../../src/shared/core/face/expression-names.ts';
import { FaceView } from '../../../../src/shared/core/tracking/face-view.ts';
import { estimateExpression } from '../../../../src/shared/core/tracking/landmark-expression.ts';
import {
  type SyntheticFace,
  syntheticObservation,
  turnAbout,
} from '../../../support/synthetic-observation.ts';

function expressionOf(
  face: SyntheticFace,
  gaze: readonly [yaw: number, pitch: number] = [0, 0],
): (name: ExpressionName) => number {
  const view = new FaceView();
  view.update(syntheticObservation(0, face), face.rotation ?? [0, 0, 0, 1]);
  const expression = new Float32Array(EXPRESSION_COUNT).fill(9);
  estimateExpression(view, Float32Array.from(gaze), Float32Array.from(gaze), expression);
  return (name) => expression[expressionIndex(name)] ?? 0;
}

describe('expression from landmarks', () => {
  test('of a face at rest is zero', () => {
    const weight = expressionOf({});

    for (const name of ['jawOpen', 'eyeBlinkLeft', 'mouthSmileLeft', 'mouthPucker', 'tongueOut'] as const) {
      expect(weight(name)).toBeLessThan(0.05);
    }
  });

  test('opens the jaw with the lips’ distance', () => {
    expect(expressionOf({ lipGap: 1.5 })('jawOpen')).toBeGreaterThan(0.2);
    expect(expressionOf({ lipGap: 3.5 })('jawOpen')).toBeGreaterThan(0.7);
  });

  test('closes the lid that is closed', () => {
    const weight = expressionOf({ leftGap: 0.08 });

    expect(weight('eyeBlinkLeft')).toBeGreaterThan(0.9);
    expect(weight('eyeBlinkRight')).toBeLessThan(0.05);
  });

  test('smiles on the side that smiles', () => {
    const weight = expressionOf({ leftCornerRise: 0.8 });

    expect(weight('mouthSmileLeft')).toBeGreaterThan(0.4);
    expect(weight('mouthSmileRight')).toBeLessThan(0.1);
  });

  test('looks where the gaze goes: left is out for the left eye and in for the right', () => {
    const weight = expressionOf({}, [Math.PI / 12, -0.2]);

    expect(weight('eyeLookOutLeft')).toBeCloseTo(0.5, 3);
    expect(weight('eyeLookInRight')).toBeCloseTo(0.5, 3);
    expect(weight('eyeLookInLeft')).toBe(0);
    expect(weight('eyeLookDownRight')).toBeCloseTo(0.41, 2);
    expect(weight('eyeLookUpRight')).toBe(0);
  });

  test.each([
    ['turned', turnAbout(1, 0.4)],
    ['nodding', turnAbout(0, 0.3)],
    ['tilted', turnAbout(2, 0.4)],
  ])('of a mouth half open, seen from afar, is the same within 0.05 with the head %s', (_name, rotation) => {
    const face = { lipGap: 1.5, translation: [0, 0, -300] };
    const frontal = expressionOf(face)('jawOpen');

    expect(Math.abs(expressionOf({ ...face, rotation })('jawOpen') - frontal)).toBeLessThan(0.05);
  });
});
