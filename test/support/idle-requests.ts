/** Handlers that do nothing of requests for which tests of other things have no use. */
export const IDLE_REQUESTS = {
  'recording/start': () => undefined,
  'recording/stop': () => undefined,
  'recording/mark': () => undefined,
  'takes/list': () => [],
  'takes/delete': () => undefined,
  'takes/rename': () => undefined,
  'takes/play': () => undefined,
  'takes/change': () => undefined,
  'takes/stop': () => undefined,
  'avatar/set-picture': () => undefined,
  'avatar/renew-page': () => undefined,
} as const;
