import { exportJsonl } from '../services/recording/export-jsonl.ts';
import { TakeReader } from '../services/recording/take-reader.ts';
import { type Command, textOption, wrongUsage } from './command.ts';
import { ProgressBar } from './progress-bar.ts';
import { describeDamage, outputPath, positiveOption, takePath } from './take-argument.ts';

/** The formats by name, each with its writer; a new one is a new line here. */
const FORMATS = new Map([['jsonl', exportJsonl]]);

export const exportCommand: Command = {
  name: 'export',
  positionals: 'TAKE.mcap',
  summary: 'Write a take in another format.',
  options: {
    format: { type: 'string', placeholder: [...FORMATS.keys()].join('|'), help: 'What to write.' },
    out: { type: 'string', placeholder: 'FILE', help: 'Where to write it; replaced if it is there.' },
    fps: { type: 'string', placeholder: 'N', help: 'Resample to this rate instead of the recorded times.' },
    'without-identity': { type: 'boolean', help: 'Leave out whose face it is.' },
  },
  async run(context) {
    const path = takePath(context, 'export');
    const out = await outputPath(context, 'export');
    const format = FORMATS.get(textOption(context, 'format') ?? '');
    if (format === undefined) {
      throw wrongUsage(`export takes --format ${[...FORMATS.keys()].join('|')}.`);
    }
    const framesPerSecond = positiveOption(context, 'fps');
    await using take = await TakeReader.open(path);
    const bar = new ProgressBar(context.stderr, 'export', () => performance.now(), String);
    const frames = await format(take, out, {
      framesPerSecond,
      withoutIdentity: context.options['without-identity'] === true,
      signal: context.signal,
      onProgress: (done) => bar.update(done, Math.max(done, take.frames)),
    });
    bar.end();
    context.stderr.write(describeDamage(take));
    context.stdout.write(`${out}  ${frames} frames\n`);
    return 0;
  },
};
