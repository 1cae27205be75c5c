import { toAppError } from '../../../shared/contract/app-error.ts';
import type {
  CaptureEnd,
  CaptureJob,
  HeadlessCaptureContract,
} from '../../../shared/contract/headless-capture.ts';
import type { Client } from '../../../shared/contract/rpc.ts';
import { createFaceFrame } from '../../../shared/core/face/face-frame.ts';
import {
  createFaceObservation,
  type FaceObservation,
  type InferenceResult,
} from '../../../shared/core/face/face-observation.ts';
import type { FaceCropSamples } from '../../../shared/core/tracking/face-crop.ts';
import { FramePipeline } from '../../../shared/core/tracking/frame-pipeline.ts';
import { loadOpenHead, type OpenHead } from '../../avatar/load-open-head.ts';
import { cutPictureFace } from './cut-picture-face.ts';
import { SequenceEnrolment } from './enrol-sequence.ts';
import { openPictureSequence, type PictureSequence } from './picture-sequence.ts';
import { openPictureTracking } from './picture-tracking.ts';
import { SequenceRelief } from './sequence-relief.ts';
import { TrackingMemory } from './tracking-memory.ts';

/** Milliseconds a full disk's owner, say, may hold up one frame. */
const PATIENCE = { deadline: 120_000 };

/** What jobs are done with. */
interface Workplace {
  readonly client: Client<HeadlessCaptureContract>;
  readonly origin: string;
  /** The open head, loaded when the first job needs it. */
  readonly head: () => Promise<OpenHead>;
  /** Of the last job that enrolled somebody. */
  readonly memory: TrackingMemory;
}

/** A picture that has been tracked. */
interface TrackedPicture {
  /** Its own until the next but one is tracked. */
  readonly observation: FaceObservation;
  readonly trackMilliseconds: number;
  readonly face: FaceCropSamples | undefined;
  readonly reading: Promise<InferenceResult | undefined> | undefined;
}

/** Does one job after the other until there is none left. Rejects when the connection ends. */
export async function runCaptureJobs(client: Workplace['client'], origin: string): Promise<void> {
  let head: Promise<OpenHead> | undefined;
  const place: Workplace = {
    client,
    origin,
    head: () => {
      head ??= loadOpenHead(origin);
      return head;
    },
    memory: new TrackingMemory(),
  };
  for (;;) {
    const job = await client.request('capture/next', undefined, PATIENCE);
    if (job === undefined) {
      return;
    }
    await client.request('capture/end', await runJob(job, place), PATIENCE);
  }
}

async function runJob(job: CaptureJob, place: Workplace): Promise<CaptureEnd> {
  const { client, origin } = place;
  try {
    const sequence = await openPictureSequence(job.input, origin);
    try {
      const enrolment =
        job.enrol && new SequenceEnrolment(job.enrol, await place.head(), job.pipeline.fieldOfView, origin);
      const end = await captureAll(sequence, job, place, enrolment);
      const enrolled = await enrolment?.finish({
        reopen: () => openPictureSequence(job.input, origin),
        onWork: (share) => client.request('capture/work', { share }, PATIENCE),
        measure: (relief) => client.request('relief/measure', relief, PATIENCE),
      });
      return { problem: undefined, missingSeconds: Math.max(0, sequence.seconds - end), ...enrolled };
    } finally {
      sequence.close();
    }
  } catch (thrown) {
    const { code, message } = toAppError(thrown, 'tracker/failed');
    return { problem: { code, message }, missingSeconds: 0 };
  }
}

/**
 * Tracks every picture, on the CPU delegate alone, with nothing left from an earlier input and no clock but the
 * pictures' own: the same input gives the same numbers. So those of an input that was just enrolled from are not tracked
 * again.
 * @returns the end of the last picture, seconds
 */
async function captureAll(
  sequence: PictureSequence,
  job: CaptureJob,
  { client, origin, head, memory }: Workplace,
  enrolment: SequenceEnrolment | undefined,
): Promise<number> {
  if (job.isRepeated !== true) {
    memory.clear();
  }
  const tracking = await openPictureTracking(job, origin, memory);
  try {
    const pipeline = new FramePipeline();
    pipeline.configure(job.pipeline);
    const relief = job.readsRelief === true ? new SequenceRelief(job, await head(), client) : undefined;
    await client.request('capture/begin', { seconds: sequence.seconds }, PATIENCE);

    const frame = createFaceFrame();
    let index = 0;
    let end = 0;
    /** Tracked, and its relief being read, while the next one is tracked. */
    let tracked: TrackedPicture | undefined;
    /** One frame is on its way meanwhile. */
    let taken: Promise<unknown> = Promise.resolve();
    const finish = async ({ observation, reading, ...rest }: TrackedPicture) => {
      observation.inference = await reading;
      pipeline.process(observation, frame);
      enrolment?.add(observation);
      await taken;
      taken = client.request('capture/frame', { observation, frame, ...rest }, PATIENCE);
      // Its failure is met at the next frame; until then it must not count as one that nobody cares for.
      taken.catch(() => undefined);
    };
    const observations = [createFaceObservation(), createFaceObservation()] as const;
    for await (const { picture, time, duration } of sequence.pictures()) {
      const observation = observations[index % 2 === 0 ? 0 : 1];
      observation.index = index;
      let next: TrackedPicture;
      try {
        const trackMilliseconds = tracking.observe(picture, time, observation);
        const face = job.cutsFaces === true ? cutPictureFace(picture, observation) : undefined;
        next = { observation, trackMilliseconds, face, reading: relief?.read(picture, observation) };
      } finally {
        picture.close();
      }
      if (tracked !== undefined) {
        await finish(tracked);
      }
      tracked = next;
      index += 1;
      end = Math.max(end, time + duration);
    }
    if (tracked !== undefined) {
      await finish(tracked);
    }
    await taken;
    memory.finish(index);
    return end / 1000;
  } finally {
    tracking.close();
  }
}
