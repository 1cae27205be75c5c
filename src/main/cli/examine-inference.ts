import { toAppError } from '../../shared/contract/app-error.ts';
import { probeProviders } from '../inference/probe-providers.ts';
import { describeWorstDeviation } from '../services/inference/eight-bit-limits.ts';
import { EIGHT_BIT_GRAPHS, readEightBitRecord } from '../services/inference/eight-bit-record.ts';
import { networkInputOf } from '../services/packs/face-pack-manifest.ts';
import { checkPackFiles, type FacePack, listFacePacks } from '../services/packs/face-packs.ts';
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
export async function examineFacePacks({ dataFolder }: Pick<CommandContext, 'dataFolder'>): Promise<Outcome> {
  const states: string[] = [];
  let isDamaged = false;
  for (const pack of await listFacePacks(dataFolder)) {
    try {
      if (!('manifest' in pack)) {
        throw pack.problem;
      }
      await checkPackFiles(pack);
      states.push(`${pack.manifest.name} (${pack.manifest.title}) is whole${await describeNetworks(pack)}`);
    } catch (thrown) {
      isDamaged = true;
      states.push(toAppError(thrown).message);
    }
  }
  if (states.length === 0) {
    return failed(
      "the one that comes with Furrow is missing from its folder's models/open; install Furrow again",
    );
  }
  const message = states.join('; ');
  return isDamaged ? failed(message) : ok(message);
}

/** What the pack's networks read, and what became of those that could run in 8 bits; nothing for a pack without any. */
async function describeNetworks(pack: FacePack): Promise<string> {
  if (networkInputOf(pack.manifest) === 'uv-relief') {
    return ', finds wrinkles in relief';
  }
  if (EIGHT_BIT_GRAPHS.some((graph) => pack.manifest.graphs[graph] === undefined)) {
    return '';
  }
  const record = await readEightBitRecord(pack);
  if (record === undefined) {
    return ', runs in float32: int8 has not been made for it';
  }
  const states = EIGHT_BIT_GRAPHS.map((graph) => {
    const { kept, deviations } = record.graphs[graph];
    return `${graph} ${kept === undefined ? 'refused' : 'made'}: ${describeWorstDeviation(deviations)}`;
  });
  const crops = record.crops.calibration + record.crops.verification;
  return `, int8 from ${crops} crops on ${record.date.slice(0, 10)} (${states.join(', ')})`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
