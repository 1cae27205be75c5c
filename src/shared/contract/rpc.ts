import { AppError, ERROR_CODES, type ErrorCode, toAppError } from './app-error.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * What two processes say to each other, as three tables. Requests are answered once (after any number of progress
 * values) or fail; signals go from client to server and events from server to client without an answer.
 */
export interface Contract {
  readonly requests: Record<string, { params: unknown; result: unknown; progress: unknown }>;
  readonly signals: Record<string, unknown>;
  readonly events: Record<string, unknown>;
}

/** Turns an untrusted value into a trusted one, or throws. A zod schema's `parse` is one. */
export type Parser<T> = (value: unknown) => T;

/** Checks of the values that cross a trust edge, one per request and signal, applied once on the receiving side. */
export interface ContractParsers<C extends Contract> {
  readonly requests: { readonly [Name in keyof C['requests']]: Parser<C['requests'][Name]['params']> };
  readonly signals: { readonly [Name in keyof C['signals']]: Parser<C['signals'][Name]> };
}

/** What a request handler may use besides its parameters. */
export interface RequestContext<Progress> {
  /** Aborted when the caller cancels or its endpoint closes. */
  readonly signal: AbortSignal;
  progress(value: Progress): void;
}

export type RequestHandlers<C extends Contract> = {
  readonly [Name in keyof C['requests']]: (
    params: C['requests'][Name]['params'],
    context: RequestContext<C['requests'][Name]['progress']>,
  ) => Promise<C['requests'][Name]['result']> | C['requests'][Name]['result'];
};

export type SignalHandlers<C extends Contract> = {
  readonly [Name in keyof C['signals']]: (params: C['signals'][Name]) => void;
};

/** The serving side of one connection. */
export interface ServedConnection<C extends Contract> {
  emit<Name extends keyof C['events'] & string>(name: Name, value: C['events'][Name]): void;
  /** Bytes on their way to the client; lets broadcasters of frames skip a slow client. */
  bufferedBytes(): number;
  close(): void;
}

/** How a request may end early, and what it reports on the way. */
export interface RequestOptions<Progress> {
  /** Cancels the request; it then rejects with `cancelled`, and the handler's signal aborts. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the request rejects with `backend/timeout`; progress restarts the clock. */
  readonly deadline?: number;
  readonly onProgress?: (value: Progress) => void;
}

/** The calling side of one connection. */
export interface Client<C extends Contract> {
  request<Name extends keyof C['requests'] & string>(
    name: Name,
    params: C['requests'][Name]['params'],
    options?: RequestOptions<C['requests'][Name]['progress']>,
  ): Promise<C['requests'][Name]['result']>;
  signal<Name extends keyof C['signals'] & string>(name: Name, params: C['signals'][Name]): void;
  /** Listens to an event; returns the function that stops listening. */
  on<Name extends keyof C['events'] & string>(
    name: Name,
    listener: (value: C['events'][Name]) => void,
  ): () => void;
  onClose(listener: (reason: AppError | undefined) => void): void;
  bufferedBytes(): number;
  close(): void;
}

/** Time a request may take unless it says otherwise: long enough for a busy disk, short enough to notice. */
export const DEFAULT_DEADLINE_MILLISECONDS = 10_000;

interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

type Packet =
  | { readonly type: 'request'; readonly id: number; readonly name: string; readonly value: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly value: WireError }
  | { readonly type: 'signal'; readonly name: string; readonly value: unknown }
  | { readonly type: 'event'; readonly name: string; readonly value: unknown };

/**
 * Answers a client over `endpoint`. Malformed packets and values that fail their parser close nothing: a bad request
 * is answered with `backend/bad-message`, a bad signal is dropped and reported through `onBadMessage`.
 */
export function serve<C extends Contract>(
  endpoint: Endpoint,
  options: {
    readonly requests: RequestHandlers<C>;
    readonly signals: SignalHandlers<C>;
    readonly parsers: ContractParsers<C>;
    /** Throws when this client may not make a request; asked before the parameters are looked at. */
    readonly authorise?: (name: keyof C['requests'] & string) => void;
    readonly onBadMessage: (error: AppError) => void;
  },
): ServedConnection<C> {
  const running = new Map<number, AbortController>();

  async function answer(id: number, name: string, value: unknown): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      if (!Object.hasOwn(options.requests, name)) {
        throw new AppError('backend/bad-message', `There is no request called "${name.slice(0, 80)}".`);
      }
      options.authorise?.(name);
      const params = parse(options.parsers.requests[name], name, value);
      const result = await options.requests[name]?.(params, {
        signal: abort.signal,
        progress: (progress) => endpoint.send({ type: 'progress', id, value: progress } satisfies Packet),
      });
      endpoint.send({ type: 'result', id, value: result } satisfies Packet);
    } catch (thrown) {
      endpoint.send({ type: 'error', id, value: toWireError(thrown) } satisfies Packet);
    } finally {
      running.delete(id);
    }
  }

  function receiveSignal(name: string, value: unknown): void {
    try {
      if (!Object.hasOwn(options.signals, name)) {
        throw new AppError('backend/bad-message', `There is no signal called "${name.slice(0, 80)}".`);
      }
      options.signals[name]?.(parse(options.parsers.signals[name], name, value));
    } catch (thrown) {
      options.onBadMessage(toAppError(thrown, 'backend/bad-message'));
    }
  }

  endpoint.onMessage((message) => {
    const packet = readPacket(message);
    if (packet?.type === 'request' && !running.has(packet.id)) {
      void answer(packet.id, packet.name, packet.value);
    } else if (packet?.type === 'signal') {
      receiveSignal(packet.name, packet.value);
    } else if (packet?.type === 'cancel') {
      running.get(packet.id)?.abort(new AppError('cancelled', 'The caller cancelled the request.'));
    } else {
      options.onBadMessage(new AppError('backend/bad-message', 'Received something that is not a packet.'));
    }
  });
  endpoint.onClose(() => {
    for (const abort of running.values()) {
      abort.abort(new AppError('cancelled', 'The caller is gone.'));
    }
  });

  return {
    emit: (name, value) => endpoint.send({ type: 'event', name, value } satisfies Packet),
    bufferedBytes: () => endpoint.bufferedBytes(),
    close: () => endpoint.close(),
  };
}

interface PendingRequest {
  resolve(value: unknown): void;
  reject(error: AppError): void;
  progress(value: unknown): void;
}

/** Calls a server over `endpoint`. Closing the endpoint rejects everything pending with `backend/disconnected`. */
export function connect<C extends Contract>(endpoint: Endpoint): Client<C> {
  const pending = new Map<number, PendingRequest>();
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const closeListeners = new Set<(reason: AppError | undefined) => void>();
  let nextId = 1;
  let closed = false;

  function settle(id: number): PendingRequest | undefined {
    const request = pending.get(id);
    pending.delete(id);
    return request;
  }

  endpoint.onMessage((message) => {
    const packet = readPacket(message);
    if (packet?.type === 'result') {
      settle(packet.id)?.resolve(packet.value);
    } else if (packet?.type === 'error') {
      settle(packet.id)?.reject(fromWireError(packet.value));
    } else if (packet?.type === 'progress') {
      pending.get(packet.id)?.progress(packet.value);
    } else if (packet?.type === 'event') {
      for (const listener of listeners.get(packet.name) ?? []) {
        listener(packet.value);
      }
    }
  });
  endpoint.onClose((reason) => {
    closed = true;
    for (const id of [...pending.keys()]) {
      settle(id)?.reject(disconnected(reason));
    }
    for (const listener of closeListeners) {
      listener(reason);
    }
  });

  return {
    request(name, params, options = {}) {
      return new Promise((resolve, reject) => {
        if (closed) {
          reject(disconnected(undefined));
          return;
        }
        const id = nextId++;
        const deadline = options.deadline ?? DEFAULT_DEADLINE_MILLISECONDS;
        const cancel = (error: AppError) => {
          if (pending.has(id)) {
            endpoint.send({ type: 'cancel', id } satisfies Packet);
            settle(id)?.reject(error);
          }
        };
        const overdue = () =>
          cancel(new AppError('backend/timeout', `"${name}" was not answered within ${deadline / 1000} s.`));
        const aborted = () => cancel(new AppError('cancelled', `"${name}" was cancelled.`));
        let timer = setTimeout(overdue, deadline);
        const finish = () => {
          clearTimeout(timer);
          options.signal?.removeEventListener('abort', aborted);
        };
        pending.set(id, {
          resolve: (value) => {
            finish();
            // The server's parser and handler types vouch for the value; it came from our own backend.
            resolve(value as C['requests'][typeof name]['result']);
          },
          reject: (error) => {
            finish();
            reject(error);
          },
          progress: (value) => {
            clearTimeout(timer);
            timer = setTimeout(overdue, deadline);
            options.onProgress?.(value as C['requests'][typeof name]['progress']);
          },
        });
        if (options.signal?.aborted) {
          settle(id)?.reject(new AppError('cancelled', `"${name}" was cancelled.`));
          return;
        }
        options.signal?.addEventListener('abort', aborted, { once: true });
        endpoint.send({ type: 'request', id, name, value: params } satisfies Packet);
      });
    },
    signal: (name, params) => endpoint.send({ type: 'signal', name, value: params } satisfies Packet),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      const receive = listener as (value: unknown) => void;
      set.add(receive);
      return () => set.delete(receive);
    },
    onClose: (listener) => closeListeners.add(listener),
    bufferedBytes: () => endpoint.bufferedBytes(),
    close: () => endpoint.close(),
  };
}

function parse<T>(parser: Parser<T> | undefined, name: string, value: unknown): T {
  if (parser === undefined) {
    throw new AppError('backend/bad-message', `"${name}" has no parser.`);
  }
  try {
    return parser(value);
  } catch (thrown) {
    if (thrown instanceof AppError) {
      throw thrown;
    }
    throw new AppError('backend/bad-message', `"${name}" came with values it does not take.`, {
      cause: thrown,
    });
  }
}

function disconnected(reason: AppError | undefined): AppError {
  return (
    reason ??
    new AppError('backend/disconnected', 'The connection to the Furrow backend ended. It will be retried.')
  );
}

function toWireError(thrown: unknown): WireError {
  const { code, message, details } = toAppError(thrown);
  return { code, message, details };
}

function fromWireError(value: unknown): AppError {
  if (!isRecord(value) || typeof value.message !== 'string') {
    return new AppError('backend/bad-message', 'The backend answered with an unreadable error.');
  }
  const code = ERROR_CODES.find((known) => known === value.code) ?? 'backend/internal';
  return new AppError(code, value.message, isRecord(value.details) ? { details: value.details } : {});
}

const PACKETS_WITH_ID = new Set(['request', 'cancel', 'result', 'progress', 'error']);
const PACKETS_WITH_NAME = new Set(['request', 'signal', 'event']);

function readPacket(message: unknown): Packet | undefined {
  if (!isRecord(message) || typeof message.type !== 'string') {
    return undefined;
  }
  const { type } = message;
  const hasId = PACKETS_WITH_ID.has(type);
  const hasName = PACKETS_WITH_NAME.has(type);
  if (
    (!hasId && !hasName) ||
    (hasId && !Number.isSafeInteger(message.id)) ||
    (hasName && typeof message.name !== 'string')
  ) {
    return undefined;
  }
  // The shape has just been checked; `value` stays unknown until its parser has seen it.
  return message as Packet;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
