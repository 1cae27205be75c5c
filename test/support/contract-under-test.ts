import { AppError } from '../../src/shared/contract/app-error.ts';
import type { Endpoint } from '../../src/shared/contract/endpoint.ts';
import { serve } from '../../src/shared/contract/rpc.ts';

/** A small contract with one request per way that a call can go. */
export type TestContract = {
  requests: {
    echo: { params: unknown; result: unknown; progress: never };
    double: { params: number; result: number; progress: never };
    'fail/app-error': { params: undefined; result: undefined; progress: never };
    'fail/plain': { params: undefined; result: undefined; progress: never };
    /** Reports 1…params as progress. */
    count: { params: number; result: string; progress: number };
    /** Ends only when it is cancelled. */
    wait: { params: undefined; result: undefined; progress: never };
    /** What the server has seen so far. */
    seen: { params: undefined; result: Seen; progress: never };
    /** Emits `tick` 1…params, then answers. */
    emit: { params: number; result: undefined; progress: never };
    /** The server closes the connection instead of answering. */
    hangUp: { params: undefined; result: undefined; progress: never };
  };
  signals: { note: number };
  events: { tick: number };
};

interface Seen {
  readonly notes: readonly number[];
  readonly cancelled: number;
  readonly badMessages: number;
}

function parseNumber(value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError('not a number');
  }
  return value;
}

const parseNothing = () => undefined;

/** Serves the test contract until the endpoint closes. */
export function serveTestContract(endpoint: Endpoint): void {
  const notes: number[] = [];
  let cancelled = 0;
  let badMessages = 0;
  const connection = serve<TestContract>(endpoint, {
    requests: {
      echo: (value) => value,
      double: (value) => value * 2,
      'fail/app-error': () => {
        throw new AppError('camera/busy', 'Another program uses the camera.', {
          details: { camera: 'front' },
        });
      },
      'fail/plain': () => {
        throw new Error('a bug');
      },
      count: (to, { progress }) => {
        for (let i = 1; i <= to; i++) {
          progress(i);
        }
        return 'counted';
      },
      wait: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            cancelled++;
            reject(signal.reason);
          });
        }),
      seen: () => ({ notes, cancelled, badMessages }),
      emit: (to) => {
        for (let i = 1; i <= to; i++) {
          connection.emit('tick', i);
        }
        return undefined;
      },
      hangUp: () => {
        connection.close();
        return undefined;
      },
    },
    signals: { note: (value) => notes.push(value) },
    parsers: {
      requests: {
        echo: (value) => value,
        double: parseNumber,
        'fail/app-error': parseNothing,
        'fail/plain': parseNothing,
        count: parseNumber,
        wait: parseNothing,
        seen: parseNothing,
        emit: parseNumber,
        hangUp: parseNothing,
      },
      signals: { note: parseNumber },
    },
    onBadMessage: () => badMessages++,
  });
}
