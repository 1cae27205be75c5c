import type { AppError } from './app-error.ts';

/**
 * The listening half that all endpoints share: keeps messages until somebody listens, delivers them in order, and
 * tells the end once, also to those who ask late.
 */
export class EndpointListeners {
  #messageListener: ((message: unknown) => void) | undefined;
  #waiting: unknown[] = [];
  readonly #closeListeners: ((reason: AppError | undefined) => void)[] = [];
  #end: { readonly reason: AppError | undefined } | undefined;

  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** A message has come in. Dropped after the end. */
  deliver(message: unknown): void {
    if (this.#end !== undefined) {
      return;
    }
    if (this.#messageListener === undefined) {
      this.#waiting.push(message);
      return;
    }
    this.#messageListener(message);
  }

  /** The channel has ended; only the first call counts. */
  end(reason: AppError | undefined): void {
    if (this.#end !== undefined) {
      return;
    }
    this.#end = { reason };
    for (const listener of this.#closeListeners) {
      listener(reason);
    }
  }

  onMessage(listener: (message: unknown) => void): void {
    if (this.#messageListener !== undefined) {
      throw new Error('an endpoint has one receiver');
    }
    this.#messageListener = listener;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) {
      listener(message);
    }
  }

  onClose(listener: (reason: AppError | undefined) => void): void {
    if (this.#end !== undefined) {
      listener(this.#end.reason);
      return;
    }
    this.#closeListeners.push(listener);
  }
}
