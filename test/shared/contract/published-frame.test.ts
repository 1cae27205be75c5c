import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/contract/app-error.ts';
import { parsePublishedFrame } from '../../../src/shared/contract/published-frame.ts';
import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';

const published = () => ({ observation: createFaceObservation(), frame: createFaceFrame() });

describe('parsePublishedFrame', () => {
  test('takes a fresh frame and returns it unchanged', () => {
    const value = published();
    expect(parsePublishedFrame(value)).toBe(value);
  });

  test('reads no landmarks when there is no face', () => {
    const value = published();
    value.observation.landmarks.fill(Number.NaN);
    expect(parsePublishedFrame(value)).toBe(value);
    value.observation.hasFace = true;
    expect(() => parsePublishedFrame(value)).toThrow(/observation\.landmarks/);
  });

  test.each([
    ['nothing', () => undefined],
    ['no frame', () => ({ observation: createFaceObservation() })],
    [
      'NaN head',
      () => ({
        ...published(),
        frame: { ...createFaceFrame(), headRotation: new Float32Array(4).fill(Number.NaN) },
      }),
    ],
    [
      'short expression',
      () => ({ ...published(), frame: { ...createFaceFrame(), expression: new Float32Array(51) } }),
    ],
    [
      'array of doubles',
      () => ({ ...published(), frame: { ...createFaceFrame(), expression: new Float64Array(52) } }),
    ],
    ['unknown state', () => ({ ...published(), frame: { ...createFaceFrame(), tracking: 'asleep' } })],
    [
      'infinite time',
      () => ({ ...published(), frame: { ...createFaceFrame(), time: Number.POSITIVE_INFINITY } }),
    ],
    ['negative index', () => ({ ...published(), frame: { ...createFaceFrame(), index: -1 } })],
    [
      'half a FLAME',
      () => ({ ...published(), frame: { ...createFaceFrame(), flame: { pose: new Float32Array(6) } } }),
    ],
  ])('refuses %s', (_name, make) => {
    expect(() => parsePublishedFrame(make())).toThrow(AppError);
  });
});
