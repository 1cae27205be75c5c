import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../../src/shared/contract/app-error.ts';
import { type Client, connect } from '../../../src/shared/contract/rpc.ts';
import type { TestContract } from '../../support/contract-under-test.ts';
import { ENDPOINT_KINDS, type EndpointUnderTest } from '../../support/endpoint-pairs.ts';

describe.each([...ENDPOINT_KINDS])('the contract over %s', (_name, open) => {
  let pair: EndpointUnderTest;
  let client: Client<TestContract>;

  beforeEach(async () => {
    pair = await open();
    client = connect<TestContract>(pair.client);
  });

  afterEach(async () => {
    await pair.dispose();
  });

  test('answers a request', async () => {
    expect(await client.request('double', 21)).toBe(42);
  });

  test('carries what JSON cannot', async () => {
    const value = {
      nothing: undefined,
      notANumber: Number.NaN,
      infinite: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
      text: ['~NaN', '~~', '~#0', '顔'],
      views: sharedViews(),
    };
    expect(await client.request('echo', value)).toEqual(value);
  });

  test('carries a large array unchanged', async () => {
    const displacement = Int16Array.from({ length: 1024 * 1024 }, (_, i) => (i * 7919) % 65_536);
    const echoed = await client.request('echo', { displacement });
    expect(equalBytes((echoed as { displacement: Int16Array }).displacement, displacement)).toBe(true);
  });

  test('rejects with the code, message and details the handler threw', async () => {
    await expect(client.request('fail/app-error', undefined)).rejects.toMatchObject({
      name: 'AppError',
      code: 'camera/busy',
      message: 'Another program uses the camera.',
      details: { camera: 'front' },
    });
  });

  test('reports a bug in a handler as backend/internal', async () => {
    await expect(client.request('fail/plain', undefined)).rejects.toMatchObject({ code: 'backend/internal' });
  });

  test('delivers progress in order before the result', async () => {
    const progress: number[] = [];
    expect(await client.request('count', 5, { onProgress: (value) => progress.push(value) })).toBe('counted');
    expect(progress).toEqual([1, 2, 3, 4, 5]);
  });

  test('cancels the handler when the caller aborts', async () => {
    const abort = new AbortController();
    const waiting = client.request('wait', undefined, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await client.request('seen', undefined)).toMatchObject({ cancelled: 1 });
  });

  test('refuses a request whose signal is aborted already', async () => {
    const waiting = client.request('wait', undefined, { signal: AbortSignal.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('gives up at the deadline and cancels the handler', async () => {
    await client.request('double', 1);
    const waiting = client.request('wait', undefined, { deadline: 20 });
    await expect(waiting).rejects.toMatchObject({ code: 'backend/timeout' });
    expect(await client.request('seen', undefined)).toMatchObject({ cancelled: 1 });
  });

  test('keeps the order of signals, requests and events', async () => {
    const ticks: number[] = [];
    const stop = client.on('tick', (value) => ticks.push(value));
    for (let i = 0; i < 100; i++) {
      client.signal('note', i);
    }
    const { notes } = await client.request('seen', undefined);
    expect(notes).toEqual(Array.from({ length: 100 }, (_, i) => i));

    await client.request('emit', 3);
    stop();
    await client.request('emit', 3);
    expect(ticks).toEqual([1, 2, 3]);
  });

  test('rejects what is pending when either side closes', async () => {
    const closed = new Promise<AppError | undefined>((resolve) => client.onClose(resolve));
    const pending = client.request('wait', undefined);
    const rejected = expect(pending).rejects.toMatchObject({ code: 'backend/disconnected' });
    await expect(client.request('hangUp', undefined)).rejects.toMatchObject({ code: 'backend/disconnected' });
    await rejected;
    await closed;
    await expect(client.request('double', 1)).rejects.toMatchObject({ code: 'backend/disconnected' });
  });

  test('rejects what is pending when the client closes, and takes further calls quietly', async () => {
    const pending = client.request('wait', undefined);
    const rejected = expect(pending).rejects.toMatchObject({ code: 'backend/disconnected' });
    client.close();
    client.close();
    client.signal('note', 1);
    await rejected;
  });

  test('answers unknown requests and wrong parameters with backend/bad-message', async () => {
    const anyRequest = client.request as (name: string, params: unknown) => Promise<unknown>;
    for (const name of ['nonsense', '__proto__', 'constructor', 'toString']) {
      await expect(anyRequest(name, undefined)).rejects.toMatchObject({ code: 'backend/bad-message' });
    }
    await expect(anyRequest('double', 'two')).rejects.toMatchObject({ code: 'backend/bad-message' });
  });

  test('survives packets that are none, and counts them', async () => {
    const rubbish = [
      'rubbish',
      42,
      [],
      {},
      { type: 'request', id: 'x', name: 'echo' },
      { type: 'request', id: 1.5, name: 'echo' },
      { type: 'request', id: 1 },
      { type: 'signal', name: 'nonsense', value: 1 },
      { type: 'signal', name: 'note', value: 'not a number' },
      { type: 'event', name: 'tick', value: 1 },
      { type: 'result', id: 1, value: 1 },
    ];
    for (const message of rubbish) {
      pair.client.send(message);
    }
    expect(await client.request('double', 2)).toBe(4);
    const { badMessages, notes } = await client.request('seen', undefined);
    expect(badMessages).toBe(rubbish.length);
    expect(notes).toEqual([]);
  });
});

/** Several views of one buffer, one of them unaligned. */
function sharedViews(): unknown[] {
  const { buffer } = new Float64Array([1.5, -2.25, Number.NaN, 4]);
  return [
    new Float64Array(buffer, 8, 2),
    new Float32Array(buffer, 4, 3),
    new Int16Array(buffer, 2, 5),
    new Uint8Array(buffer, 3, 7),
    new BigInt64Array(buffer, 0, 1),
    new Float32Array(0),
  ];
}

function equalBytes(a: Int16Array, b: Int16Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  );
}
