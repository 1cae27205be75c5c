import { join } from 'node:path';
import { toAppError } from '../../shared/contract/app-error.ts';
import { findPictures, type PictureInput } from '../reconstruction/find-pictures.ts';
import { type ReconstructionRecord, writeReconstruction } from '../reconstruction/reconstruction-files.ts';
import { type Command, type CommandContext, textOption, wrongUsage } from './command.ts';
import { ProgressBar } from './progress-bar.ts';
import { RECONSTRUCTION_OPTIONS, ReconstructionSession } from './reconstruction-session.ts';

/** A picture that could not be reconstructed, as `--json` tells it. */
interface FailedPicture {
  readonly file: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** Reads faces from pictures. */
export const reconstructCommand: Command = {
  name: 'reconstruct',
  positionals: 'IMAGE…',
  summary: 'Reconstruct faces from pictures: parameters, meshes, displacement, normal map, preview.',
  options: {
    ...RECONSTRUCTION_OPTIONS,
    json: { type: 'boolean', help: 'Print {"images":[{"file","parameters","crop","outputs"}…]}.' },
  },
  async run(context) {
    const out = textOption(context, 'out');
    if (context.positionals.length === 0 || !out) {
      throw wrongUsage('reconstruct takes at least one picture, or a folder of pictures, and --out DIR.');
    }
    const pictures = await findPictures(context.positionals);
    await using session = await ReconstructionSession.open(context);
    const results = await reconstructAll(pictures, out, session, context);
    if (context.options.json === true) {
      context.stdout.write(`${JSON.stringify({ images: results })}\n`);
    }
    return results.some((result) => 'error' in result) ? 1 : 0;
  },
};

/** One picture's failure is the command's; of several, the others are still reconstructed. */
async function reconstructAll(
  pictures: readonly PictureInput[],
  out: string,
  session: ReconstructionSession,
  { stdout, stderr, signal, options }: CommandContext,
): Promise<readonly (ReconstructionRecord | FailedPicture)[]> {
  const results: (ReconstructionRecord | FailedPicture)[] = [];
  const bar = new ProgressBar(
    stderr,
    'Reconstructing',
    () => performance.now(),
    (count) => `${count}`,
  );
  try {
    for (const { file, name } of pictures) {
      bar.update(results.length, pictures.length);
      try {
        const record = await reconstructOne(file, join(out, name), session, signal);
        results.push(record);
        if (options.json !== true) {
          stdout.write(`${record.outputs.strip}\n`);
        }
      } catch (thrown) {
        if (pictures.length === 1 || signal.aborted) {
          throw thrown;
        }
        const { code, message } = toAppError(thrown);
        results.push({ file, error: { code, message } });
        stderr.write(`${file}: ${message}\n`);
      }
    }
    bar.update(pictures.length, pictures.length);
  } finally {
    bar.end();
  }
  return results;
}

async function reconstructOne(
  file: string,
  folder: string,
  { reader, reconstructor }: ReconstructionSession,
  signal: AbortSignal,
): Promise<ReconstructionRecord> {
  const samples = await reader.cut(file, signal);
  const parameters = await reconstructor.read(samples, signal);
  const face = await reconstructor.build(parameters, signal);
  return writeReconstruction(
    { file, parameters, face, samples },
    { surface: reconstructor.surface, pack: reconstructor.pack.manifest, folder },
  );
}
