import { beforeEach, describe, expect, test } from 'vitest';
import { SILENT_LOG } from '../../../src/main/services/log/log.ts';
import { BackendSessions } from '../../../src/main/session/backend-sessions.ts';
import type { AccessScope } from '../../../src/main/session/roles.ts';
import {
  type BackendContract,
  PROTOCOL_VERSION,
  type Role,
  type Welcome,
} from '../../../src/shared/contract/backend.ts';
import { type Client, connect } from '../../../src/shared/contract/rpc.ts';
import { DEFAULT_SETTINGS } from '../../../src/shared/contract/settings.ts';
import { createFaceFrame, type FaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { createMemoryEndpoints } from '../../support/endpoint-pairs.ts';
import { IDLE_REQUESTS } from '../../support/idle-requests.ts';

let sessions: BackendSessions;
let received: number[];
let lost: FaceFrame[];
let warnings: string[];

beforeEach(() => {
  received = [];
  lost = [];
  warnings = [];
  sessions = new BackendSessions({
    requests: {
      'settings/get': () => DEFAULT_SETTINGS,
      'settings/update': (patch) => ({ ...DEFAULT_SETTINGS, language: patch.language ?? 'en' }),
      'tracker/bundles': () => [],
      'packs/list': () => [],
      'packs/download': () => undefined,
      ...IDLE_REQUESTS,
    },
    welcome: {
      version: '1.2.3',
      shell: 'browser',
      problems: [{ code: 'settings/unreadable', message: 'kept' }],
    },
    now: () => 777,
    onFrame: ({ frame }) => received.push(frame.index),
    onCapturerGone: (frame) => lost.push(frame),
    log: { ...SILENT_LOG, warn: (message) => warnings.push(message) },
  });
});

function join(scope: AccessScope = 'control'): Client<BackendContract> {
  const [client, server] = createMemoryEndpoints();
  sessions.accept(server, scope);
  return connect<BackendContract>(client);
}

function hello(client: Client<BackendContract>, role: Role, takeOver = false): Promise<Welcome> {
  return client.request('hello', { protocolVersion: PROTOCOL_VERSION, role, clientTime: 1, takeOver });
}

async function joinAs(role: Role, takeOver = false): Promise<Client<BackendContract>> {
  const client = join();
  await hello(client, role, takeOver);
  return client;
}

function frame(index: number) {
  return { observation: createFaceObservation(), frame: { ...createFaceFrame(), index } };
}

/** Resolves when everything the client has sent so far has been handled. */
async function settled(client: Client<BackendContract>, role: Role): Promise<void> {
  await hello(client, role);
}

describe('hello', () => {
  test('must come first', async () => {
    await expect(join().request('settings/get', undefined)).rejects.toMatchObject({
      code: 'backend/unauthorised',
    });
  });

  test('answers with the clock, and tells windows what went wrong at the start', async () => {
    expect(await hello(join(), 'window')).toEqual({
      serverTime: 777,
      version: '1.2.3',
      shell: 'browser',
      problems: [{ code: 'settings/unreadable', message: 'kept' }],
    });
    expect(await hello(join(), 'viewer')).toMatchObject({ problems: [] });
  });

  test('refuses another protocol version and a change of role', async () => {
    const client = join();
    const old = client.request('hello', {
      protocolVersion: 0,
      role: 'window',
      clientTime: 1,
      takeOver: false,
    });
    await expect(old).rejects.toMatchObject({ code: 'backend/version-mismatch' });
    await hello(client, 'viewer');
    await hello(client, 'viewer');
    await expect(hello(client, 'window')).rejects.toMatchObject({ code: 'backend/bad-message' });
  });
});

describe('roles', () => {
  test('a view-only address makes viewers and nothing else', async () => {
    const client = join('view');
    await expect(hello(client, 'window')).rejects.toMatchObject({ code: 'backend/unauthorised' });
    await expect(hello(client, 'capturer')).rejects.toMatchObject({ code: 'backend/unauthorised' });
    await hello(client, 'viewer');
  });

  test('a viewer neither reads nor changes settings', async () => {
    const viewer = await joinAs('viewer');
    await expect(viewer.request('settings/get', undefined)).rejects.toMatchObject({
      code: 'backend/unauthorised',
    });
    await expect(viewer.request('settings/update', { language: 'ja' })).rejects.toMatchObject({
      code: 'backend/unauthorised',
    });
  });

  test('a window commands, and learns how things stand when it joins', async () => {
    sessions.setState('remote-control/state', { status: 'off' });
    const client = join();
    const states: unknown[] = [];
    client.on('remote-control/state', (state) => states.push(state));
    const commands: unknown[] = [];
    client.on('remote-control/command', (command) => commands.push(command));

    await hello(client, 'window');
    sessions.setState('remote-control/state', { status: 'failed', message: 'in use' });
    sessions.sendCommand({ name: 'calibrate' });
    await settled(client, 'window');

    expect(states).toEqual([{ status: 'off' }, { status: 'failed', message: 'in use' }]);
    expect(commands).toEqual([{ name: 'calibrate' }]);
    expect(await client.request('settings/update', { language: 'ja' })).toMatchObject({ language: 'ja' });
  });

  test('viewers hear nothing of settings', async () => {
    const viewer = await joinAs('viewer');
    const heard: unknown[] = [];
    viewer.on('settings', (settings) => heard.push(settings));
    sessions.setState('settings', DEFAULT_SETTINGS);
    await settled(viewer, 'viewer');
    expect(heard).toEqual([]);
  });
});

describe('the capturer', () => {
  test('is the only source of frames, which viewers see', async () => {
    const capturer = await joinAs('capturer');
    const window = await joinAs('window');
    const viewer = await joinAs('viewer');
    const seen: number[] = [];
    viewer.on('frame', ({ index }) => seen.push(index));

    capturer.signal('frame', frame(1));
    window.signal('frame', frame(2));
    viewer.signal('frame', frame(3));
    await settled(capturer, 'capturer');
    await settled(window, 'window');
    await settled(viewer, 'viewer');

    expect(received).toEqual([1]);
    expect(seen).toEqual([1]);
    expect(warnings).toHaveLength(2);
  });

  test('is refused while there is another, unless it takes over', async () => {
    const first = await joinAs('capturer');
    const replaced = new Promise((resolve) => first.on('capturer/replaced', () => resolve('told')));
    const closed = new Promise((resolve) => first.onClose(resolve));
    const second = join();

    await expect(hello(second, 'capturer')).rejects.toMatchObject({ code: 'backend/capturer-present' });
    second.signal('frame', frame(1));
    await hello(second, 'capturer', true);
    second.signal('frame', frame(2));
    await settled(second, 'capturer');

    expect(await replaced).toBe('told');
    await closed;
    expect(received).toEqual([2]);
    expect(lost).toEqual([]);
  });

  test('leaves a lost frame behind', async () => {
    const capturer = await joinAs('capturer');
    const viewer = await joinAs('viewer');
    const seen: FaceFrame[] = [];
    viewer.on('frame', (value) => seen.push(value));

    capturer.signal('frame', { ...frame(9), frame: { ...createFaceFrame(), index: 9, tracking: 'tracked' } });
    await settled(capturer, 'capturer');
    capturer.close();
    await settled(viewer, 'viewer');

    expect(lost).toMatchObject([{ index: 9, time: 777, tracking: 'lost', confidence: 0 }]);
    expect(seen.map(({ tracking }) => tracking)).toEqual(['tracked', 'lost']);
    await joinAs('capturer');
  });

  test('is told once in the log when its frames are malformed, and goes on', async () => {
    const capturer = await joinAs('capturer');
    const malformed = frame(1);
    malformed.frame.headRotation.fill(Number.NaN);

    capturer.signal('frame', malformed);
    capturer.signal('frame', malformed);
    capturer.signal('frame', frame(2));
    await settled(capturer, 'capturer');

    expect(received).toEqual([2]);
    expect(warnings).toEqual([expect.stringContaining('frame.headRotation')]);
  });
});

test('while a take plays, windows and viewers see it and nobody the capturer', async () => {
  const capturer = await joinAs('capturer');
  const viewer = await joinAs('viewer');
  const window = await joinAs('window');
  const seen: string[] = [];
  viewer.on('frame', ({ index }) => seen.push(`viewer ${index}`));
  window.on('playback/frame', (played) => seen.push(`window ${played.frame.index}`));

  sessions.setPlaying(true);
  capturer.signal('frame', frame(1));
  await settled(capturer, 'capturer');
  sessions.showPlayback(frame(2));
  sessions.setPlaying(false);
  capturer.signal('frame', frame(3));
  await settled(capturer, 'capturer');
  await settled(viewer, 'viewer');
  await settled(window, 'window');

  expect(seen.toSorted()).toEqual(['viewer 2', 'viewer 3', 'window 2']);
  expect(received).toEqual([1, 3]);
});

test('a viewer that cannot keep up skips frames instead of queueing them', async () => {
  const capturer = await joinAs('capturer');
  const [clientSide, serverSide] = createMemoryEndpoints();
  let backlog = 0;
  sessions.accept({ ...serverSide, bufferedBytes: () => backlog }, 'view');
  const viewer = connect<BackendContract>(clientSide);
  await hello(viewer, 'viewer');
  const seen: number[] = [];
  viewer.on('frame', ({ index }) => seen.push(index));

  for (const [index, bytes] of [0, 1_000_000, 0].entries()) {
    backlog = bytes;
    capturer.signal('frame', frame(index));
    await settled(capturer, 'capturer');
  }

  await settled(viewer, 'viewer');
  expect(seen).toEqual([0, 2]);
});
