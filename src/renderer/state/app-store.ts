import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_SETTINGS } from '../../shared/contract/settings.ts';
import type { AppState } from './app-state.ts';

export type AppStore = StoreApi<AppState>;

/** A store in the state of an app that has just opened. The session writes to it; the interface reads. */
export function createAppStore(): AppStore {
  return createStore<AppState>(() => ({
    connection: { status: 'connecting' },
    settings: DEFAULT_SETTINGS,
    cameras: [],
    source: { status: 'off' },
    tracker: { status: 'off' },
    publishing: { status: 'off' },
    tracking: 'lost',
    isFaceMissing: false,
    statistics: undefined,
    stream: { targets: [], latencyMedian: undefined, latencyP95: undefined },
    remoteControl: { status: 'off' },
    packs: [],
    downloads: {},
    liveFace: { status: 'off' },
    livePerson: { pack: undefined, shape: undefined },
    refinedWrinkles: undefined,
    sampledWrinkles: undefined,
    facePacks: [],
    packImport: { status: 'idle' },
    recording: { status: 'idle', lastTake: undefined },
    playback: { status: 'stopped', message: undefined },
    takes: [],
    people: [],
    enrolment: { status: 'off' },
    shownIdentity: undefined,
    avatarPage: { status: 'starting' },
    backgroundPicture: undefined,
    calibration: 'none',
    failures: [],
  }));
}
