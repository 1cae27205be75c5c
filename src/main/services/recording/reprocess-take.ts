import { createFaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { Identity } from '../../../shared/core/identity/identity.ts';
import type { TakeHeader } from '../../../shared/core/take/take-record.ts';
import { TAKE_VERSION } from '../../../shared/core/take/take-version.ts';
import { FramePipeline } from '../../../shared/core/tracking/frame-pipeline.ts';
import type { PipelineSettings } from '../../../shared/core/tracking/pipeline-settings.ts';
import type { TakeReader } from './take-reader.ts';
import { TakeWriter } from './take-writer.ts';

export interface ReprocessOptions {
  /** Used throughout instead of those in the take. */
  readonly settings: PipelineSettings | undefined;
  /** Whose face it is, if not whose the take says: measured from their neutral throughout. */
  readonly identity?: Identity | undefined;
  readonly appVersion: string;
  readonly signal: AbortSignal;
  /** Hears how many observations have been run. */
  readonly onProgress: (observations: number) => void;
}

/**
 * Runs a take's observations through the frame pipeline again, into a new take. The pipeline is told what it was told
 * then, before the same observations, so with the take's own settings the frames come out bit for bit.
 *
 * @returns the number of frames
 * @throws AppError `recording/write-failed`; the signal's reason when it aborts
 */
export async function reprocessTake(
  take: TakeReader,
  outputPath: string,
  { settings, identity, appVersion, signal, onProgress }: ReprocessOptions,
): Promise<number> {
  const header: TakeHeader = {
    ...take.header,
    version: TAKE_VERSION,
    appVersion,
    identity: identity?.name ?? take.header.identity,
  };
  const present = (recorded: PipelineSettings): PipelineSettings => {
    const used = settings ?? recorded;
    return identity === undefined ? used : { ...used, neutral: identity.calibration.neutral };
  };
  const writer = await TakeWriter.create(outputPath, header);
  const pipeline = new FramePipeline();
  const frame = createFaceFrame();
  let time = header.monotonicTime;
  let frames = 0;
  if (settings !== undefined) {
    const used = present(settings);
    pipeline.configure(used);
    writer.writeSettings({ pipeline: used, reset: true }, time);
  }
  try {
    for await (const record of take.records({
      topics: ['/observation', '/settings', '/marker', '/wrinkles'],
    })) {
      signal.throwIfAborted();
      if (record.kind === 'observation') {
        time = record.observation.time;
        pipeline.process(record.observation, frame);
        writer.writeObservation(record.observation);
        writer.writeFrame(frame);
        frames += 1;
        onProgress(frames);
        await writer.ready();
      } else if (record.kind === 'settings') {
        const change = { ...record.change, pipeline: present(record.change.pipeline) };
        pipeline.configure(change.pipeline);
        if (change.reset) {
          pipeline.reset(change.learned);
        }
        writer.writeSettings(change, time);
      } else if (record.kind === 'marker') {
        writer.writeMarker(record.marker);
      } else if (record.kind === 'wrinkles') {
        writer.writeWrinkles(record.maps, time);
      }
    }
    await writer.end();
  } catch (thrown) {
    await writer.abandon();
    throw thrown;
  }
  return frames;
}
