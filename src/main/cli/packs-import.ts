import { explainDecaFiles } from '../import/deca/deca-files.ts';
import { importDecaPack } from '../import/deca/import-deca.ts';
import { importHeadPack } from '../import/flame/import-head.ts';
import { packsFolder } from '../services/packs/face-packs.ts';
import { type CommandContext, type CommandOption, textOption, wrongUsage } from './command.ts';
import { createInferenceHost } from './inference-worker.ts';
import { ProgressBar } from './progress-bar.ts';

const DECA_NAME = 'deca';
const HEAD_NAME = 'flame-head';

/** Options of the two imports. */
export const IMPORT_OPTIONS = {
  checkpoint: { type: 'string', placeholder: 'FILE', help: 'import-deca: deca_model.tar.' },
  flame: { type: 'string', placeholder: 'FILE', help: 'import-deca, import-head: generic_model.pkl.' },
  data: {
    type: 'string',
    placeholder: 'DIR',
    help: 'import-deca: the folder "data" of the DECA repository.',
  },
  template: { type: 'string', placeholder: 'FILE', help: 'import-head: head_template.obj, the UV layout.' },
  landmarks: { type: 'string', placeholder: 'FILE', help: 'import-head: landmark_embedding.npy.' },
  licence: {
    type: 'string',
    placeholder: 'TEXT',
    help: 'import-head: one line that says what the head’s licence allows; everything made with it carries it.',
  },
  name: {
    type: 'string',
    placeholder: 'NAME',
    help: `Name of the imported pack (${DECA_NAME}, ${HEAD_NAME}); one of that name is replaced.`,
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** What `packs --help` says about importing, below the options. */
export const IMPORT_NOTES = [
  'import-deca turns your own copy of DECA into a face pack. It needs these files; none of them may be passed on, and',
  'their makers’ pages have the last word on what you may do with them:',
  '',
  explainDecaFiles(),
  '',
  'import-head makes a pack of a head alone, such as FLAME 2023 Open (https://flame.is.tue.mpg.de, CC BY 4.0).',
  'Nothing in these files is ever executed, and nothing of an interrupted import is kept.',
].join('\n');

/** `furrow packs import-deca` */
export async function importDeca(context: CommandContext): Promise<number> {
  const checkpoint = textOption(context, 'checkpoint');
  const flame = textOption(context, 'flame');
  const data = textOption(context, 'data');
  if (!checkpoint || !flame || !data) {
    throw wrongUsage(
      `packs import-deca takes --checkpoint FILE, --flame FILE and --data DIR:\n${explainDecaFiles()}\n`,
    );
  }
  const bar = new ProgressBar(context.stderr, 'Importing DECA', () => performance.now());
  await using host = createInferenceHost(context);
  try {
    const folder = await importDecaPack({
      checkpoint,
      flame,
      data,
      name: textOption(context, 'name') ?? DECA_NAME,
      packsFolder: packsFolder(context.dataFolder),
      host,
      signal: context.signal,
      onProgress: (done, total) => bar.update(done, total),
    });
    bar.end();
    context.stdout.write(`${folder}\n`);
    return 0;
  } catch (thrown) {
    bar.end();
    throw thrown;
  }
}

/** `furrow packs import-head` */
export async function importHead(context: CommandContext): Promise<number> {
  const flame = textOption(context, 'flame');
  const template = textOption(context, 'template');
  const landmarks = textOption(context, 'landmarks');
  const licence = textOption(context, 'licence');
  if (!flame || !template || !landmarks || !licence) {
    throw wrongUsage(
      'packs import-head takes --flame FILE, --template FILE, --landmarks FILE and --licence TEXT.',
    );
  }
  const name = textOption(context, 'name') ?? HEAD_NAME;
  const folder = await importHeadPack({
    flame,
    template,
    landmarks,
    licence,
    name,
    packsFolder: packsFolder(context.dataFolder),
  });
  context.stdout.write(`${folder}\n`);
  return 0;
}
