import { AppError, type ErrorCode, toAppError } from '../../shared/contract/app-error.ts';
import {
  type BackendContract,
  PROTOCOL_VERSION,
  type Role,
  type Welcome,
} from '../../shared/contract/backend.ts';
import { measureClockOffset } from '../../shared/contract/clock-offset.ts';
import { type Client, connect, type RequestOptions } from '../../shared/contract/rpc.ts';
import type { Dial } from './dial.ts';

/** Where a connection stands. `refused` is final until `open` is called again; all else mends itself. */
export type LinkState =
  | { readonly status: 'connecting' }
  | { readonly status: 'ready'; readonly welcome: Welcome }
  | { readonly status: 'reconnecting'; readonly attempt: number }
  | { readonly status: 'refused'; readonly error: AppError }
  | { readonly status: 'closed' };

type Events = BackendContract['events'];
type EventName = keyof Events & string;
type Requests = BackendContract['requests'];
type RequestName = keyof Requests & string;

/** Trying again cannot help against these. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set([
  'backend/unauthorised',
  'backend/version-mismatch',
  'backend/capturer-present',
]);

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** Milliseconds before attempt number `attempt` (from 1): 0.5, 1, 2, 4, 8, then always 10 s. */
export function reconnectPause(attempt: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);
}

/** How to connect, as whom, and whom to tell. */
export interface BackendConnectionOptions {
  readonly dial: Dial;
  readonly role: Role;
  /** Our monotonic clock, milliseconds. */
  readonly now: () => number;
  readonly onState: (state: LinkState) => void;
}

/**
 * A connection to the backend that mends itself: it dials, says hello in its role, measures the clock offset, and
 * does so again with growing pauses whenever the connection ends. Listeners live on across reconnections.
 */
export class BackendConnection {
  readonly #options: BackendConnectionOptions;
  readonly #listeners: ((client: Client<BackendContract>) => void)[] = [];
  #client: Client<BackendContract> | undefined;
  #clockOffset = 0;
  /** Counts the calls of `open` and `close`; work begun under an older number stops. */
  #generation = 0;
  #wake: (() => void) | undefined;

  constructor(options: BackendConnectionOptions) {
    this.#options = options;
  }

  /** Milliseconds to add to our clock to get the backend's. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  get isReady(): boolean {
    return this.#client !== undefined;
  }

  bufferedBytes(): number {
    return this.#client?.bufferedBytes() ?? 0;
  }

  /** Connects, or connects anew. `takeOver`: a capturer replaces the present one instead of being refused. */
  open(takeOver = false): void {
    this.#stop();
    this.#options.onState({ status: 'connecting' });
    void this.#keepConnected(this.#generation, takeOver, 0);
  }

  close(): void {
    this.#stop();
    this.#options.onState({ status: 'closed' });
  }

  /** @throws AppError `backend/disconnected` at once while there is no connection. */
  async request<Name extends RequestName>(
    name: Name,
    params: Requests[Name]['params'],
    options?: RequestOptions<Requests[Name]['progress']>,
  ): Promise<Requests[Name]['result']> {
    if (this.#client === undefined) {
      throw new AppError(
        'backend/disconnected',
        'Furrow’s services cannot be reached at the moment. Try again when the connection is back.',
      );
    }
    return this.#client.request(name, params, options);
  }

  /** Does nothing while there is no connection. */
  signal<Name extends keyof BackendContract['signals'] & string>(
    name: Name,
    params: BackendContract['signals'][Name],
  ): void {
    this.#client?.signal(name, params);
  }

  /** Listens to an event of this and all later connections. */
  on<Name extends EventName>(name: Name, listener: (value: Events[Name]) => void): void {
    const attach = (client: Client<BackendContract>) => void client.on(name, listener);
    this.#listeners.push(attach);
    if (this.#client !== undefined) {
      attach(this.#client);
    }
  }

  #stop(): void {
    this.#generation += 1;
    this.#wake?.();
    const client = this.#client;
    this.#client = undefined;
    client?.close();
  }

  /** Attempt 0 is made at once; each later one after its pause. */
  async #keepConnected(generation: number, takeOver: boolean, firstAttempt: number): Promise<void> {
    for (let attempt = firstAttempt; ; attempt++) {
      if (attempt > 0) {
        this.#options.onState({ status: 'reconnecting', attempt });
        await this.#pause(reconnectPause(attempt));
      }
      if (generation !== this.#generation) {
        return;
      }
      try {
        await this.#connectOnce(generation, takeOver);
        return;
      } catch (thrown) {
        if (generation !== this.#generation) {
          return;
        }
        const error = toAppError(thrown, 'backend/disconnected');
        if (FINAL_CODES.has(error.code)) {
          this.#options.onState({ status: 'refused', error });
          return;
        }
      }
    }
  }

  async #connectOnce(generation: number, takeOver: boolean): Promise<void> {
    const client = connect<BackendContract>(await this.#options.dial());
    try {
      let replaced = false;
      client.on('capturer/replaced', () => {
        replaced = true;
      });
      for (const attach of this.#listeners) {
        attach(client);
      }
      const greet = (clientTime: number) => {
        const { role } = this.#options;
        return client.request('hello', { protocolVersion: PROTOCOL_VERSION, role, clientTime, takeOver });
      };
      const welcome = await greet(this.#options.now());
      const { offset } = await measureClockOffset(
        this.#options.now,
        async (clientTime) => (await greet(clientTime)).serverTime,
      );
      if (generation !== this.#generation) {
        client.close();
        return;
      }
      this.#clockOffset = offset;
      this.#client = client;
      client.onClose((reason) => this.#lost(generation, replaced ? replacedError() : reason));
      this.#options.onState({ status: 'ready', welcome });
    } catch (thrown) {
      client.close();
      throw thrown;
    }
  }

  #lost(generation: number, reason: AppError | undefined): void {
    if (generation !== this.#generation) {
      return;
    }
    this.#client = undefined;
    if (reason !== undefined && FINAL_CODES.has(reason.code)) {
      this.#options.onState({ status: 'refused', error: reason });
      return;
    }
    // From 1: a backend that accepts and drops us at once must not be dialled in a tight loop.
    void this.#keepConnected(generation, false, 1);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      this.#wake = finish;
    });
  }
}

function replacedError(): AppError {
  return new AppError('backend/capturer-present', 'Another window has taken over the stream.');
}
