import {
  BlobSource,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import { AppError } from '../../shared/contract/app-error.ts';
import type { DeliverFrame, FrameSource } from './frame-source.ts';

/** Containers that hold everything themselves; playlists, which name other addresses, are left out on purpose. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];

/** Milliseconds behind real time beyond which the clock starts again instead of racing to catch up. */
const LATEST = 1000;

/** Shown for a frame whose file gives it no duration, milliseconds; also keeps a one-frame file from spinning. */
const SHORTEST_FRAME = 1000 / 60;

/** Names people know for codecs that browsers often cannot decode. */
const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC (H.265)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
};

/** A video file that is played in real time, again and again, decoded in this worker with WebCodecs. */
export class VideoFileSource implements FrameSource {
  readonly stalledError = undefined;
  readonly #file: Blob;
  readonly #now: () => number;

  constructor(file: Blob, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** @throws AppError `video/unreadable` (no video, damaged) or `video/unsupported` (a codec nobody here decodes). */
  async play(deliver: DeliverFrame, signal: AbortSignal): Promise<void> {
    const input = new Input({ source: new BlobSource(this.#file), formats: FORMATS });
    try {
      const sink = new VideoSampleSink(await openVideoTrack(input));
      let start = this.#now();
      while (!signal.aborted) {
        start = await this.#playOnce(sink, start, deliver, signal);
      }
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : unreadable(thrown);
    } finally {
      input.dispose();
    }
  }

  /** Plays from `start`, in session time, and returns when the next round begins. */
  async #playOnce(
    sink: VideoSampleSink,
    start: number,
    deliver: DeliverFrame,
    signal: AbortSignal,
  ): Promise<number> {
    let firstTimestamp: number | undefined;
    let end = start;
    let lateness = 0;
    for await (const sample of sink.samples()) {
      firstTimestamp ??= sample.timestamp;
      let due = start + lateness + (sample.timestamp - firstTimestamp) * 1000;
      const behind = this.#now() - due;
      if (behind > LATEST) {
        lateness += behind;
        due += behind;
      }
      await waitUntil(due, this.#now, signal);
      if (signal.aborted) {
        sample.close();
        return due;
      }
      end = due + Math.max(sample.duration * 1000, SHORTEST_FRAME);
      deliver(uprightPicture(sample), due);
      sample.close();
    }
    if (firstTimestamp === undefined) {
      throw unreadable(undefined);
    }
    return end;
  }
}

async function openVideoTrack(input: Input): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) {
    throw unreadable(undefined);
  }
  const codec = await track.getCodec();
  if (codec === null || !(await track.canDecode())) {
    const name =
      codec === null ? String((await track.getInternalCodecId()) ?? '?') : (CODEC_NAMES[codec] ?? codec);
    throw new AppError(
      'video/unsupported',
      `This video is compressed as ${name}, which cannot be decoded here. Convert it to H.264 (MP4) or VP9 (WebM).`,
      { details: { codec: name } },
    );
  }
  return track;
}

function unreadable(cause: unknown): AppError {
  return new AppError(
    'video/unreadable',
    'This file holds no video that Furrow can read, or is damaged. Choose an MP4, MOV, WebM or MKV file.',
    { cause },
  );
}

/** The sample's picture as it is meant to be seen: phones store theirs turned. */
function uprightPicture(sample: VideoSample): VideoFrame {
  if (sample.rotation === 0 && !sample.flip) {
    return sample.toVideoFrame();
  }
  const canvas = new OffscreenCanvas(sample.displayWidth, sample.displayHeight);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) {
    throw new Error('no 2D context for turning a video');
  }
  sample.draw(context, 0, 0);
  return new VideoFrame(canvas, { timestamp: sample.microsecondTimestamp });
}

/** Resolves when the clock reads `time`, or at once when that has passed or `signal` aborts. */
function waitUntil(time: number, now: () => number, signal: AbortSignal): Promise<void> {
  const pause = time - now();
  if (pause <= 0 || signal.aborted) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, pause);
    signal.addEventListener('abort', finish, { once: true });
  });
}
