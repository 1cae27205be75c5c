import { type Catalog, findPack, readShippedCatalog } from '../services/packs/catalog.ts';
import { checkPack, installPack, packFile } from '../services/packs/installed-packs.ts';
import { type Command, type CommandContext, wrongUsage } from './command.ts';
import { formatMegabytes } from './format-size.ts';
import { ProgressBar } from './progress-bar.ts';

export const packsCommand: Command = {
  name: 'packs',
  positionals: 'list | verify | download NAME…',
  summary: 'See, check and download what Furrow can use besides what it comes with.',
  options: {},
  async run(context) {
    const [action, ...names] = context.positionals;
    const catalog = readShippedCatalog();
    switch (action) {
      case 'list':
        return list(catalog, context);
      case 'verify':
        return verify(catalog, context);
      case 'download':
        return download(catalog, names, context);
      default:
        throw wrongUsage('packs takes one of: list, verify, download NAME.');
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
  return 0;
}

async function verify({ packs }: Catalog, { dataFolder, stdout, stderr }: CommandContext): Promise<number> {
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
