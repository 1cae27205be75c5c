import { toAppError } from '../../shared/contract/app-error.ts';
import { probeProviders } from '../inference/probe-providers.ts';
import { checkPackFiles, listFacePacks } from '../services/packs/face-packs.ts';
import type { CommandContext } from './command.ts';
import { failed, type Outcome, ok } from './finding.ts';
import { COMMAND_THREADS, createInferenceHost } from './inference-worker.ts';

/** Which execution providers run a network here, how fast, and why the others do not. */
export async function examineProviders(context: CommandContext): Promise<Outcome> {
  await using host = createInferenceHost(context);
  const choice = await probeProviders(host, context.platform, COMMAND_THREADS, context.signal);
  const measured = choice.measured.map(
    ({ model, measurement }) => `${model.provider} works (${measurement.milliseconds.toFixed(1)} ms)`,
  );
  const refused = choice.refused.map(({ model, reason }) => {
    const why = reason.replace(`${model.path} cannot run on the provider ${model.provider}: `, '');
    return `${model.provider} refused: ${oneLine(why)}`;
  });
  const message = [...measured, ...refused].join('; ');
  return choice.chosen === undefined
    ? failed(message)
    : ok(`${choice.chosen.model.provider} is used; ${message}`);
}

/** The face packs that are there, and whether their files are whole. */
export async function examineFacePacks({ dataFolder }: CommandContext): Promise<Outcome> {
  const states: string[] = [];
  let isDamaged = false;
  for (const pack of await listFacePacks(dataFolder)) {
    try {
      if (!('manifest' in pack)) {
        throw pack.problem;
      }
      await checkPackFiles(pack);
      states.push(`${pack.manifest.name} (${pack.manifest.title}) is whole`);
    } catch (thrown) {
      isDamaged = true;
      states.push(toAppError(thrown).message);
    }
  }
  const message = states.join('; ') || 'none imported; optional: furrow packs import-deca --help';
  return isDamaged ? failed(message) : ok(message);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
