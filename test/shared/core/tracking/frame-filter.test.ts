import { describe, expect, test } from 'vitest';
import { EXPRESSION_COUNT, expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { FrameFilter } from '../../../../src/shared/core/tracking/frame-filter.ts';
import { sampleFaceFrame } from '../../../support/sample-face-frame.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const FRAME_SECONDS = 1 / 30;
const BLINK = expressionIndex('eyeBlinkLeft');
/** A quick blink at 30 frames a second: down in two frames, up in three. */
const QUICK_BLINK = [0, 0, 0, 0, 0.45, 1, 0.7, 0.4, 0.15, 0, 0];

function filterOfStrength(strength: number): FrameFilter {
  const filter = new FrameFilter();
  filter.configure({ head: strength, eyes: strength, brows: strength, mouth: strength });
  return filter;
}

/** What comes out for one weight, frame by frame. */
function filtered(strength: number, index: number, weights: readonly number[]): number[] {
  const filter = filterOfStrength(strength);
  return weights.map((weight) => {
    const frame = createFaceFrame();
    frame.expression[index] = weight;
    filter.apply(frame, FRAME_SECONDS);
    return frame.expression[index] ?? 0;
  });
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function noisyFrame(random: () => number): FaceFrame {
  const frame = sampleFaceFrame();
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    frame.expression[i] = random();
  }
  frame.headTranslation[0] = random();
  frame.gazeLeft[0] = random();
  return frame;
}

describe('frame filter', () => {
  test('at strength 0 leaves every number bit-identical', () => {
    const random = seededRandom(1);
    const filter = filterOfStrength(0);
    for (let i = 0; i < 20; i++) {
      const frame = noisyFrame(random);
      const before = structuredClone(frame);

      filter.apply(frame, FRAME_SECONDS);

      expect(frame).toEqual(before);
    }
  });

  test.each([0.1, 0.5, 1])('keeps at least 90 %% of a quick blink’s peak at strength %s', (strength) => {
    expect(Math.max(...filtered(strength, BLINK, QUICK_BLINK))).toBeGreaterThan(0.9);
  });

  test('in the middle strength calms tracker noise of 0.025 to a jitter below 0.01', () => {
    const random = seededRandom(2);
    // The sum of three is bell-shaped enough; ±0.05 has a standard deviation of 0.025 or so.
    const noise = Array.from({ length: 160 }, () => 0.3 + (random() + random() + random() - 1.5) * 0.05);

    const calm = filtered(0.5, expressionIndex('mouthPucker'), noise).slice(10);

    expect(standardDeviation(noise)).toBeGreaterThan(0.02);
    expect(standardDeviation(calm)).toBeLessThan(0.01);
  });

  test('smooths each group by its own strength', () => {
    const filter = new FrameFilter();
    filter.configure({ head: 0, eyes: 0, brows: 1, mouth: 0 });
    filter.apply(createFaceFrame(), FRAME_SECONDS);
    const frame = createFaceFrame();
    frame.expression.fill(0.01);
    frame.headTranslation.fill(0.5);

    filter.apply(frame, FRAME_SECONDS);

    expect(frame.expression[expressionIndex('browInnerUp')]).toBeLessThan(0.002);
    expect(frame.expression[expressionIndex('jawOpen')]).toBe(Math.fround(0.01));
    expect(frame.expression[BLINK]).toBe(Math.fround(0.01));
    expect(frame.headTranslation[0]).toBe(0.5);
  });

  test('starts from the first frame after a reset', () => {
    const filter = filterOfStrength(1);
    filter.apply(createFaceFrame(), FRAME_SECONDS);
    filter.reset();
    const frame = sampleFaceFrame();
    const before = structuredClone(frame);

    filter.apply(frame, FRAME_SECONDS);

    expect(frame).toEqual(before);
  });
});
