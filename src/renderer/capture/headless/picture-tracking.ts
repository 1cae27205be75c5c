import type { CaptureJob } from '../../../shared/contract/headless-capture.ts';
import { copyObservation, type FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { FaceTracker } from '../face-tracker.ts';
import { fetchBundle } from '../fetch-bundle.ts';
import { PictureEvidence } from '../picture-evidence.ts';
import type { TrackingMemory } from './tracking-memory.ts';

/** Says what the pictures of a sequence show, in their order. */
export interface PictureTracking {
  /**
   * Writes what a picture shows into `target`, all of it but its index, which says which picture it is. The picture stays
   * the caller's.
   * @returns milliseconds that the face tracker took for it
   */
  observe(picture: VideoFrame, time: number, target: FaceObservation): number;
  close(): void;
}

/** Tracks a job's pictures, unless the memory still has what was seen in them. */
export async function openPictureTracking(
  job: CaptureJob,
  origin: string,
  memory: TrackingMemory,
): Promise<PictureTracking> {
  const seen = job.isRepeated === true ? memory.recall() : undefined;
  if (seen !== undefined) {
    return {
      observe: (_picture, _time, target) => {
        const observation = seen[target.index];
        if (observation !== undefined) {
          copyObservation(observation, target);
        }
        return 0;
      },
      close: () => undefined,
    };
  }
  const tracker = await FaceTracker.load({
    bundle: await fetchBundle(new URL(job.bundle.path, origin), fetch),
    hasScores: job.bundle.hasScores,
    delegate: 'cpu',
    origin,
  });
  const evidence = new PictureEvidence();
  return {
    observe: (picture, time, target) => {
      const start = performance.now();
      tracker.observe(picture, time, target);
      const trackMilliseconds = performance.now() - start;
      evidence.measure(picture, target);
      if (job.enrol !== undefined) {
        memory.keep(target);
      }
      return trackMilliseconds;
    },
    close: () => tracker.close(),
  };
}
