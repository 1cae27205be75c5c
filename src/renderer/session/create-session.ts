import type { AppStore } from '../state/app-store.ts';
import type { LaunchOptions } from './launch-options.ts';
import type { Session } from './session.ts';

export interface SessionOptions {
  /** Where everything the interface shows is written; see `createAppStore`. */
  readonly store: AppStore;
  readonly launch: LaunchOptions;
}

/** Connects a window: backend, tracker worker and store. */
export function createSession(_options: SessionOptions): Session {
  throw new Error('not yet');
}
