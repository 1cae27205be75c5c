import { describe, expect, it } from 'vitest';
import { EXPRESSION_NAMES, expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame, type FaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { ScriptedPerformance } from '../../../../src/shared/core/performance/scripted-performance.ts';
import { bytesAllocatedPerCall } from '../../../support/allocations.ts';

const RATE = 30;
const DEGREES = 180 / Math.PI;

function frameAt(performance: ScriptedPerformance, time: number): FaceFrame {
  const frame = createFaceFrame();
  performance.at(time, frame);
  return frame;
}

function everyFrame(performance: ScriptedPerformance): FaceFrame[] {
  return Array.from({ length: Math.floor((performance.duration / 1000) * RATE) }, (_, index) =>
    frameAt(performance, (index * 1000) / RATE),
  );
}

/** Yaw and pitch of where the nose points, degrees; positive to the subject's left and up. */
function facing({ headRotation: [x = 0, y = 0, z = 0, w = 1] }: FaceFrame) {
  const nose = [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)] as const;
  return { yaw: Math.atan2(nose[0], nose[2]) * DEGREES, pitch: Math.asin(nose[1]) * DEGREES };
}

describe('the scripted performance', () => {
  const performance = new ScriptedPerformance();
  const frames = everyFrame(performance);

  it('is the same in every run, and begins again when it ends', () => {
    const again = new ScriptedPerformance();
    for (const time of [0, 3210, 60_000, 101_234]) {
      const frame = frameAt(performance, time);

      expect(frameAt(again, time)).toEqual(frame);
      expect(frameAt(again, time + again.duration).expression).toEqual(frame.expression);
    }
  });

  it('shows every expression in full, by itself but for its companion', () => {
    for (const name of EXPRESSION_NAMES) {
      const scene = performance.scenes.find((candidate) => candidate.name === name);
      const { expression } = frameAt(performance, ((scene?.start ?? 0) + (scene?.end ?? 0)) / 2);

      expect(expression[expressionIndex(name)], name).toBe(1);
      const others = EXPRESSION_NAMES.filter((other) => (expression[expressionIndex(other)] ?? 0) > 0);
      const companions = name === 'mouthClose' || name === 'tongueOut' ? ['jawOpen'] : [];
      expect(others.sort()).toEqual([name, ...companions].sort());
    }
  });

  it('turns the head to 35° left and right and 20° up and down, and no farther', () => {
    const turns = frames.map(facing);
    const yaws = turns.map(({ yaw }) => yaw);
    const pitches = turns.map(({ pitch }) => pitch);

    expect(Math.max(...yaws)).toBeGreaterThan(33.5);
    expect(Math.min(...yaws)).toBeLessThan(-33.5);
    expect(Math.max(...pitches)).toBeGreaterThan(18.5);
    expect(Math.min(...pitches)).toBeLessThan(-18.5);
    expect(Math.max(...yaws.map(Math.abs))).toBeLessThan(37);
    expect(Math.max(...pitches.map(Math.abs))).toBeLessThan(22);
  });

  it('stays within reach, its weights within 0 to 1', () => {
    for (const { expression, headTranslation, headRotation } of frames) {
      expect(expression.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
      expect(Math.hypot(...headRotation)).toBeCloseTo(1, 5);
      expect(headTranslation[2]).toBeLessThan(-28);
      expect(headTranslation[2]).toBeGreaterThan(-70);
    }
  });

  it('moves smoothly: a blink takes two frames to close, a turn is below 6° a frame', () => {
    frames.slice(1).forEach((frame, index) => {
      const before = frames[index] ?? frame;
      const steps = frame.expression.map((weight, i) => Math.abs(weight - (before.expression[i] ?? 0)));
      expect(Math.max(...steps), `at ${frame.time}`).toBeLessThan(0.55);
      expect(Math.abs(facing(frame).yaw - facing(before).yaw)).toBeLessThan(6);
    });
  });

  it('looks where its eyeLook expressions say', () => {
    const scene = performance.scenes.find(({ name }) => name === 'gazeLeft');
    const { gazeLeft, gazeRight } = frameAt(performance, ((scene?.start ?? 0) + (scene?.end ?? 0)) / 2);

    expect((gazeLeft[0] ?? 0) * DEGREES).toBeCloseTo(30, 4);
    expect((gazeRight[0] ?? 0) * DEGREES).toBeCloseTo(30, 4);
    expect(gazeLeft[1]).toBeCloseTo(0, 9);
  });

  it('creates nothing on the heap per frame', () => {
    const frame = createFaceFrame();
    let time = 0;
    expect(
      bytesAllocatedPerCall(() => {
        time += 1000 / RATE;
        performance.at(time, frame);
      }),
      // An array of 52 weights would take over 200 bytes; numbers that calls hand over boxed are below that.
    ).toBeLessThan(200);
  });
});
