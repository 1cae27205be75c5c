import type { AppError } from './app-error.ts';

/**
 * One end of a message channel, whatever carries it: an Electron MessagePort, a WebSocket, process IPC, or a worker.
 * Messages are structured-cloneable values: plain objects, arrays, strings, numbers, booleans and typed arrays.
 * Nothing is ever transferred, always copied.
 */
export interface Endpoint {
  /** Sends a message; silently does nothing once closed. */
  send(message: unknown): void;
  /** Registers the receiver. Messages that came before are delivered first, in order. Called once. */
  onMessage(listener: (message: unknown) => void): void;
  /** Tells when the channel has ended, from whichever side, with the reason when it was not asked for. */
  onClose(listener: (reason: AppError | undefined) => void): void;
  /** Ends the channel on both sides. May be called again. */
  close(): void;
  /**
   * Bytes accepted by `send` that have not left yet; 0 where the carrier cannot tell. Callers of frequent,
   * replaceable messages (frames) skip one while the last is still on its way.
   */
  bufferedBytes(): number;
}
