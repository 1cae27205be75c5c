import { describe, expect, test } from 'vitest';
import { EXPRESSION_COUNT, expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { angleBetween } from '../../../../src/shared/core/face/rotation.ts';
import { Calibration } from '../../../../src/shared/core/tracking/calibration.ts';
import type { Neutral, PipelineSettings } from '../../../../src/shared/core/tracking/pipeline-settings.ts';
import { turnAbout } from '../../../support/synthetic-observation.ts';

const PUCKER = expressionIndex('mouthPucker');

function neutral(changes: Partial<Neutral> = {}): Neutral {
  return {
    expression: new Array<number>(EXPRESSION_COUNT).fill(0),
    headRotation: [0, 0, 0, 1],
    headTranslation: [0, 0, 0],
    gazeLeft: [0, 0],
    gazeRight: [0, 0],
    ...changes,
  };
}

/** The calibrated weight of mouthPucker for a raw one. */
function weight(raw: number, settings: Partial<PipelineSettings>): number {
  const frame = createFaceFrame();
  frame.rawExpression[PUCKER] = raw;
  new Calibration({ adjustments: {}, ...settings }).apply(frame);
  return frame.expression[PUCKER] ?? 0;
}

function calibrated(frame: FaceFrame, rest: Neutral): FaceFrame {
  new Calibration({ neutral: rest, adjustments: {} }).apply(frame);
  return frame;
}

describe('expression', () => {
  const restingPucker = { neutral: neutral({ expression: new Array<number>(EXPRESSION_COUNT).fill(0.4) }) };

  test('is as measured without a neutral', () => {
    expect(weight(0.25, {})).toBe(0.25);
  });

  test('starts from the rest and still reaches 1', () => {
    expect(weight(0.4, restingPucker)).toBeCloseTo(0, 6);
    expect(weight(0.2, restingPucker)).toBe(0);
    expect(weight(0.7, restingPucker)).toBeCloseTo(0.5, 6);
    expect(weight(1, restingPucker)).toBeCloseTo(1, 6);
  });

  test('is never stretched more than fourfold, however high the rest', () => {
    const high = { neutral: neutral({ expression: new Array<number>(EXPRESSION_COUNT).fill(0.99) }) };

    expect(weight(0.8, high)).toBeCloseTo(0.2, 6);
    expect(weight(1, high)).toBeCloseTo(1, 6);
  });

  test('takes gain, then offset, then range', () => {
    const adjustments = { mouthPucker: { gain: 2, offset: 0.1, minimum: 0.2, maximum: 0.8 } };

    expect(weight(0.25, { adjustments })).toBeCloseTo(0.6, 6);
    expect(weight(0, { adjustments })).toBeCloseTo(0.2, 6);
    expect(weight(1, { adjustments })).toBeCloseTo(0.8, 6);
  });
});

describe('head and gaze', () => {
  test('at the neutral are at rest', () => {
    const rest = neutral({
      headRotation: turnAbout(1, 0.4),
      headTranslation: [5, 1, -60],
      gazeLeft: [0.1, -0.1],
    });
    const frame = createFaceFrame();
    frame.headRotation.set(rest.headRotation);
    frame.headTranslation.set(rest.headTranslation);
    frame.gazeLeft.set(rest.gazeLeft);

    calibrated(frame, rest);

    expect(angleBetween(frame.headRotation, [0, 0, 0, 1])).toBeLessThan(1e-6);
    expect([...frame.headTranslation]).toEqual([0, 0, 0]);
    expect(frame.gazeLeft[0]).toBeCloseTo(0, 6);
    expect(frame.gazeLeft[1]).toBeCloseTo(0, 6);
  });

  test('a nod stays a nod when the camera sees the face from the side', () => {
    // The camera stands a quarter turn aside: it sees the head turned by 90° and its nod as a tilt.
    const rest = neutral({ headRotation: turnAbout(1, Math.PI / 2) });
    const frame = createFaceFrame();
    frame.headRotation.set([
      0.2 * Math.SQRT1_2,
      Math.sqrt(1 - 0.04) * Math.SQRT1_2,
      -0.2 * Math.SQRT1_2,
      Math.sqrt(1 - 0.04) * Math.SQRT1_2,
    ]);

    calibrated(frame, rest);

    expect(frame.headRotation[0]).toBeCloseTo(0.2, 5);
    expect(frame.headRotation[1]).toBeCloseTo(0, 5);
    expect(frame.headRotation[2]).toBeCloseTo(0, 5);
  });

  test('leaning towards one’s own front is +z, wherever the camera stands', () => {
    const rest = neutral({ headRotation: turnAbout(1, Math.PI / 2), headTranslation: [0, 0, -50] });
    const frame = createFaceFrame();
    frame.headTranslation.set([4, 0, -50]);

    calibrated(frame, rest);

    expect(frame.headTranslation[2]).toBeCloseTo(4, 5);
    expect(frame.headTranslation[0]).toBeCloseTo(0, 5);
  });
});
