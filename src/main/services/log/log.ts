/**
 * What may go beside a log line: single values only, so that no landmark, frame or picture can slip in. Tokens and
 * anything else that opens a door are never logged.
 */
export type LogDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the services write what happened. */
export interface Log {
  debug(message: string, details?: LogDetails): void;
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
}

/** A log nobody reads. */
export const SILENT_LOG: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
