import { constants, existsSync } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/contract/settings.ts';
import { findChromium } from '../browser/chromium.ts';
import { dataPaths } from '../data-folder.ts';
import { DEFAULT_PORT } from '../server/http-server.ts';
import { readShippedCatalog } from '../services/packs/catalog.ts';
import { findTrackerBundles } from '../services/packs/tracker-bundles.ts';
import { readIfPresent } from '../services/private-file.ts';
import { readSettings } from '../services/settings/settings-service.ts';
import type { Command, CommandContext } from './command.ts';
import { findElectron } from './electron-binary.ts';
import { examineFacePacks, examineProviders } from './examine-inference.ts';
import { type Finding, failed, type Outcome, ok, warning } from './finding.ts';

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const;

/** A zip archive's first local header. */
const ZIP_SIGNATURE = 'PK\u0003\u0004';

/** Looks, and changes nothing. */
export const doctorCommand: Command = {
  name: 'doctor',
  positionals: '',
  summary: 'Look at what Furrow needs and say what is missing.',
  options: { json: { type: 'boolean', help: 'Print one JSON object.' } },
  async run(context) {
    const { platform, version, stdout } = context;
    const findings = await examine(context);
    if (context.options.json === true) {
      const report = { version, platform, arch: process.arch, node: process.version, checks: findings };
      stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    } else {
      for (const { name, status, message } of findings) {
        stdout.write(`${MARKS[status]}  ${name}: ${message}\n`);
      }
    }
    return findings.some(({ status }) => status === 'failed') ? 1 : 0;
  },
};

async function examine(context: CommandContext): Promise<Finding[]> {
  const { settings, outcome } = await examineSettings(dataPaths(context.dataFolder).settings);
  return [
    {
      name: 'system',
      ...ok(`Furrow ${context.version}, ${context.platform} ${process.arch}, Node ${process.version}`),
    },
    { name: 'electron', ...examineElectron(context) },
    { name: 'chromium', ...examineChromium(context) },
    { name: 'port', ...(await examinePort(DEFAULT_PORT)) },
    { name: 'data folder', ...(await examineDataFolder(context.dataFolder)) },
    { name: 'settings', ...outcome },
    { name: 'page', ...(await examinePage(context.projectFolder)) },
    { name: 'tracker bundle', ...(await examineAssembledBundle(context.projectFolder)) },
    { name: 'official tracker bundle', ...(await examineOfficialBundle(context.dataFolder)) },
    { name: 'face packs', ...(await examineFacePacks(context)) },
    { name: 'execution providers', ...(await examineProviders(context)) },
    { name: 'targets', ...examineTargets(settings) },
  ];
}

function examineElectron({ projectFolder }: CommandContext): Outcome {
  const path = findElectron(projectFolder);
  return path === undefined
    ? warning('not fetched yet; "furrow start" fetches it, or runs in a browser without it')
    : ok(path);
}

function examineChromium(context: CommandContext): Outcome {
  const path = findChromium(context);
  return path === undefined
    ? warning('none found; browser mode needs a Chromium or Chrome (FURROW_CHROMIUM names one)')
    : ok(path);
}

function examinePort(port: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () =>
      resolve(warning(`${port} is in use: by a Furrow that is running, or by another program`)),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(ok(`${port} is free`))));
  });
}

async function examineDataFolder(folder: string): Promise<Outcome> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) {
    return (await isWritable(nearestFolder(folder)))
      ? ok(`${folder} will be made when it is needed`)
      : failed(
          `${folder} does not exist and cannot be made; set FURROW_DATA to a folder that can be written`,
        );
  }
  if (!found.isDirectory() || !(await isWritable(folder))) {
    return failed(`${folder} cannot be written; change its rights or set FURROW_DATA to another folder`);
  }
  return ok(folder);
}

function nearestFolder(path: string): string {
  const parent = dirname(path);
  return existsSync(parent) ? parent : nearestFolder(parent);
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function examineSettings(path: string): Promise<{ settings: Settings; outcome: Outcome }> {
  try {
    const text = await readIfPresent(path);
    return text === undefined
      ? { settings: DEFAULT_SETTINGS, outcome: ok('none saved yet') }
      : { settings: readSettings(text), outcome: ok(path) };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { settings: DEFAULT_SETTINGS, outcome: failed(`${path} cannot be read: ${reason}`) };
  }
}

async function examinePage(projectFolder: string): Promise<Outcome> {
  const page = join(projectFolder, 'out', 'renderer', 'index.html');
  const found = await stat(page).catch(() => undefined);
  return found === undefined ? failed(`${page} is missing; build it with "npm run build"`) : ok('built');
}

async function examineAssembledBundle(projectFolder: string): Promise<Outcome> {
  const path = join(projectFolder, 'out', 'renderer', 'tracker', 'assembled.task');
  try {
    await using file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === ZIP_SIGNATURE
      ? ok('built')
      : failed(`${path} is damaged; build it again`);
  } catch {
    return failed(`${path} is missing; build it with "npm run build"`);
  }
}

async function examineOfficialBundle(dataFolder: string): Promise<Outcome> {
  const { officialFile, rejected } = await findTrackerBundles(dataFolder, readShippedCatalog());
  if (rejected !== undefined) {
    return warning(rejected.message);
  }
  return ok(officialFile ?? 'not downloaded; optional: furrow packs download face-landmarker');
}

function examineTargets({ targets }: Settings): Outcome {
  const enabled = targets.filter((target) => target.enabled);
  const names = enabled.map(({ name, kind, host, port }) => `${name} (${kind}, ${host}:${port})`);
  return names.length === 0 ? warning('none is switched on, so nothing is sent') : ok(names.join(', '));
}
