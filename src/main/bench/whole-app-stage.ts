import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/contract/settings.ts';
import type { LaunchHeadlessBrowser } from '../browser/headless-browser.ts';
import { dataPaths } from '../data-folder.ts';
import type { StartWorkerProcess } from '../inference/worker-process.ts';
import { startServer } from '../server.ts';
import { SILENT_LOG } from '../services/log/log.ts';
import { type FacePack, packsFolder } from '../services/packs/face-packs.ts';
import { writePrivateFile } from '../services/private-file.ts';
import { processTreeMemory } from './process-memory.ts';
import { type Timing, timingOf } from './time-calls.ts';

/** Milliseconds until the first frame that counts, then to settle, then to be measured. */
const START_LIMIT = 90_000;
const SETTLE = 3000;
const MEASURED = 10_000;

/** `/furrow/time` and its type tag, padded as OSC asks; the number follows. */
const TIME_ADDRESS = Buffer.from('/furrow/time\0\0\0\0,f\0\0', 'latin1');

/** In packets since a face pack's networks have found something. */
const WRINKLE_ADDRESS = '/furrow/wrinkle/';

export interface WholeAppOptions {
  readonly rendererFolder: string;
  readonly browsers: readonly LaunchHeadlessBrowser[];
  /** A video that plays as the camera. */
  readonly clip: string;
  /** Whose networks run beside the tracker, and the process that they run in; undefined: none do. */
  readonly networks: { readonly pack: FacePack; readonly startInference: StartWorkerProcess } | undefined;
}

/** What was seen of the whole app from outside. */
export interface WholeApp {
  /** From a frame's capture to its packet at a UDP receiver. */
  readonly latency: Timing;
  /** Packets of a tracked face per second. */
  readonly rate: number;
  /** Bytes of all processes together, this one included; undefined where the system does not tell. */
  readonly memory: number | undefined;
}

/** Networks that nothing runs are tried again and again, and cost nothing. */
function startNothing(): never {
  throw new Error('this benchmark runs no networks');
}

/**
 * The whole app in browser mode, its window drawn without a display, with settings and data of its own. Undefined when no
 * face came through.
 */
export async function measureWholeApp({
  rendererFolder,
  browsers,
  clip,
  networks,
}: WholeAppOptions): Promise<WholeApp | undefined> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'furrow-bench-'));
  const receiver = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  try {
    if (networks !== undefined) {
      await borrowPack(networks.pack, dataFolder);
    }
    const settings = JSON.stringify(settingsFor(receiver.address().port, networks?.pack.manifest.name ?? ''));
    await writePrivateFile(dataPaths(dataFolder).settings, settings);
    await using server = await startServer({
      dataFolder,
      rendererFolder,
      port: 0,
      camera: undefined,
      video: clip,
      version: 'bench',
      log: SILENT_LOG,
      startInference: networks?.startInference ?? startNothing,
      startBackground: startNothing,
    });
    for (const launch of browsers) {
      const browser = await launch(server.address);
      try {
        const seen = await receiveFor(
          receiver,
          browser.exited,
          networks === undefined ? '' : WRINKLE_ADDRESS,
        );
        if (seen !== undefined) {
          return { ...seen, memory: await processTreeMemory(process.pid) };
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

/** The pack stays where it is. */
async function borrowPack({ folder, manifest }: FacePack, dataFolder: string): Promise<void> {
  await mkdir(packsFolder(dataFolder), { recursive: true });
  await symlink(folder, join(packsFolder(dataFolder), manifest.name), 'junction');
}

/** One OSC target, and nothing of the user's. */
function settingsFor(port: number, facePack: string): Settings {
  return {
    ...DEFAULT_SETTINGS,
    firstRunDone: true,
    facePack: { name: facePack },
    targets: DEFAULT_SETTINGS.targets
      .filter(({ kind }) => kind === 'osc')
      .map((target) => ({ ...target, port, rate: 240 })),
  };
}

/** Listens until enough has been heard of frames with `mark`; undefined when the browser ends or nothing comes. */
async function receiveFor(
  receiver: ReturnType<typeof createSocket>,
  exited: Promise<void>,
  mark: string,
): Promise<Omit<WholeApp, 'memory'> | undefined> {
  const latencies: number[] = [];
  let measureFrom = Number.POSITIVE_INFINITY;
  const receive = (packet: Buffer) => {
    const now = performance.now();
    const at = packet.indexOf(TIME_ADDRESS);
    if (at < 0 || !packet.includes('tracked') || !packet.includes(mark)) {
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
  return latencies.length === 0
    ? undefined
    : { latency: timingOf(latencies), rate: (latencies.length * 1000) / MEASURED };
}
