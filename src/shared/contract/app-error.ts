/**
 * Everything a person or a caller can act on, as `area/condition`. Programming mistakes are plain errors
 * and never get a code. Each area's conditions are listed once, here.
 */
export const ERROR_CODES = [
  'backend/disconnected',
  'backend/version-mismatch',
  'backend/unauthorised',
  'backend/capturer-present',
  'backend/timeout',
  'backend/bad-message',
  'backend/internal',
  'camera/denied',
  'camera/missing',
  'camera/busy',
  'camera/lost',
  'camera/failed',
  'video/unreadable',
  'video/unsupported',
  'capture/no-input',
  'capture/no-browser',
  'capture/page-lost',
  'tracker/load-failed',
  'tracker/failed',
  'tracker/no-face',
  'model/missing',
  'model/hash-mismatch',
  'model/load-failed',
  'model/malformed',
  'download/failed',
  'import/missing',
  'import/malformed',
  'import/unsupported',
  'import/too-large',
  'inference/worker-crashed',
  'inference/timeout',
  'inference/bad-output',
  'inference/unavailable',
  'stream/send-failed',
  'stream/bad-target',
  'recording/write-failed',
  'recording/busy',
  'take/corrupt',
  'take/newer-version',
  'take/missing',
  'take/exists',
  'settings/unreadable',
  'settings/invalid',
  'settings/newer-version',
  'settings/write-failed',
  'server/port-busy',
  'server/failed',
  'identity/malformed',
  'identity/missing',
  'identity/newer-version',
  'enrolment/too-little',
  'enrolment/source-changed',
  'enrolment/failed',
  'avatar/no-picture',
  'usage/wrong',
  'cancelled',
] as const;

/** One of `ERROR_CODES`. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What may come with a failure: values for the caller to go by, and what caused it. */
export interface AppErrorOptions {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * A failure someone can act on. `message` says what happened, what was expected, and what to do.
 * Crosses process boundaries as `{code, message, details}`; the stack stays where it arose.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Any thrown value as an AppError: AppErrors unchanged, everything else under `fallbackCode`. */
export function toAppError(thrown: unknown, fallbackCode: ErrorCode = 'backend/internal'): AppError {
  if (thrown instanceof AppError) {
    return thrown;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError(fallbackCode, message, { cause: thrown });
}
