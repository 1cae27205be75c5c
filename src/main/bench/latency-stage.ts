import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/contract/settings.ts';
import type { LaunchHeadlessBrowser } from '../browser/headless-browser.ts';
import { dataPaths } from '../data-folder.ts';
import { startServer } from '../server.ts';
import { SILENT_LOG } from '../services/log/log.ts';
import { writePrivateFile } from '../services/private-file.ts';
import { type Timing, timingOf } from './time-calls.ts';

/** Milliseconds a browser gets until the first frame of a tracked face, then to settle, then to be measured. */
const START_LIMIT = 60_000;
const SETTLE = 3000;
const MEASURED = 10_000;

/** `/furrow/time` and its type tag, padded as OSC asks; the number follows. */
const TIME_ADDRESS = Buffer.from('/furrow/time\0\0\0\0,f\0\0', 'latin1');

export interface LatencyOptions {
  readonly rendererFolder: string;
  readonly browsers: readonly LaunchHeadlessBrowser[];
  /** A video that plays as the camera. */
  readonly clip: string;
}

/** No face pack is chosen here. */
function startNothing(): never {
  throw new Error('a benchmark without a face pack needs no process');
}

/**
 * From a frame's capture to its packet at a UDP receiver: the whole app in browser mode, its window drawn without a
 * display, with settings and data of its own. Undefined when no face came through.
 */
export async function measureLatency({ rendererFolder, browsers, clip }: LatencyOptions) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'furrow-bench-'));
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  try {
    const settings = JSON.stringify(settingsFor(receiver.address().port));
    await writePrivateFile(dataPaths(dataFolder).settings, settings);
    await using server = await startServer({
      dataFolder,
      rendererFolder,
      port: 0,
      camera: undefined,
      video: clip,
      version: 'bench',
      log: SILENT_LOG,
      startInference: startNothing,
      startBackground: startNothing,
    });
    for (const launch of browsers) {
      const browser = await launch(server.address);
      try {
        const timing = await receiveFor(receiver, browser.exited);
        if (timing !== undefined) {
          return timing;
        }
      } finally {
        await browser.close();
      }
    }
    return undefined;
  } finally {
    receiver.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** One OSC target, and nothing of the user's. */
function settingsFor(port: number): Settings {
  return {
    ...DEFAULT_SETTINGS,
    firstRunDone: true,
    targets: DEFAULT_SETTINGS.targets
      .filter(({ kind }) => kind === 'osc')
      .map((target) => ({ ...target, port, rate: 240 })),
  };
}

/** Listens until enough has been heard; undefined when the browser ends or nothing comes. */
async function receiveFor(
  receiver: ReturnType<typeof createSocket>,
  exited: Promise<void>,
): Promise<Timing | undefined> {
  const latencies: number[] = [];
  let measureFrom = Number.POSITIVE_INFINITY;
  const receive = (packet: Buffer) => {
    const now = performance.now();
    const at = packet.indexOf(TIME_ADDRESS);
    if (at < 0 || !packet.includes('tracked')) {
      return;
    }
    measureFrom = Math.min(measureFrom, now + SETTLE);
    if (now >= measureFrom) {
      // Services and bench are one process, so its clock is the one that capture times were moved to.
      latencies.push(now - packet.readFloatBE(at + TIME_ADDRESS.length) * 1000);
    }
  };
  receiver.on('message', receive);
  const begin = performance.now();
  let hasEnded = false;
  void exited.then(() => {
    hasEnded = true;
  });
  while (!hasEnded && performance.now() < Math.min(begin + START_LIMIT, measureFrom) + MEASURED) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  receiver.off('message', receive);
  return latencies.length === 0 ? undefined : timingOf(latencies);
}
