import type { Problem } from '../../shared/contract/backend.ts';
import type { EnrolOrder } from '../../shared/contract/headless-capture.ts';
import { type IdentityFile, parseIdentity } from '../services/identities/read-identity-file.ts';
import type { ReliefReader } from './capture-connection.ts';
import type { CaptureSettings, CaptureSource, HeadlessPage } from './headless-page.ts';

export interface EnrolOptions {
  readonly page: HeadlessPage;
  readonly source: CaptureSource;
  /** The field of view counts; a neutral does not. */
  readonly settings: CaptureSettings;
  readonly order: EnrolOrder;
  /** Measures the wrinkles that the order asks for. */
  readonly relief: ReliefReader;
  /** Both in seconds of the input. */
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Somebody who has been enrolled. */
export interface NewPerson extends IdentityFile {
  readonly frames: number;
  /** Frames in which the face was seen. */
  readonly tracked: number;
  /** Why there are none of the wrinkles that were wanted. */
  readonly wrinkleProblem: Problem | undefined;
}

/** Of an enrolment with skin or wrinkles, the share that going through the pictures for the first time takes. */
const TRACKING_SHARE = 0.7;

/**
 * Enrols the person whom a source shows.
 * @throws AppError `enrolment/too-little`, and of the page (`CaptureConnection.run`)
 */
export async function enrolPerson(options: EnrolOptions): Promise<NewPerson> {
  const { page, source, settings, order, relief, onProgress, signal } = options;
  const trackingShare = order.withSkin || order.withWrinkles ? TRACKING_SHARE : 1;
  let total = 0;
  let frames = 0;
  let tracked = 0;
  const { identity, wrinkleProblem } = await page.capture(
    source,
    { ...settings, enrol: order },
    {
      onBegin: (seconds) => {
        total = seconds;
      },
      onFrame: async ({ observation, frame }) => {
        frames += 1;
        tracked += frame.tracking === 'tracked' ? 1 : 0;
        onProgress(Math.min(observation.time / 1000, total) * trackingShare, total);
      },
      onWork: (share) => onProgress(total * (trackingShare + (1 - trackingShare) * share), total),
      relief,
    },
    signal,
  );
  onProgress(total, total);
  const bytes = Uint8Array.from(identity ?? []);
  return { bytes, identity: parseIdentity(bytes, 'What was enrolled'), frames, tracked, wrinkleProblem };
}
