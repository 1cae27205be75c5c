import { basename } from 'node:path';
import { AppError, toAppError } from '../../shared/contract/app-error.ts';
import type { Identity } from '../../shared/core/identity/identity.ts';
import { IDENTITY_ENDING } from '../../shared/core/identity/identity-file.ts';
import type { IdentityShape } from '../../shared/core/identity/identity-shape.ts';
import { measuredWrinkles } from '../../shared/core/identity/own-wrinkles.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../shared/core/tracking/pipeline-settings.ts';
import { findCaptureInputs } from '../capture/capture-inputs.ts';
import { type CapturePlan, planCapture } from '../capture/capture-outputs.ts';
import { captureTake, readCapturedTake } from '../capture/capture-take.ts';
import { enrolPerson } from '../capture/enrol-person.ts';
import type { CaptureSettings } from '../capture/headless-page.ts';
import type { HeadlessPages } from '../capture/headless-pages.ts';
import type { ReliefNetworks } from '../capture/relief-networks.ts';
import { readIdentityFile } from '../services/identities/read-identity-file.ts';
import { StreamService } from '../services/stream/stream-service.ts';
import { type CaptureOutcome, captureTable } from './capture-table.ts';
import { type Command, type CommandContext, textOption, textOptions, wrongUsage } from './command.ts';
import { findHeadlessTracker } from './headless-tracker.ts';
import { openReliefNetworks } from './open-relief-networks.ts';
import { ProgressBar } from './progress-bar.ts';
import { readTarget, TARGET_PLACEHOLDER } from './target-option.ts';

const DEFAULT_RATE = 30;
const FASTEST_RATE = 1000;

/** Less than this is no more than the last frame's uncertain duration. */
const MISSING_SECONDS = 0.25;

/** Who is learned from an input is not kept: the same input gives the same take. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What one run uses for all its inputs. */
interface CaptureRun {
  readonly context: CommandContext;
  readonly pages: HeadlessPages;
  readonly settings: CaptureSettings;
  readonly stream: StreamService | undefined;
  readonly networks: ReliefNetworks;
  /** Who it is, where that was said. */
  readonly person: Identity | undefined;
}

export const captureCommand: Command = {
  name: 'capture',
  positionals: 'INPUT…',
  summary:
    'Turn every frame of videos, numbered pictures or the demo performer into takes, without a window.',
  options: {
    out: {
      type: 'string',
      placeholder: 'TAKE.mcap|DIR',
      help: 'The take, replaced if it is there; or a folder for takes, where finished ones are kept.',
    },
    fps: {
      type: 'string',
      placeholder: 'N',
      help: `Pictures a second of numbered pictures and of the demo performer (${DEFAULT_RATE}).`,
    },
    target: {
      type: 'string',
      placeholder: TARGET_PLACEHOLDER,
      multiple: true,
      help: 'Also send the frames to this receiver (osc or vmc) as they are found; may be given again.',
    },
    identity: {
      type: 'string',
      placeholder: `PERSON${IDENTITY_ENDING}`,
      help: 'Who it is; otherwise the face is learned from the input first, which takes two more passes.',
    },
    json: {
      type: 'boolean',
      help: 'Print {"frames","tracked","seconds","take"}, for several inputs an array of them.',
    },
  },
  async run(context) {
    const out = textOption(context, 'out');
    if (context.positionals.length === 0 || out === undefined || out === '') {
      throw wrongUsage('capture takes at least one input and --out TAKE.mcap or --out DIR.');
    }
    const targets = textOptions(context, 'target').map(readTarget);
    const inputs = await findCaptureInputs(context.positionals, readRate(textOption(context, 'fps')));
    const plans = await planCapture(inputs, out);

    const identityPath = textOption(context, 'identity');
    const person = identityPath === undefined ? undefined : (await readIdentityFile(identityPath)).identity;

    const { bundle, pages: openedPages } = await findHeadlessTracker(context);
    await using pages = openedPages;
    await using networks = openReliefNetworks(context);
    await using stream =
      targets.length === 0
        ? undefined
        : new StreamService({ now: () => performance.now(), onState: () => undefined });
    stream?.configure(targets);
    return await captureAll(plans, {
      context,
      pages,
      stream,
      networks,
      person,
      settings: { bundle, pipeline: DEFAULT_PIPELINE_SETTINGS },
    });
  },
};

function readRate(text: string | undefined): number {
  const rate = text === undefined ? DEFAULT_RATE : Number(text);
  if (!(rate > 0 && rate <= FASTEST_RATE)) {
    throw wrongUsage(`--fps takes a number of pictures a second up to ${FASTEST_RATE}, not "${text}".`);
  }
  return rate;
}

/** One input's failure is the command's; of several, the others still get their takes. */
async function captureAll(plans: readonly CapturePlan[], run: CaptureRun): Promise<number> {
  const { stdout, stderr, signal, options } = run.context;
  const outcomes: CaptureOutcome[] = [];
  for (const plan of plans) {
    const outcome = await captureOne(plan, run);
    if (outcome.status === 'failed' && (plans.length === 1 || signal.aborted)) {
      throw outcome.error;
    }
    outcomes.push(outcome);
    stderr.write(remark(plan, outcome));
  }
  if (options.json === true) {
    const results = outcomes.map((outcome, index) =>
      outcome.status === 'failed'
        ? {
            input: plans[index]?.input.label,
            error: { code: outcome.error.code, message: outcome.error.message },
          }
        : outcome.result,
    );
    stdout.write(`${JSON.stringify(plans.length === 1 ? results[0] : results, undefined, 2)}\n`);
  } else {
    stdout.write(captureTable(plans, outcomes));
  }
  return outcomes.some(({ status }) => status === 'failed') ? 1 : 0;
}

async function captureOne(plan: CapturePlan, run: CaptureRun): Promise<CaptureOutcome> {
  const { context, pages, stream, networks } = run;
  const { input, take } = plan;
  try {
    const kept = plan.keepsFinished ? await readCapturedTake(take) : undefined;
    if (kept !== undefined) {
      return { status: 'kept', result: kept };
    }
    const began = performance.now();
    const person = run.person ?? (await learnPerson(plan, run));
    const page = await pages.page();
    const settings = {
      ...run.settings,
      pipeline: { ...run.settings.pipeline, neutral: person?.calibration.neutral },
      readsRelief: true,
      person: person && shapeOf(person),
    };
    const bar = progressBar(context, basename(input.label));
    try {
      const capture = await captureTake({
        page,
        source: input.source,
        settings,
        appVersion: context.version,
        identity: person?.name,
        take,
        stream,
        relief: networks.readerOf(person && measuredWrinkles(person)),
        onProgress: (done, total) => bar.update(done, total),
        signal: context.signal,
      });
      bar.update(capture.result.seconds, capture.result.seconds);
      return { status: 'captured', ...capture, milliseconds: performance.now() - began };
    } finally {
      bar.end();
    }
  } catch (thrown) {
    return { status: 'failed', error: toAppError(thrown) };
  }
}

/** Who an input shows, as far as one can tell: in passes before the one that captures. */
async function learnPerson({ input }: CapturePlan, run: CaptureRun): Promise<Identity | undefined> {
  const { context, pages, settings, networks } = run;
  const bar = progressBar(context, `${basename(input.label)}: who it is`);
  try {
    const { identity } = await enrolPerson({
      page: await pages.page(),
      source: input.source,
      settings,
      order: {
        id: NOBODY,
        revision: 1,
        name: input.name,
        createdTime: 0,
        withSkin: false,
        withWrinkles: true,
      },
      relief: networks.readerOf(undefined),
      onProgress: (done, total) => bar.update(done, total),
      signal: context.signal,
    });
    return identity;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'enrolment/too-little') {
      return undefined;
    }
    throw thrown;
  } finally {
    bar.end();
  }
}

/** Skins are large, and no page needs them to pose a head. */
function shapeOf({ faceModel, shape, landmarkResidual }: Identity): IdentityShape {
  return { faceModel, shape, landmarkResidual };
}

function progressBar({ stderr }: CommandContext, label: string): ProgressBar {
  return new ProgressBar(stderr, label, () => performance.now(), formatSeconds);
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** What is worth saying about an input, in lines of their own. */
function remark({ input }: CapturePlan, outcome: CaptureOutcome): string {
  if (outcome.status === 'failed') {
    return `${input.label}: ${outcome.error.message}\n`;
  }
  if (outcome.status === 'kept') {
    return `${input.label}: ${outcome.result.take} is there already and was kept.\n`;
  }
  const remarks = [
    outcome.missingSeconds > MISSING_SECONDS
      ? `${input.label}: the last ${formatSeconds(outcome.missingSeconds)} are missing, the file is damaged or cut off.\n`
      : '',
    outcome.result.tracked === 0 ? `${input.label}: no face was found in any frame.\n` : '',
  ];
  return remarks.join('');
}
