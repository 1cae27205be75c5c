import { describe, expect, it } from 'vitest';
import {
  DegradationWatch,
  DelegateTrial,
  isSoftwareRenderer,
  rememberedDelegate,
  rememberMeasured,
} from '../../../src/renderer/capture/delegate-choice.ts';

/** Runs a trial on a machine where a frame takes this long; the first frames take ten times as long. */
function runTrial(cpu: number, gpu: number) {
  const trial = new DelegateTrial();
  const frames = { cpu: 0, gpu: 0 };
  while (trial.winner === undefined) {
    const { delegate } = trial;
    const duration = delegate === 'cpu' ? cpu : gpu;
    trial.record(frames[delegate] < 3 ? duration * 10 : duration);
    frames[delegate] += 1;
  }
  return { winner: trial.winner, frames };
}

describe('DelegateTrial', () => {
  it('chooses the faster one, slow first frames aside', () => {
    expect(runTrial(30, 8).winner).toEqual({ delegate: 'gpu', milliseconds: 8 });
    expect(runTrial(20, 25).winner).toEqual({ delegate: 'cpu', milliseconds: 20 });
  });

  it('gives a hopeless GPU up after a few frames', () => {
    const { winner, frames } = runTrial(30, 400);

    expect(winner.delegate).toBe('cpu');
    expect(frames.gpu).toBeLessThanOrEqual(6);
  });

  it('falls back to the CPU when the GPU delegate fails', () => {
    const trial = new DelegateTrial();
    while (trial.delegate === 'cpu') {
      trial.record(25);
    }

    trial.gpuFailed();

    expect(trial.winner).toEqual({ delegate: 'cpu', milliseconds: 25 });
  });
});

describe('remembered delegates', () => {
  const entry = { bundle: 'official', graphics: 'Card A', delegate: 'gpu', milliseconds: 9 } as const;

  it('hold for one bundle on one graphics card', () => {
    expect(rememberedDelegate([entry], 'official', 'Card A')).toBe('gpu');
    expect(rememberedDelegate([entry], 'assembled', 'Card A')).toBeUndefined();
    expect(rememberedDelegate([entry], 'official', 'Card B')).toBeUndefined();
  });

  it('are replaced by a new measurement', () => {
    const other = { ...entry, graphics: 'Card B' };
    const newer = { ...entry, delegate: 'cpu', milliseconds: 12 } as const;

    expect(rememberMeasured([entry, other], newer)).toEqual([other, newer]);
  });
});

describe('isSoftwareRenderer', () => {
  it.each([
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', true],
    ['ANGLE (Mesa, llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5)', true],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)', true],
    ['ANGLE (NVIDIA, NVIDIA GeForce GTX 1650 Direct3D11)', false],
    ['Apple M2', false],
  ])('%s: %s', (graphics, expected) => {
    expect(isSoftwareRenderer(graphics)).toBe(expected);
  });
});

describe('DegradationWatch', () => {
  /** Feeds a p95 every half second from `start` on; returns when it asked for a new measurement. */
  function feed(watch: DegradationWatch, p95: number, start: number, seconds: number): number | undefined {
    for (let time = start; time < start + seconds * 1000; time += 500) {
      if (watch.update(p95, time)) {
        return time - start;
      }
    }
    return undefined;
  }

  it('asks once the p95 has been doubled for five seconds', () => {
    const watch = new DegradationWatch();
    feed(watch, 20, 0, 10);

    expect(feed(watch, 41, 10_000, 10)).toBe(5000);
  });

  it('bears a slow moment', () => {
    const watch = new DegradationWatch();
    feed(watch, 20, 0, 10);

    expect(feed(watch, 60, 10_000, 4)).toBeUndefined();
    expect(feed(watch, 25, 14_000, 1)).toBeUndefined();
    expect(feed(watch, 60, 15_000, 4)).toBeUndefined();
  });

  it('takes what is usual after a new choice for the new measure', () => {
    const watch = new DegradationWatch();
    feed(watch, 20, 0, 10);
    watch.reset();

    expect(feed(watch, 60, 10_000, 30)).toBeUndefined();
  });
});
