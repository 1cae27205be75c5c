import { readFile, rm } from 'node:fs/promises';
import { pipelineSettingsSchema, settingsSchema } from '../../shared/contract/settings.ts';
import { IDENTITY_ENDING } from '../../shared/core/identity/identity-file.ts';
import type { PipelineSettings } from '../../shared/core/tracking/pipeline-settings.ts';
import { readIdentityFile } from '../services/identities/read-identity-file.ts';
import { reprocessTake } from '../services/recording/reprocess-take.ts';
import { TakeReader } from '../services/recording/take-reader.ts';
import { type Command, textOption, wrongUsage } from './command.ts';
import { ProgressBar } from './progress-bar.ts';
import { describeDamage, outputPath, takePath } from './take-argument.ts';

export const reprocessCommand: Command = {
  name: 'reprocess',
  positionals: 'TAKE.mcap',
  summary: "Run a take's observations through the pipeline again, into a new take.",
  options: {
    out: { type: 'string', placeholder: 'TAKE.mcap', help: 'The new take, replaced if it is there.' },
    identity: {
      type: 'string',
      placeholder: `PERSON${IDENTITY_ENDING}`,
      help: 'Whose face it is: measure from their face at rest.',
    },
    settings: {
      type: 'string',
      placeholder: 'FILE',
      help: 'Use the pipeline settings in this file (settings.json, or its "pipeline" alone) throughout.',
    },
  },
  async run(context) {
    const path = takePath(context, 'reprocess');
    const out = await outputPath(context, 'reprocess');
    const settingsPath = textOption(context, 'settings');
    const settings = settingsPath === undefined ? undefined : await readPipelineSettings(settingsPath);
    const identityPath = textOption(context, 'identity');
    const identity = identityPath === undefined ? undefined : (await readIdentityFile(identityPath)).identity;
    await using take = await TakeReader.open(path);
    const bar = new ProgressBar(context.stderr, 'reprocess', () => performance.now(), String);
    await rm(out, { force: true });
    const frames = await reprocessTake(take, out, {
      settings,
      identity,
      appVersion: context.version,
      signal: context.signal,
      onProgress: (done) => bar.update(done, Math.max(done, take.observations)),
    });
    bar.end();
    context.stderr.write(describeDamage(take));
    context.stdout.write(`${out}  ${frames} frames\n`);
    return 0;
  },
};

/** @throws AppError `usage/wrong` */
async function readPipelineSettings(path: string): Promise<PipelineSettings> {
  try {
    const document: unknown = JSON.parse(await readFile(path, 'utf8'));
    const whole = settingsSchema.safeParse(document);
    return whole.success ? whole.data.pipeline : pipelineSettingsSchema.parse(document);
  } catch {
    throw wrongUsage(`${path} holds no settings of Furrow.`);
  }
}
