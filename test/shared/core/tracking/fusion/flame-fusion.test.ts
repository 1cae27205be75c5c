import { describe, expect, it } from 'vitest';
import { createFaceFrame } from '../../../../../src/shared/core/face/face-frame.ts';
import type { InferenceResult } from '../../../../../src/shared/core/face/face-observation.ts';
import { improvise } from '../../../../../src/shared/core/performance/random-gestures.ts';
import { ScriptedPerformance } from '../../../../../src/shared/core/performance/scripted-performance.ts';
import { ResultFusion } from '../../../../../src/shared/core/tracking/fusion/result-fusion.ts';
import { bytesAllocatedPerCall } from '../../../../support/allocations.ts';
import { DelayedEncoder, trueCoefficients } from '../../../../support/delayed-encoder.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const RATE = 30;
/** Frames until the regression has seen most of what the face does. */
const LEARNED = 20 * RATE;
const SECONDS = 30;
const LARGEST_BYTES = 100;
/** So quick a function is called often before a busy machine's compiler is done with it. */
const WARM_UP_CALLS = 50_000;

type Rows = readonly Float32Array[];

/** Half a minute of random acting, its coefficients seen 200 ms late: as shown, as they are, and as results come. */
function act(): { readonly shown: Rows; readonly truth: Rows; readonly results: Rows } {
  const script = { name: 'acting', seconds: SECONDS, gestures: improvise(SECONDS, 5) };
  const performance = new ScriptedPerformance([script]);
  const encoder = new DelayedEncoder({ delay: 200, noise: 0.03 });
  const fusion = new ResultFusion();
  const frame = createFaceFrame();
  const shown: Float32Array[] = [];
  const truth: Float32Array[] = [];
  const results: Float32Array[] = [];
  for (let i = 0; i < SECONDS * RATE; i++) {
    const time = (i * 1000) / RATE;
    performance.at(time, frame);
    frame.index = i;
    frame.time = time;
    const result = encoder.see(frame, frame.expression);
    fusion.apply(result, frame);
    shown.push(frame.flame?.expression.slice() ?? new Float32Array(50));
    results.push(result?.flame?.expression.slice() ?? new Float32Array(50));
    truth.push(trueCoefficients(frame.expression).expression);
  }
  return { shown, truth, results };
}

/** Root mean square distance from the truth of so many frames before, once the regression has learned. */
function distance(rows: Rows, truth: Rows, framesBefore: number): number {
  let sum = 0;
  for (let i = LEARNED; i < rows.length; i++) {
    rows[i]?.forEach((value, k) => {
      sum += (value - (truth[i - framesBefore]?.[k] ?? 0)) ** 2;
    });
  }
  return Math.sqrt(sum / (50 * (rows.length - LEARNED)));
}

/** By how many frames the rows follow the truth: where they fit it best. */
function lag(rows: Rows, truth: Rows): number {
  const distances = Array.from({ length: 12 }, (_, frames) => distance(rows, truth, frames));
  return distances.indexOf(Math.min(...distances));
}

/** The largest change of a coefficient from one frame to the next. */
function largestStep(rows: Rows): number {
  let largest = 0;
  for (let i = 1 + RATE; i < rows.length; i++) {
    rows[i]?.forEach((value, k) => {
      largest = Math.max(largest, Math.abs(value - (rows[i - 1]?.[k] ?? 0)));
    });
  }
  return largest;
}

describe('results that come 200 ms late', () => {
  const { shown, truth, results } = act();

  it('are not followed late: what is shown fits the present frame best', () => {
    expect(lag(results, truth)).toBeGreaterThanOrEqual(7);
    expect(lag(shown, truth)).toBe(0);
    expect(distance(shown, truth, 0)).toBeLessThan(distance(results, truth, 0) / 3);
  });

  it('make nothing jump farther than the face itself does', () => {
    expect(largestStep(results)).toBeGreaterThan(2 * largestStep(truth));
    expect(largestStep(shown)).toBeLessThan(1.1 * largestStep(truth));
  });

  it('give the same bits again', () => {
    expect(act().shown).toEqual(shown);
  });
});

describe('a face at rest', () => {
  const resting = (noise: number) => {
    const fusion = new ResultFusion();
    const encoder = new DelayedEncoder({ delay: 100, noise });
    const random = seededRandom(9);
    const frame = createFaceFrame();
    const rows: Float32Array[] = [];
    for (let i = 0; i < 450; i++) {
      frame.index = i;
      frame.time = (i * 1000) / RATE;
      // What the tracker's filter leaves of its noise.
      frame.expression.forEach((_, k) => {
        frame.expression[k] = 0.1 + 0.005 * (random() - 0.5);
      });
      fusion.apply(encoder.see(frame, frame.expression), frame);
      rows.push(frame.flame?.expression.slice() ?? new Float32Array(50));
    }
    return rows.slice(-150);
  };

  it('jitters a third of what the encoder does', () => {
    const noise = 0.03;
    const rows = resting(noise);

    const variances = Array.from({ length: 50 }, (_, k) => variance(rows.map((row) => row[k] ?? 0)));
    const jitter = Math.sqrt(variances.reduce((sum, value) => sum + value, 0) / variances.length);
    expect(jitter).toBeLessThan(noise / 3);
  });
});

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

describe('frames', () => {
  const result = (frameIndex: number): InferenceResult => ({
    frameIndex,
    flame: trueCoefficients(new Float32Array(52).fill(0.3)),
    wrinkles: new Float32Array(15).fill(0.5),
  });
  const frameAt = (index: number) => Object.assign(createFaceFrame(), { index, time: index * 33 });

  it('have no FLAME parameters and no wrinkles while nothing comes', () => {
    const fusion = new ResultFusion();
    const frame = frameAt(0);
    fusion.apply(undefined, frame);
    expect(frame.flame).toBeUndefined();
    expect(frame.wrinkleTime).toBeNaN();
  });

  it('have the first result at once, even when its frame is unknown', () => {
    const fusion = new ResultFusion();
    const frame = frameAt(100);
    fusion.apply(result(3), frame);
    expect(frame.flame?.expression).toEqual(result(3).flame?.expression);
    expect(frame.flame?.camera[0]).toBe(8);
  });

  it('fade to new wrinkle weights, which carry the time of the frame they were seen in', () => {
    const fusion = new ResultFusion();
    for (let i = 0; i < 5; i++) {
      fusion.apply(i === 0 ? undefined : result(1), frameAt(i));
    }
    const frame = frameAt(20);
    fusion.apply(result(4), frame);
    expect(frame.wrinkleTime).toBe(4 * 33);
    expect([...frame.wrinkles]).toEqual(new Array(15).fill(0.5));
  });

  it('lose them when the pack is switched off, and what was learned with them', () => {
    const fusion = new ResultFusion();
    fusion.apply(result(0), frameAt(0));
    const frame = frameAt(1);
    fusion.apply(undefined, frame);
    expect(frame.flame).toBeUndefined();
    expect([...frame.wrinkles]).toEqual(new Array(15).fill(0));
  });

  it('cost nothing on the heap', () => {
    const fusion = new ResultFusion();
    const frame = createFaceFrame();
    const results = [result(0), result(5)];
    let index = 0;
    const perCall = bytesAllocatedPerCall(() => {
      frame.index = index;
      frame.time = index * 33;
      index += 1;
      fusion.apply(results[Math.floor(index / 7) % 2], frame);
    }, WARM_UP_CALLS);
    // Numbers that calls hand over boxed, as in the pipeline's own test.
    expect(perCall).toBeLessThan(LARGEST_BYTES);
  });
});
