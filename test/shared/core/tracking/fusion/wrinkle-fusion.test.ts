import { describe, expect, it } from 'vitest';
import { expressionIndex } from '../../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame } from '../../../../../src/shared/core/face/face-frame.ts';
import type { InferenceResult } from '../../../../../src/shared/core/face/face-observation.ts';
import { improvise } from '../../../../../src/shared/core/performance/random-gestures.ts';
import { ScriptedPerformance } from '../../../../../src/shared/core/performance/scripted-performance.ts';
import {
  LEARNED_LENGTH,
  ResultFusion,
} from '../../../../../src/shared/core/tracking/fusion/result-fusion.ts';

const RATE = 30;
const SECONDS = 40;
/** Half of it is there to learn from. */
const LEARNED = 20 * RATE;
/** A pack that looks five times a second and takes 200 ms over it. */
const FRAMES_BETWEEN = 6;
const FRAMES_LATE = 6;
const FOREHEAD = 0;

type Folds = (frame: number, expression: Float32Array) => number;

/** Acts, with a forehead that folds as told; what is shown of it, and how it is. */
function act(folds: Folds): { readonly shown: number[]; readonly truth: number[] } {
  const script = { name: 'acting', seconds: SECONDS, gestures: improvise(SECONDS, 5) };
  const performance = new ScriptedPerformance([script]);
  const fusion = new ResultFusion();
  const frame = createFaceFrame();
  const shown: number[] = [];
  const truth: number[] = [];
  let newest: InferenceResult | undefined;
  for (let i = 0; i < SECONDS * RATE; i++) {
    performance.at((i * 1000) / RATE, frame);
    frame.index = i;
    frame.time = (i * 1000) / RATE;
    truth.push(folds(i, frame.expression));
    const seen = i - FRAMES_LATE;
    if (seen >= 0 && seen % FRAMES_BETWEEN === 0) {
      newest = resultOf(seen, truth[seen] ?? 0);
    }
    fusion.apply(newest, frame);
    shown.push(frame.wrinkles[FOREHEAD] ?? 0);
  }
  return { shown, truth };
}

function resultOf(frameIndex: number, weight: number): InferenceResult {
  const wrinkles = new Float32Array(15);
  wrinkles[FOREHEAD] = weight;
  return { frameIndex, flame: undefined, wrinkles };
}

/** Root mean square distance of what is shown from the truth of so many frames before. */
function distance({ shown, truth }: ReturnType<typeof act>, framesBefore: number): number {
  let sum = 0;
  for (let i = LEARNED; i < shown.length; i++) {
    sum += ((shown[i] ?? 0) - (truth[i - framesBefore] ?? 0)) ** 2;
  }
  return Math.sqrt(sum / (shown.length - LEARNED));
}

/** Raised brows, deepest at first: no linear map of the expression, nor of what it activates. */
function raisedBrows(expression: Float32Array): number {
  const raised = ['browInnerUp', 'browOuterUpLeft', 'browOuterUpRight'] as const;
  const sum = raised.reduce((total, name) => total + (expression[expressionIndex(name)] ?? 0), 0);
  return 1 - Math.exp(-sum);
}

describe('wrinkle weights that come late and seldom', () => {
  const follows = act((_, expression) => raisedBrows(expression));

  it('are shown a frame late at most where folds go with the expression', () => {
    // Faded from one to the next they would be later still.
    const late = distance({ shown: follows.truth, truth: follows.truth }, FRAMES_LATE);
    expect(distance(follows, 0)).toBeLessThan(0.75 * late);
    const distances = Array.from({ length: 10 }, (_, frames) => distance(follows, frames));
    expect(distances.indexOf(Math.min(...distances))).toBeLessThanOrEqual(1);
  });

  it('are faded from one to the next where folds go with nothing', () => {
    const decoupled = act((frame) => 0.5 + 0.4 * Math.sin(frame / 40));
    // Results of 200 ms before, 200 ms apart: faded, they are 300 to 500 ms late.
    const faded = FRAMES_LATE + 1.5 * FRAMES_BETWEEN;
    const old = distance({ shown: decoupled.truth, truth: decoupled.truth }, faded);
    expect(distance(decoupled, 0)).toBeLessThan(old);
  });

  it('stay within 0 and 1, and give the same bits again', () => {
    const { shown } = follows;
    expect(Math.min(...shown)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shown)).toBeLessThanOrEqual(1);
    expect(act((_, expression) => raisedBrows(expression)).shown).toEqual(shown);
  });

  it('are passed over when they are no numbers', () => {
    const fusion = new ResultFusion();
    const frame = createFaceFrame();
    for (const [index, weight] of [0.5, Number.NaN, 0.5].entries()) {
      frame.index = index;
      frame.time = index * 500;
      fusion.apply(resultOf(index, weight), frame);
      expect(frame.wrinkles[FOREHEAD]).toBeCloseTo(0.5, 2);
    }
  });

  it('are expected after a new start as they were before it', () => {
    const first = new ResultFusion();
    const frame = createFaceFrame();
    for (let i = 0; i < 40; i++) {
      frame.index = i;
      frame.time = i * 200;
      frame.expression.fill((i % 5) / 5);
      first.apply(resultOf(i, (i % 5) / 5), frame);
    }
    const { learned } = first;
    expect(learned).toHaveLength(LEARNED_LENGTH);

    const second = new ResultFusion();
    second.reset(learned);
    const shown = [0, 0.4, 0.8].map((value, i) => {
      frame.index = 100 + i;
      frame.time = 9000 + i * 33;
      frame.expression.fill(value);
      second.apply(resultOf(100, 0), frame);
      return frame.wrinkles[FOREHEAD] ?? 0;
    });
    expect(shown[0]).toBe(0);
    expect(shown[1]).toBeGreaterThan(0.25);
    expect(shown[2]).toBeGreaterThan(0.6);
  });

  it('are the same bits after a new start as of a fusion that knows nothing else, whatever comes first', () => {
    const used = new ResultFusion();
    play(used, 0, 60, 0.7);
    const { learned } = used;
    used.reset(learned);
    const fresh = new ResultFusion();
    fresh.reset(learned);
    // The first result after a start is of a frame before it.
    expect(play(used, 60, 40, 0.2)).toEqual(play(fresh, 60, 40, 0.2));
  });
});

/** Plays frames with a result every third one, three frames late; what is shown of the forehead. */
function play(fusion: ResultFusion, first: number, count: number, phase: number): number[] {
  const frame = createFaceFrame();
  return Array.from({ length: count }, (_, i) => {
    const index = first + i;
    frame.index = index;
    frame.time = index * 33;
    frame.expression.fill(0.5 + 0.4 * Math.sin(index / 5 + phase));
    const seen = index - 3 - (index % 3);
    fusion.apply(resultOf(seen, 0.5 + 0.4 * Math.sin(seen / 5)), frame);
    return frame.wrinkles[FOREHEAD] ?? 0;
  });
}
