import { expect, test } from 'vitest';
import { EXPRESSION_COUNT, expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { LANDMARK_COUNT } from '../../../../src/shared/core/face/face-observation.ts';
import { IMAGE_EVIDENCE_NAMES } from '../../../../src/shared/core/face/image-evidence.ts';
import { NeutralMeasurement } from '../../../../src/shared/core/tracking/neutral-measurement.ts';
import { turnAbout } from '../../../support/synthetic-observation.ts';

const LANDMARKS = new Float64Array(LANDMARK_COUNT * 3).fill(1.25);
const SCORES = new Float32Array(EXPRESSION_COUNT).fill(0.5);
const EVIDENCE = new Float32Array(IMAGE_EVIDENCE_NAMES.length).fill(0.25);
const PUCKER = expressionIndex('mouthPucker');
const BLINKS = [expressionIndex('eyeBlinkLeft'), expressionIndex('eyeBlinkRight')];

/** Records frames 33 ms apart, or another interval, each changed by `change`. */
function measurementOf(
  count: number,
  change: (frame: FaceFrame, index: number) => void,
  interval = 33,
): NeutralMeasurement {
  const measurement = new NeutralMeasurement();
  for (let i = 0; i < count; i++) {
    const frame = createFaceFrame();
    frame.time = i * interval;
    frame.headTranslation.set([1, 2, -50]);
    change(frame, i);
    measurement.record(frame, LANDMARKS, { scores: SCORES, imageEvidence: EVIDENCE });
  }
  return measurement;
}

test('is the mean over the last half second', () => {
  const measurement = measurementOf(60, (frame, i) => {
    frame.gazeLeft[0] = i < 40 ? 0.9 : 0.25;
  });

  const neutral = measurement.measure();

  expect(neutral?.headRotation).toEqual([0, 0, 0, 1]);
  expect(neutral?.headTranslation).toEqual([1, 2, -50]);
  expect(neutral?.gazeLeft[0]).toBeCloseTo(0.25, 6);
  expect(neutral?.landmarks).toEqual([...LANDMARKS]);
  expect(neutral?.scores).toEqual([...SCORES]);
  expect(neutral?.evidence).toEqual([...EVIDENCE]);
  expect(neutral?.expression).toEqual([...new Float32Array(EXPRESSION_COUNT)]);
});

test('leaves a blink out', () => {
  const measurement = measurementOf(30, (frame, i) => {
    const isBlinking = i >= 22 && i < 26;
    for (const blink of BLINKS) {
      frame.rawExpression[blink] = isBlinking ? 0.8 : 0.1;
    }
    frame.gazeLeft[1] = isBlinking ? -0.5 : 0;
  });

  expect(measurement.measure()?.gazeLeft[1]).toBeCloseTo(0, 6);
});

test('is refused before the face was seen for long enough', () => {
  expect(new NeutralMeasurement().measure()).toBeUndefined();
  expect(measurementOf(6, () => {}).measure()).toBeUndefined();
  expect(measurementOf(15, () => {}).measure()).toBeDefined();
});

test('takes longer where frames come slowly, but not for ever', () => {
  expect(measurementOf(4, () => {}, 200).measure()).toBeUndefined();
  expect(measurementOf(5, () => {}, 200).measure()).toBeDefined();
  expect(measurementOf(20, () => {}, 400).measure()).toBeUndefined();
});

test('is refused while the head turns', () => {
  const turning = measurementOf(30, (frame, i) => frame.headRotation.set(turnAbout(1, i * 0.02)));

  expect(turning.measure()).toBeUndefined();
});

test('is refused while the face moves', () => {
  const moving = measurementOf(30, (frame, i) => {
    frame.rawExpression[PUCKER] = (i % 15) / 15;
  });

  expect(moving.measure()).toBeUndefined();
});

test('forgets what was before a reset', () => {
  const measurement = measurementOf(30, () => {});
  measurement.reset();

  expect(measurement.measure()).toBeUndefined();
});
