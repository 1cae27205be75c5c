import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BackendConnection,
  type LinkState,
  reconnectPause,
} from '../../../src/renderer/backend/backend-connection.ts';
import { AppError } from '../../../src/shared/contract/app-error.ts';
import type { BackendContract, Hello } from '../../../src/shared/contract/backend.ts';
import type { Endpoint } from '../../../src/shared/contract/endpoint.ts';
import { EndpointListeners } from '../../../src/shared/contract/endpoint-listeners.ts';
import { type ServedConnection, serve } from '../../../src/shared/contract/rpc.ts';
import { backendParsers } from '../../../src/shared/contract/schemas.ts';
import { DEFAULT_SETTINGS } from '../../../src/shared/contract/settings.ts';
import { IDLE_REQUESTS } from '../../support/idle-requests.ts';

/** A backend in the same process whose answers to hello a test decides. */
class Backend {
  readonly hellos: Hello[] = [];
  connection: ServedConnection<BackendContract> | undefined;
  welcome: (hello: Hello) => number = (hello) => hello.clientTime + 1000;
  isUp = true;

  async dial(): Promise<Endpoint> {
    if (!this.isUp) {
      throw new AppError('backend/disconnected', 'nobody is there');
    }
    const [client, server] = endpointPair();
    this.connection = serve<BackendContract>(server, {
      parsers: backendParsers,
      signals: { frame: () => undefined },
      requests: {
        hello: (hello) => {
          this.hellos.push(hello);
          return { serverTime: this.welcome(hello), version: '0', shell: 'browser', problems: [] };
        },
        'settings/get': () => DEFAULT_SETTINGS,
        'settings/update': () => DEFAULT_SETTINGS,
        'tracker/bundles': () => [],
        'packs/list': () => [],
        'packs/download': () => undefined,
        ...IDLE_REQUESTS,
      },
      onBadMessage: (error) => {
        throw error;
      },
    });
    return client;
  }
}

/** Two ends that hand each other copies at once. */
function endpointPair(): [Endpoint, Endpoint] {
  const listeners = [new EndpointListeners(), new EndpointListeners()] as const;
  const end = (own: EndpointListeners, other: EndpointListeners): Endpoint => ({
    send: (message) => other.deliver(structuredClone(message)),
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close: () => {
      own.end(undefined);
      other.end(undefined);
    },
    bufferedBytes: () => 0,
  });
  return [end(listeners[0], listeners[1]), end(listeners[1], listeners[0])];
}

function connectTo(backend: Backend, role: 'window' | 'capturer' = 'window') {
  const states: LinkState[] = [];
  const connection = new BackendConnection({
    dial: () => backend.dial(),
    role,
    now: () => 5000,
    onState: (state) => states.push(state),
  });
  return { connection, states, statuses: () => states.map((state) => state.status) };
}

describe('BackendConnection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says hello in its role and learns the clock offset', async () => {
    const backend = new Backend();
    const { connection, statuses } = connectTo(backend, 'capturer');

    connection.open();
    await vi.advanceTimersByTimeAsync(0);

    expect(statuses()).toEqual(['connecting', 'ready']);
    expect(backend.hellos[0]).toMatchObject({ role: 'capturer', takeOver: false });
    expect(connection.clockOffset).toBe(1000);
    await expect(connection.request('settings/get', undefined)).resolves.toEqual(DEFAULT_SETTINGS);
    connection.close();
  });

  it('keeps trying with growing pauses and keeps its listeners', async () => {
    const backend = new Backend();
    const { connection, states } = connectTo(backend);
    const heard: unknown[] = [];
    connection.on('settings', (settings) => heard.push(settings));
    connection.open();
    await vi.advanceTimersByTimeAsync(0);

    backend.isUp = false;
    backend.connection?.close();
    await expect(connection.request('packs/list', undefined)).rejects.toMatchObject({
      code: 'backend/disconnected',
    });
    await vi.advanceTimersByTimeAsync(500 + 1000);
    expect(states.at(-1)).toEqual({ status: 'reconnecting', attempt: 3 });
    backend.isUp = true;
    await vi.advanceTimersByTimeAsync(2000);

    expect(states.at(-1)).toMatchObject({ status: 'ready' });
    backend.connection?.emit('settings', DEFAULT_SETTINGS);
    expect(heard).toEqual([DEFAULT_SETTINGS]);
    connection.close();
  });

  it('stops when it is refused, and takes over when told to', async () => {
    const backend = new Backend();
    backend.welcome = (hello) => {
      if (!hello.takeOver) {
        throw new AppError('backend/capturer-present', 'Another window is publishing.');
      }
      return 0;
    };
    const { connection, states } = connectTo(backend, 'capturer');

    connection.open();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.at(-1)).toMatchObject({ status: 'refused', error: { code: 'backend/capturer-present' } });
    connection.open(true);
    await vi.advanceTimersByTimeAsync(0);

    expect(states.at(-1)).toMatchObject({ status: 'ready' });
    connection.close();
  });

  it('does not fight for the stream once it has been replaced', async () => {
    const backend = new Backend();
    const { connection, states } = connectTo(backend, 'capturer');
    connection.open();
    await vi.advanceTimersByTimeAsync(0);

    backend.connection?.emit('capturer/replaced', undefined);
    backend.connection?.close();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(states.at(-1)).toMatchObject({ status: 'refused', error: { code: 'backend/capturer-present' } });
    connection.close();
  });

  it('does nothing more after it is closed while waiting', async () => {
    const backend = new Backend();
    backend.isUp = false;
    const { connection, statuses } = connectTo(backend);
    connection.open();
    await vi.advanceTimersByTimeAsync(0);

    connection.close();
    backend.isUp = true;
    await vi.advanceTimersByTimeAsync(60_000);

    expect(statuses()).toEqual(['connecting', 'reconnecting', 'closed']);
    expect(backend.hellos).toEqual([]);
  });
});

describe('reconnectPause', () => {
  it('grows from half a second to ten', () => {
    expect([1, 2, 3, 4, 5, 6, 99].map(reconnectPause)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });
});
