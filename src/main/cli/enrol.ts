import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../shared/contract/app-error.ts';
import { IDENTITY_ENDING } from '../../shared/core/identity/identity-file.ts';
import { LONGEST_NAME } from '../../shared/core/identity/identity-header.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../shared/core/tracking/pipeline-settings.ts';
import { findCaptureInputs, isPicture } from '../capture/capture-inputs.ts';
import { enrolPerson } from '../capture/enrol-person.ts';
import type { CaptureSource } from '../capture/headless-page.ts';
import { findPictures } from '../reconstruction/find-pictures.ts';
import { readIdentityFile } from '../services/identities/read-identity-file.ts';
import { writePrivateFile } from '../services/private-file.ts';
import { type Command, type CommandContext, textOption, wrongUsage } from './command.ts';
import { findHeadlessTracker } from './headless-tracker.ts';
import { openReliefNetworks } from './open-relief-networks.ts';
import { ProgressBar } from './progress-bar.ts';

/** Pictures a second of a demo performer: they move slowly enough. */
const DEMO_RATE = 10;
/** Photos were not taken in a row: so far apart that nothing between them counts as motion. */
const PHOTO_RATE = 1;

const NARROWEST = 10;
const WIDEST = 120;

export const enrolCommand: Command = {
  name: 'enrol',
  positionals: 'INPUT…',
  summary: 'Find out who a video, photos or the demo performer show: shape, skin, wrinkles and face at rest.',
  options: {
    out: {
      type: 'string',
      placeholder: `PERSON${IDENTITY_ENDING}`,
      help: 'The identity; a person who is there already is enrolled again.',
    },
    name: { type: 'string', placeholder: 'NAME', help: "What the person is called (the file's name)." },
    'field-of-view': {
      type: 'string',
      placeholder: 'DEGREES',
      help: `The camera's, from top to bottom (${DEFAULT_PIPELINE_SETTINGS.fieldOfView}).`,
    },
    json: {
      type: 'boolean',
      help: 'Print {"identity","id","name","revision","frames","tracked","quality"}.',
    },
  },
  async run(context) {
    const out = textOption(context, 'out');
    if (context.positionals.length === 0 || out === undefined || !out.endsWith(IDENTITY_ENDING)) {
      throw wrongUsage(`enrol takes one video, or photos, and --out PERSON${IDENTITY_ENDING}.`);
    }
    const fieldOfView = readFieldOfView(context);
    const source = await findSource(context.positionals);
    const person = await nameOf(out, textOption(context, 'name'));
    const { bundle, pages } = await findHeadlessTracker(context);
    await using openPages = pages;
    await using networks = openReliefNetworks(context);
    const bar = new ProgressBar(context.stderr, person.name, () => performance.now(), formatSeconds);
    try {
      const enrolled = await enrolPerson({
        page: await openPages.page(),
        source,
        settings: { bundle, pipeline: { ...DEFAULT_PIPELINE_SETTINGS, fieldOfView } },
        order: { ...person, createdTime: Date.now(), withSkin: true, withWrinkles: true },
        relief: networks.readerOf(undefined),
        onProgress: (done, total) => bar.update(done, total),
        signal: context.signal,
      });
      await writeIdentityFile(out, enrolled.bytes);
      bar.end();
      if (enrolled.wrinkleProblem !== undefined) {
        context.stderr.write(`Enrolled without wrinkles: ${enrolled.wrinkleProblem.message}\n`);
      }
      context.stdout.write(describe(out, enrolled, context.options.json === true));
    } catch (thrown) {
      bar.end();
      throw thrown;
    }
    return 0;
  },
};

function readFieldOfView(context: CommandContext): number {
  const text = textOption(context, 'field-of-view');
  const degrees = text === undefined ? DEFAULT_PIPELINE_SETTINGS.fieldOfView : Number(text);
  if (!(degrees >= NARROWEST && degrees <= WIDEST)) {
    throw wrongUsage(`--field-of-view takes ${NARROWEST} to ${WIDEST} degrees, not "${text}".`);
  }
  return degrees;
}

/** @throws AppError `capture/no-input`, `usage/wrong` */
async function findSource(given: readonly string[]): Promise<CaptureSource> {
  if (given.every(isPicture)) {
    const photos = await findPictures(given);
    return { kind: 'pictures', files: photos.map(({ file }) => file), rate: PHOTO_RATE };
  }
  const [input, ...more] = await findCaptureInputs(given, DEMO_RATE);
  if (input === undefined || more.length > 0) {
    throw wrongUsage('enrol takes one video, or photos of one person.');
  }
  return input.source;
}

/** The person in the file once more, or somebody new. @throws AppError as `readIdentityFile`, `usage/wrong` */
async function nameOf(out: string, given: string | undefined) {
  const isThere = (await stat(out).catch(() => undefined)) !== undefined;
  const known = isThere ? (await readIdentityFile(out)).identity : undefined;
  const name = (given ?? known?.name ?? basename(out, IDENTITY_ENDING)).trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw wrongUsage(`A person's name has 1 to ${LONGEST_NAME} characters.`);
  }
  return { id: known?.id ?? randomUUID(), revision: (known?.revision ?? 0) + 1, name };
}

/** @throws AppError `recording/write-failed` */
async function writeIdentityFile(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writePrivateFile(path, bytes);
  } catch (cause) {
    throw new AppError(
      'recording/write-failed',
      `The identity ${path} could not be written. Check the folder's rights and the room on its disk.`,
      { cause },
    );
  }
}

function describe(
  out: string,
  { identity, frames, tracked }: Awaited<ReturnType<typeof enrolPerson>>,
  asJson: boolean,
): string {
  const { id, name, revision, quality } = identity;
  if (asJson) {
    return `${JSON.stringify({ identity: out, id, name, revision, frames, tracked, quality }, undefined, 2)}\n`;
  }
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `${out}  ${name}: ${tracked} of ${frames} pictures show a face. Shape ${percent(quality.shape)}, face at rest ${percent(quality.calibration)}, skin ${percent(quality.skin)}, wrinkles ${percent(quality.detail)}.\n`;
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
