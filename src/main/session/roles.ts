import type { BackendContract, Role } from '../../shared/contract/backend.ts';

/** What a way in allows: `control` everything, `view` watching only. Electron's own page has `control`. */
export type AccessScope = 'control' | 'view';

/** The roles that each way in may take. */
export const SCOPE_ROLES: Readonly<Record<AccessScope, readonly Role[]>> = {
  control: ['window', 'capturer', 'viewer'],
  view: ['viewer'],
};

/** Who may ask for what, after `hello`. */
export const REQUEST_ROLES: Readonly<
  Record<Exclude<keyof BackendContract['requests'], 'hello'>, readonly Role[]>
> = {
  'settings/get': ['window', 'capturer'],
  'settings/update': ['window'],
  'tracker/bundles': ['window', 'capturer'],
  'packs/list': ['window'],
  'packs/download': ['window'],
  'face-packs/list': ['window'],
  'face-packs/give': ['window'],
  'face-packs/import-deca': ['window'],
  'face-packs/discard': ['window'],
  'face/read': ['capturer'],
  'face/read-relief': ['capturer'],
  'relief/measure': ['window'],
  'recording/start': ['window'],
  'recording/stop': ['window'],
  'recording/mark': ['window'],
  'takes/list': ['window'],
  'takes/delete': ['window'],
  'takes/rename': ['window'],
  'takes/play': ['window'],
  'takes/change': ['window'],
  'takes/stop': ['window'],
  'avatar/set-picture': ['window'],
  'avatar/renew-page': ['window'],
  'identities/list': ['window'],
  'identities/read': ['window'],
  'identities/add': ['window'],
  'identities/choose': ['window'],
  'identities/rename': ['window'],
  'identities/delete': ['window'],
  'identities/forget-wrinkles': ['window'],
};

/**
 * The events that say how things stand, and who hears them. The newest value is kept and given to everyone who joins
 * later.
 */
export const STATE_EVENT_ROLES = {
  settings: ['window', 'capturer'],
  'stream/state': ['window'],
  'remote-control/state': ['window'],
  'recording/state': ['window', 'capturer'],
  'playback/state': ['window'],
  'avatar/setup': ['viewer'],
  'avatar/picture': ['window', 'viewer'],
  'avatar/page': ['window'],
  identity: ['window', 'viewer'],
  'face/state': ['window', 'capturer'],
  'face/person': ['window', 'viewer'],
  'face/wrinkles': ['window', 'viewer'],
  'face/sampled-wrinkles': ['window', 'viewer'],
} as const satisfies Partial<Record<keyof BackendContract['events'], readonly Role[]>>;

export type StateEvent = keyof typeof STATE_EVENT_ROLES;
