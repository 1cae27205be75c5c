import { toAppError } from '../../shared/contract/app-error.ts';
import { type Catalog, findPack, readShippedCatalog } from '../services/packs/catalog.ts';
import {
  checkPackFiles,
  type FacePack,
  listFacePacks,
  loadFaceModel,
  loadWrinkleBasis,
} from '../services/packs/face-packs.ts';
import { checkPack, installPack, packFile } from '../services/packs/installed-packs.ts';
import { repeatSelfTest } from '../services/packs/pack-self-test.ts';
import { type Command, type CommandContext, wrongUsage } from './command.ts';
import { formatMegabytes } from './format-size.ts';
import { createInferenceHost } from './inference-worker.ts';
import { IMPORT_NOTES, IMPORT_OPTIONS, importDeca, importHead } from './packs-import.ts';
import { ProgressBar } from './progress-bar.ts';

export const packsCommand: Command = {
  name: 'packs',
  positionals: 'list | verify | download NAME… | import-deca | import-head',
  summary: 'See, check, download and import what Furrow can use besides what it comes with.',
  options: IMPORT_OPTIONS,
  notes: IMPORT_NOTES,
  async run(context) {
    const [action, ...names] = context.positionals;
    const catalog = readShippedCatalog();
    if (action !== 'download' && names.length > 0) {
      throw wrongUsage(`packs ${action} takes no names.`);
    }
    switch (action) {
      case 'list':
        return list(catalog, context);
      case 'verify':
        return verify(catalog, context);
      case 'download':
        return download(catalog, names, context);
      case 'import-deca':
        return importDeca(context);
      case 'import-head':
        return importHead(context);
      default:
        throw wrongUsage('packs takes one of: list, verify, download NAME, import-deca, import-head.');
    }
  },
};

async function list({ packs }: Catalog, { dataFolder, stdout }: CommandContext): Promise<number> {
  for (const pack of packs) {
    const condition = await checkPack(dataFolder, pack);
    const { name, title, bytes, licence } = pack;
    stdout.write(
      `${name}  ${condition}\n  ${title}\n  ${formatMegabytes(bytes)}, ${licence.name} (${licence.url})\n`,
    );
  }
  for (const pack of await listFacePacks(dataFolder)) {
    stdout.write(
      'manifest' in pack ? describePack(pack) : `${pack.folder}  damaged\n  ${pack.problem.message}\n`,
    );
  }
  return 0;
}

function describePack({ manifest }: FacePack): string {
  const { name, title, version, licence, faceModel, wrinkleBasis, graphs } = manifest;
  const files = [faceModel, wrinkleBasis, ...Object.values(graphs)];
  const bytes = files.reduce((sum, file) => sum + (file?.bytes ?? 0), 0);
  const networks = Object.keys(graphs).join(', ') || 'no networks';
  return `${name}  installed\n  ${title}\n  ${formatMegabytes(bytes)}, version ${version}, ${networks}\n  ${licence}\n`;
}

async function verify(catalog: Catalog, context: CommandContext): Promise<number> {
  const downloads = await verifyDownloads(catalog, context);
  const facePacks = await verifyFacePacks(context);
  return Math.max(downloads, facePacks);
}

/** Compares the files of every face pack with its manifest, and runs its self-test again. */
async function verifyFacePacks(context: CommandContext): Promise<number> {
  const { dataFolder, stdout, stderr, signal } = context;
  await using host = createInferenceHost(context);
  let exitCode = 0;
  for (const pack of await listFacePacks(dataFolder)) {
    try {
      if (!('manifest' in pack)) {
        throw pack.problem;
      }
      await checkPackFiles(pack);
      await loadFaceModel(pack);
      if (pack.manifest.wrinkleBasis !== undefined) {
        await loadWrinkleBasis(pack);
      }
      await repeatSelfTest(host, pack, signal);
      stdout.write(`${pack.manifest.name}  intact\n`);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      if (code === 'cancelled') {
        throw thrown;
      }
      exitCode = 1;
      stderr.write(`${message}\n`);
    }
  }
  return exitCode;
}

async function verifyDownloads(
  { packs }: Catalog,
  { dataFolder, stdout, stderr }: CommandContext,
): Promise<number> {
  let exitCode = 0;
  for (const pack of packs) {
    const condition = await checkPack(dataFolder, pack);
    if (condition === 'damaged') {
      exitCode = 1;
      stderr.write(
        `${packFile(dataFolder, pack)} is not the file that the catalog names. Download it again: furrow packs download ${pack.name}\n`,
      );
    } else {
      stdout.write(`${pack.name}  ${condition}\n`);
    }
  }
  return exitCode;
}

async function download(
  catalog: Catalog,
  names: readonly string[],
  context: CommandContext,
): Promise<number> {
  if (names.length === 0) {
    throw wrongUsage(`packs download takes a name: ${catalog.packs.map(({ name }) => name).join(', ')}.`);
  }
  const packs = names.map((name) => findPack(catalog, name));
  for (const pack of packs) {
    context.stderr.write(`${pack.title}\nLicence: ${pack.licence.name}, ${pack.licence.url}\n`);
    const bar = new ProgressBar(context.stderr, pack.name, () => performance.now());
    try {
      const file = await installPack(context.dataFolder, pack, {
        fetch,
        signal: context.signal,
        onProgress: ({ receivedBytes, totalBytes }) => bar.update(receivedBytes, totalBytes),
      });
      bar.end();
      context.stdout.write(`${file}\n`);
    } catch (thrown) {
      bar.end();
      throw thrown;
    }
  }
  return 0;
}
