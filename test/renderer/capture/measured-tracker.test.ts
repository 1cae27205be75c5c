import { describe, expect, it } from 'vitest';
import type { Delegate } from '../../../src/renderer/capture/delegate-choice.ts';
import { MeasuredTracker } from '../../../src/renderer/capture/measured-tracker.ts';
import type { MeasuredDelegate } from '../../../src/renderer/capture/tracker-messages.ts';
import type { TrackerState } from '../../../src/renderer/state/app-state.ts';
import type { TrackerBundle } from '../../../src/shared/contract/backend.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/contract/settings.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';

const BUNDLE: TrackerBundle = { name: 'assembled', path: 'tracker/assembled.task', hasScores: false };

/** A machine with a clock of its own, on which a frame takes a known time on each delegate. */
class Machine {
  now = 0;
  durations: Record<Delegate, number> = { cpu: 30, gpu: 10 };
  loadable: Record<Delegate, boolean> = { cpu: true, gpu: true };
  /** Delegates whose tracker throws at the next frame. */
  readonly breaking = new Set<Delegate>();
  readonly open: Delegate[] = [];
  readonly states: TrackerState[] = [];
  readonly measured: MeasuredDelegate[] = [];
  hasBundle = true;
  readonly tracker: MeasuredTracker;

  constructor(graphics = 'Card A') {
    this.tracker = new MeasuredTracker({
      origin: 'http://own.test',
      graphics,
      now: () => this.now,
      fetch: async () => new Response(Uint8Array.of(1), { status: this.hasBundle ? 200 : 404 }),
      loadTracker: async ({ delegate }) => this.#load(delegate),
      onState: (state) => this.states.push(state),
      onMeasured: (measured) => this.measured.push(measured),
    });
  }

  get statuses() {
    return this.states.map((state) => state.status);
  }

  async load(settings: Partial<Settings['tracker']> = {}) {
    await this.tracker.load(BUNDLE, { ...DEFAULT_SETTINGS.tracker, ...settings });
    await settle();
  }

  /** Shows frames; returns how many were tracked. */
  async show(frames: number): Promise<number> {
    let tracked = 0;
    for (let i = 0; i < frames; i++) {
      const picture = { displayWidth: 640, displayHeight: 480 } as VideoFrame;
      tracked += this.tracker.observe(picture, this.now, createFaceObservation()) ? 1 : 0;
      await settle();
    }
    return tracked;
  }

  #load(delegate: Delegate) {
    if (!this.loadable[delegate]) {
      throw new Error(`no ${delegate}`);
    }
    this.open.push(delegate);
    return {
      observe: () => {
        this.now += this.durations[delegate];
        if (this.breaking.delete(delegate)) {
          throw new Error('aborted');
        }
      },
      close: () => {
        this.open.splice(this.open.indexOf(delegate), 1);
      },
    };
  }
}

/** Lets everything that waits for a promise go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('MeasuredTracker', () => {
  it('tracks while it measures, then keeps the faster delegate and tells which', async () => {
    const machine = new Machine();
    await machine.load();

    expect(await machine.show(60)).toBe(60);

    expect(machine.statuses).toEqual(['loading', 'measuring', 'ready']);
    expect(machine.measured).toEqual([
      { bundle: 'assembled', graphics: 'Card A', delegate: 'gpu', milliseconds: 10 },
    ]);
    expect(machine.open).toEqual(['gpu']);
  });

  it('trusts an earlier measurement', async () => {
    const machine = new Machine();
    await machine.load({
      measured: [{ bundle: 'assembled', graphics: 'Card A', delegate: 'gpu', milliseconds: 9 }],
    });

    expect(machine.states.at(-1)).toEqual({ status: 'ready', bundle: 'assembled', delegate: 'gpu' });
    expect(machine.open).toEqual(['gpu']);
  });

  it('uses the CPU at once where graphics are only imitated', async () => {
    const machine = new Machine('ANGLE (SwiftShader)');
    await machine.load();

    expect(machine.states.at(-1)).toMatchObject({ status: 'ready', delegate: 'cpu' });
  });

  it('does as the user says', async () => {
    const machine = new Machine();
    await machine.load({ delegate: 'gpu' });
    await machine.show(50);

    expect(machine.open).toEqual(['gpu']);
    expect(machine.measured).toEqual([]);
  });

  it('makes do with the CPU when the GPU delegate cannot be loaded', async () => {
    const machine = new Machine();
    machine.loadable.gpu = false;
    await machine.load();
    await machine.show(40);

    expect(machine.states.at(-1)).toMatchObject({ status: 'ready', delegate: 'cpu' });
    expect(machine.measured).toMatchObject([{ delegate: 'cpu', milliseconds: 30 }]);
  });

  it('measures again when tracking has become twice as slow', async () => {
    const machine = new Machine();
    await machine.load();
    await machine.show(60);

    machine.durations = { cpu: 30, gpu: 90 };
    for (let time = 0; time < 30_000; time += 500) {
      machine.tracker.watchDuration(time < 6000 ? 12 : 95, time);
    }
    await machine.show(60);

    expect(machine.states.at(-1)).toMatchObject({ status: 'ready', delegate: 'cpu' });
    expect(machine.open).toEqual(['cpu']);
  });

  it('loads a tracker that broke once more, and gives up when that happens again and again', async () => {
    const machine = new Machine();
    await machine.load({ delegate: 'cpu' });

    machine.breaking.add('cpu');
    expect(await machine.show(3)).toBe(2);
    for (let i = 0; i < 2; i++) {
      machine.breaking.add('cpu');
      await machine.show(2);
    }

    expect(machine.states.at(-1)).toMatchObject({ status: 'failed', failure: { code: 'tracker/failed' } });
    expect(await machine.show(1)).toBe(0);
  });

  it('says that the bundle is missing', async () => {
    const machine = new Machine();
    machine.hasBundle = false;
    await machine.load();

    expect(machine.states.at(-1)).toMatchObject({
      status: 'failed',
      failure: { code: 'tracker/load-failed' },
    });
  });

  it('leaves nothing open when it is closed while loading', async () => {
    const machine = new Machine();
    const loading = machine.load();
    machine.tracker.close();
    await loading;

    expect(machine.open).toEqual([]);
    expect(machine.statuses).toEqual(['loading']);
  });
});
