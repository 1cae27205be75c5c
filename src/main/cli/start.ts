import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openPage } from '../browser/open-page.ts';
import { dataPaths } from '../data-folder.ts';
import { type LaunchSource, readLaunchSource } from '../launch-source.ts';
import { DEFAULT_PORT } from '../server/http-server.ts';
import { startServer } from '../server.ts';
import { FileLog } from '../services/log/file-log.ts';
import { type Command, type CommandContext, textOption, wrongUsage } from './command.ts';
import { fetchElectron, findElectron } from './electron-binary.ts';
import { formatMegabytes } from './format-size.ts';
import { workerStarter } from './inference-worker.ts';

/** An Electron that ends within this many milliseconds with an error has not started at all. */
const FALSE_START = 5000;

export const startCommand: Command = {
  name: 'start',
  positionals: '',
  summary: 'Start the app: in Electron, or in a browser where that is not possible.',
  options: {
    browser: { type: 'boolean', help: 'Run in a browser instead of Electron.' },
    camera: {
      type: 'string',
      placeholder: 'ID|FILE|demo',
      help: 'Begin with this camera or video file, or with a demo performer (demo, or demo:NAME).',
    },
    port: {
      type: 'string',
      placeholder: 'N',
      help: `Port of browser mode (${DEFAULT_PORT}; 0: any free one). Camera permissions belong to it.`,
    },
    'no-open': { type: 'boolean', help: 'Do not open the browser, only print the address.' },
  },
  async run(context) {
    const port = readPort(textOption(context, 'port'));
    const source = readLaunchSource(textOption(context, 'camera'));
    if (context.options.browser !== true) {
      const electron = await prepareElectron(context);
      if (typeof electron === 'string') {
        const { code, hasStarted } = await runElectron(electron, source, context);
        if (hasStarted || context.signal.aborted) {
          return code;
        }
      }
      const reason = typeof electron === 'string' ? 'Electron did not start' : electron.reason;
      context.stderr.write(`${reason}; Furrow runs in the browser instead.\n`);
    }
    await runInBrowser(port, source, context);
    return 0;
  },
};

function readPort(text: string | undefined): number {
  if (text === undefined) {
    return DEFAULT_PORT;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw wrongUsage(`--port takes a number from 0 to 65535, not "${text}".`);
  }
  return port;
}

/** Electron's executable, fetched if need be, or why there is none. */
async function prepareElectron(context: CommandContext): Promise<string | { readonly reason: string }> {
  const { platform, variables, projectFolder, stderr } = context;
  if (platform === 'linux' && !variables.DISPLAY && !variables.WAYLAND_DISPLAY) {
    return { reason: 'There is no display for Electron' };
  }
  const present = findElectron(projectFolder);
  if (present !== undefined) {
    return present;
  }
  if (variables.FURROW_OFFLINE === '1') {
    return { reason: 'Electron is not here and FURROW_OFFLINE is set' };
  }
  stderr.write('Fetching Electron, some 120 MB, this once.\n');
  const fetched = await fetchElectron(projectFolder, context.signal, (bytes) => {
    if (stderr.isTTY) {
      stderr.write(`\r${formatMegabytes(bytes)}\u001b[K`);
    }
  });
  if (stderr.isTTY) {
    stderr.write('\r\u001b[K');
  }
  return fetched ?? { reason: 'Electron could not be fetched' };
}

async function runElectron(
  electron: string,
  { camera, video }: LaunchSource,
  { projectFolder, signal }: CommandContext,
): Promise<{ code: number; hasStarted: boolean }> {
  const chosen = camera ?? video;
  const values = chosen === undefined ? [] : [`--camera=${chosen}`];
  const began = performance.now();
  const child = spawn(electron, [projectFolder, ...values], { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop);
  try {
    const [code] = await once(child, 'exit');
    const exitCode = typeof code === 'number' ? code : 1;
    return { code: exitCode, hasStarted: exitCode === 0 || performance.now() - began > FALSE_START };
  } catch {
    return { code: 1, hasStarted: false };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function runInBrowser(port: number, source: LaunchSource, context: CommandContext): Promise<void> {
  const { dataFolder, projectFolder, version, signal, stdout } = context;
  using log = new FileLog(dataPaths(dataFolder).log, () => new Date());
  await using server = await startServer({
    ...source,
    dataFolder,
    rendererFolder: join(projectFolder, 'out', 'renderer'),
    port,
    version,
    log,
    // The tracker comes first, which the networks' results only help.
    startInference: workerStarter(context, 'inference-process', true),
    startBackground: workerStarter(context, 'background-process', true),
  });
  stdout.write(`Furrow runs at ${server.address}\n`);
  if (context.options['no-open'] !== true) {
    openPage(server.address, context);
  }
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
}
