import { describe, expect, it, vi } from 'vitest';
import type {
  EnrolmentCommand,
  EnrolmentReport,
} from '../../../src/renderer/capture/enrolment/enrolment-messages.ts';
import type { TrackerCommand } from '../../../src/renderer/capture/tracker-messages.ts';
import { EnrolmentControl } from '../../../src/renderer/session/enrolment-control.ts';
import type { SourceState } from '../../../src/renderer/state/app-state.ts';
import { createAppStore } from '../../../src/renderer/state/app-store.ts';
import { AppError } from '../../../src/shared/contract/app-error.ts';
import type { IdentityEntry } from '../../../src/shared/contract/identities.ts';
import { EnrolmentGuide } from '../../../src/shared/core/identity/enrolment-guide.ts';

const CAMERA: SourceState = {
  status: 'running',
  kind: 'camera',
  label: 'Webcam',
  width: 640,
  height: 480,
  isBlack: false,
};

const ENTRY: IdentityEntry = {
  id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  name: 'Zoë',
  revision: 3,
  createdTime: 0,
  bytes: 1,
  quality: { shape: 1, calibration: 1, skin: 1, detail: 0 },
};

/** Stands in for the enrolment worker: remembers what it is told, reports what the test says. */
class FakeWorker extends EventTarget {
  readonly commands: EnrolmentCommand[] = [];
  isTerminated = false;

  postMessage(command: EnrolmentCommand): void {
    this.commands.push(command);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  report(data: EnrolmentReport): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }
}

function openControl(source: SourceState = CAMERA) {
  const store = createAppStore();
  store.setState({ source });
  const workers: FakeWorker[] = [];
  const feeds: TrackerCommand[] = [];
  const added: Uint8Array[] = [];
  const control = new EnrolmentControl({
    store,
    people: {
      add: async (bytes) => {
        added.push(bytes);
        return ENTRY;
      },
    },
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    measure: async (relief) => {
      if (relief.weight[0] === 0) {
        throw new AppError('inference/unavailable', 'no network');
      }
      return { displacement: Int16Array.of(7), confidence: Uint8Array.of(9) };
    },
    sendToTracker: (command) => feeds.push(command),
  });
  const begin = () => {
    control.offer(undefined, 'Me');
    control.begin();
    const worker = workers.at(-1);
    if (worker === undefined) {
      throw new Error('no worker was created');
    }
    return worker;
  };
  return { store, control, begin, workers, feeds, added, state: () => store.getState().enrolment };
}

const guideReport = (): EnrolmentReport => ({ type: 'guide', view: new EnrolmentGuide('guided').view });

describe('the control of an enrolment', () => {
  it('guides a person before a camera, and watches a clip', () => {
    const before = openControl();
    const start = before.begin().commands[0];
    expect(start).toMatchObject({ type: 'start', mode: 'guided', person: { name: 'Me', revision: 1 } });

    const clip = openControl({ ...CAMERA, kind: 'video', label: 'clip.mp4' });
    expect(clip.begin().commands[0]).toMatchObject({ type: 'start', mode: 'watching' });
  });

  it('has reliefs measured for its worker, and says when they cannot be', async () => {
    const worker = openControl().begin();
    const answer = async (weight: number) => {
      const relief = { shading: Int8Array.of(1), weight: Uint8Array.of(weight) };
      worker.report({ type: 'measure', relief });
      await vi.waitFor(() => expect(worker.commands.at(-1)).toMatchObject({ type: 'measured' }));
      return worker.commands.pop();
    };

    expect(await answer(1)).toMatchObject({ measured: { displacement: Int16Array.of(7) } });
    expect(await answer(0)).toMatchObject({ measured: { code: 'inference/unavailable' } });
  });

  it('does not begin while no pictures come', () => {
    const { control, workers, state } = openControl({ status: 'off' });

    control.offer(undefined, 'Me');
    control.begin();

    expect(workers).toEqual([]);
    expect(state().status).toBe('offered');
  });

  it('enrols somebody known as the next revision of the same person', () => {
    const { control, workers } = openControl();

    control.offer(ENTRY, '');
    control.begin();

    expect(workers[0]?.commands[0]).toMatchObject({ person: { id: ENTRY.id, name: 'Zoë', revision: 4 } });
  });

  it('writes to the store only what a person would notice, and tells listeners of every frame', () => {
    const { store, control, begin } = openControl();
    const worker = begin();
    let told = 0;
    let written = 0;
    control.onProgress(() => {
      told += 1;
    });
    worker.report(guideReport());
    store.subscribe(() => {
      written += 1;
    });

    worker.report(guideReport());
    worker.report(guideReport());

    expect(told).toBe(3);
    expect(written).toBe(0);
  });

  it('keeps the person, lets the tracker go, and tells who it was', async () => {
    const { begin, added, feeds, state } = openControl();
    const worker = begin();
    const bytes = Uint8Array.of(1, 2, 3);

    worker.report({ type: 'working', share: 0.5 });
    expect(state()).toEqual({ status: 'working', share: 0.5 });
    worker.report({ type: 'done', bytes });
    await Promise.resolve();

    expect(added).toEqual([bytes]);
    expect(state()).toMatchObject({ status: 'done', entry: ENTRY });
    expect(worker.isTerminated).toBe(true);
    expect(feeds.at(-1)).toEqual({ type: 'feed-enrolment', port: undefined });
  });

  it('goes on after a refusal that more pictures may mend', () => {
    const { control, begin, state } = openControl();
    const worker = begin();
    const failure = { code: 'enrolment/too-little', message: 'too dark' } as const;

    worker.report({ type: 'failed', failure, canGoOn: true });
    expect(state()).toEqual({ status: 'failed', failure, canGoOn: true });
    control.goOn();

    expect(worker.isTerminated).toBe(false);
    expect(worker.commands.at(-1)).toEqual({ type: 'go-on' });
  });

  it('says so when the worker dies', () => {
    const { begin, state } = openControl();

    begin().crash();

    expect(state()).toMatchObject({
      status: 'failed',
      failure: { code: 'enrolment/failed' },
      canGoOn: false,
    });
  });

  it('bears a camera that goes and comes back, but no other source', () => {
    const { store, begin, state } = openControl();
    const worker = begin();
    worker.report(guideReport());

    const lost = { code: 'camera/lost', message: '' } as const;
    store.setState({ source: { status: 'failed', kind: 'camera', failure: lost } });
    store.setState({ source: CAMERA });
    expect(state().status).toBe('guiding');

    store.setState({ source: { ...CAMERA, label: 'Other webcam' } });
    expect(state()).toMatchObject({ status: 'failed', failure: { code: 'enrolment/source-changed' } });
    expect(worker.isTerminated).toBe(true);
  });

  it('feeds the same worker from a tracker that was restarted', () => {
    const { control, begin, feeds, workers } = openControl();
    const worker = begin();

    control.feed();

    expect(workers).toHaveLength(1);
    expect(worker.commands.filter(({ type }) => type === 'frames')).toHaveLength(2);
    expect(feeds.filter(({ type }) => type === 'feed-enrolment')).toHaveLength(2);
  });

  it('forgets everything when it is cancelled', () => {
    const { control, begin, state } = openControl();
    const worker = begin();

    control.close();

    expect(state()).toEqual({ status: 'off' });
    expect(worker.isTerminated).toBe(true);
  });
});
