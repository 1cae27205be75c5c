import diagnostics from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openApp } from '../support/app-page.ts';
import { ffmpegNote, hasFfmpeg, makeFakeCamera } from '../support/fake-camera.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Remote ends of all TCP connections that this process opens from now until the running test ends. */
function watchOutgoing(): Set<string> {
  const remotes = new Set<string>();
  const watch = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => remotes.add(String(socket.remoteAddress)));
  };
  diagnostics.subscribe('net.client.socket', watch);
  onTestFinished(() => {
    diagnostics.unsubscribe('net.client.socket', watch);
  });
  return remotes;
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly address?: string; readonly url?: string; readonly initiator?: string };
  }[];
}

/**
 * What a Chromium connected to, and the hosts its pages asked for, from the log it writes of its own network stack.
 * What the browser itself wants (updates, accounts, a look whether there is IPv6) is not the app's doing.
 */
function contactsOf(log: NetLog): { readonly addresses: Set<string>; readonly hosts: Set<string> } {
  const { TCP_CONNECT_ATTEMPT, URL_REQUEST_START_JOB } = log.constants.logEventTypes;
  const addresses = new Set<string>();
  const hosts = new Set<string>();
  for (const { type, params } of log.events) {
    if (type === TCP_CONNECT_ATTEMPT && params?.address !== undefined) {
      addresses.add(params.address.replace(/:\d+$/, ''));
    }
    const isAskedByPage = params?.initiator?.startsWith('http') === true;
    if (type === URL_REQUEST_START_JOB && params?.url !== undefined && isAskedByPage) {
      hosts.add(new URL(params.url).hostname);
    }
  }
  return { addresses, hosts };
}

describe.skipIf(!hasSharedData || !hasFfmpeg)(`privacy${sharedDataNote}${ffmpegNote}`, () => {
  test('nothing is contacted but this machine while a face is tracked for longer than a minute', {
    timeout: 180_000,
  }, async () => {
    const folder = await temporaryFolder();
    const fakeCamera = join(folder, 'rendered.mjpeg');
    await makeFakeCamera(['-i', sharedPath('data/dev/truth/mix_A.mp4')], 'null', fakeCamera);
    const remotes = watchOutgoing();
    const netLog = join(folder, 'net-log.json');
    const { page, receiver } = await openApp({ fakeCamera, switches: [`--log-net-log=${netLog}`] });

    // Telemetry of the tracker's library, where a release has some, goes out once a minute and at its end.
    const start = performance.now();
    while (performance.now() - start < 65_000) {
      await receiver.messages();
    }
    await page.context().browser()?.close();

    const { addresses, hosts } = contactsOf(JSON.parse(await readFile(netLog, 'utf8')));
    expect([...addresses]).toEqual(['127.0.0.1']);
    expect([...hosts]).toEqual(['127.0.0.1']);
    expect([...remotes].filter((remote) => remote !== '127.0.0.1')).toEqual([]);
  });
});
