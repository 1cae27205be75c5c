import { describe, expect, it } from 'vitest';
import { deriveAlerts } from '../../../src/renderer/session/alerts.ts';
import type { AppState } from '../../../src/renderer/state/app-state.ts';
import { createAppStore } from '../../../src/renderer/state/app-store.ts';

const failure = (code: AppState['failures'][number]['code']) => ({ code, message: 'what happened' });

const running = { status: 'running', kind: 'camera', label: 'Front', width: 640, height: 480 } as const;

/** A window in which everything works, but for `changes`. */
function stateWith(changes: Partial<AppState>): AppState {
  return {
    ...createAppStore().getState(),
    connection: { status: 'ready' },
    source: { ...running, isBlack: false },
    tracker: { status: 'ready', bundle: 'assembled', delegate: 'cpu' },
    publishing: { status: 'publishing' },
    tracking: 'tracked',
    ...changes,
  };
}

const textsOf = (changes: Partial<AppState>) => deriveAlerts(stateWith(changes)).map(({ text }) => text);

describe('deriveAlerts', () => {
  it('is silent when all is well, and before anything has begun', () => {
    expect(deriveAlerts(stateWith({}))).toEqual([]);
    expect(deriveAlerts(createAppStore().getState())).toEqual([]);
  });

  it.each([
    ['camera/denied', 'camera-denied', 'retry-source', undefined],
    ['camera/missing', 'camera-missing', 'choose-source', 'what happened'],
    ['camera/busy', 'camera-busy', 'retry-source', undefined],
    ['camera/lost', 'camera-lost', 'retry-source', undefined],
    ['camera/failed', 'camera-failed', 'retry-source', 'what happened'],
    ['video/unsupported', 'video-unsupported', 'choose-source', 'what happened'],
    ['video/unreadable', 'video-unreadable', 'choose-source', 'what happened'],
  ] as const)('says %s once and offers what helps', (code, text, action, detail) => {
    const source = { status: 'failed', kind: 'camera', failure: failure(code) } as const;

    expect(deriveAlerts(stateWith({ source }))).toEqual([
      { id: text, severity: 'error', text, detail, action: { name: action } },
    ]);
  });

  it('says that the picture is black, and then nothing of a missing face', () => {
    expect(textsOf({ source: { ...running, isBlack: true }, isFaceMissing: true })).toEqual([
      'picture-black',
    ]);
  });

  it('says that no face is seen only while pictures come', () => {
    expect(textsOf({ isFaceMissing: true })).toEqual(['face-missing']);
    expect(textsOf({ isFaceMissing: true, source: { status: 'off' } })).toEqual([]);
  });

  it('says that a calibration has failed, until the next one begins', () => {
    expect(deriveAlerts(stateWith({ calibration: 'failed' }))).toMatchObject([
      { severity: 'warning', text: 'calibration-failed', action: { name: 'calibrate' } },
    ]);
    expect(textsOf({ calibration: 'pending' })).toEqual([]);
  });

  it('says once that the services are gone, whichever connection noticed', () => {
    const reconnecting = { status: 'reconnecting', attempt: 2 } as const;

    expect(textsOf({ connection: reconnecting })).toEqual(['backend-lost']);
    expect(textsOf({ publishing: { status: 'disconnected' } })).toEqual(['backend-lost']);
    expect(textsOf({ connection: reconnecting, publishing: { status: 'disconnected' } })).toEqual([
      'backend-lost',
    ]);
  });

  it('offers to take over from another window', () => {
    expect(deriveAlerts(stateWith({ publishing: { status: 'elsewhere' } }))).toMatchObject([
      { text: 'capturing-elsewhere', action: { name: 'take-over' } },
    ]);
  });

  it('names each target that fails', () => {
    const targets = [
      { id: 'osc-local', status: 'failing', message: 'EHOSTUNREACH' },
      { id: 'gone', status: 'failing', message: undefined },
      { id: 'vmc-local', status: 'sending', message: undefined },
    ] as const;
    const numbers = { packets: 0, bytes: 0, rate: 0 };
    const stream = {
      targets: targets.map((target) => ({ ...target, ...numbers })),
      latencyMedian: undefined,
      latencyP95: undefined,
    };

    expect(deriveAlerts(stateWith({ stream }))).toMatchObject([
      { id: 'target-failing:osc-local', detail: 'OSC: EHOSTUNREACH' },
      { id: 'target-failing:gone', detail: 'gone' },
    ]);
  });

  it('puts the gravest first', () => {
    expect(
      textsOf({
        isFaceMissing: true,
        failures: [failure('download/failed')],
        tracker: { status: 'failed', failure: failure('tracker/failed') },
      }),
    ).toEqual(['tracker-failed', 'action-failed']);
    expect(textsOf({ isFaceMissing: true, failures: [failure('download/failed')] })).toEqual([
      'action-failed',
      'face-missing',
    ]);
  });

  it('lets failures of single actions be dismissed one by one', () => {
    const failures = [failure('download/failed'), failure('backend/timeout')];

    expect(deriveAlerts(stateWith({ failures })).map(({ action }) => action)).toEqual([
      { name: 'dismiss', failureIndex: 0 },
      { name: 'dismiss', failureIndex: 1 },
    ]);
  });
});
