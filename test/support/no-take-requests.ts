/** Handlers of the requests about takes, for tests of other things. */
export const NO_TAKE_REQUESTS = {
  'recording/start': () => undefined,
  'recording/stop': () => undefined,
  'recording/mark': () => undefined,
  'takes/list': () => [],
  'takes/delete': () => undefined,
  'takes/rename': () => undefined,
  'takes/play': () => undefined,
  'takes/change': () => undefined,
  'takes/stop': () => undefined,
} as const;
