import {
  BlobSource,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  UrlSource,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import { AppError } from '../../shared/contract/app-error.ts';

/** Containers that hold everything themselves; playlists, which name other addresses, are left out on purpose. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];

/** Names people know for codecs that browsers often cannot decode. */
const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC (H.265)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
};

/** One picture of a video. Whoever receives it closes `picture`. */
export interface DecodedPicture {
  readonly picture: VideoFrame;
  /** The file's own timestamp and, where the file tells it, the duration: milliseconds. */
  readonly time: number;
  readonly duration: number;
}

/** A video file, decoded in this worker with WebCodecs. */
export class DecodedVideo {
  readonly #input: Input;
  readonly #track: InputVideoTrack;

  private constructor(input: Input, track: InputVideoTrack) {
    this.#input = input;
    this.#track = track;
  }

  /**
   * Opens a file, or an address that is read in parts as they are needed.
   * @throws AppError `video/unreadable` (no video, damaged) or `video/unsupported` (a codec nobody here decodes)
   */
  static async open(file: Blob | URL): Promise<DecodedVideo> {
    const source =
      file instanceof Blob ? new BlobSource(file) : new UrlSource(file, { getRetryDelay: () => null });
    const input = new Input({ source, formats: FORMATS });
    try {
      return new DecodedVideo(input, await openVideoTrack(input));
    } catch (thrown) {
      input.dispose();
      throw thrown instanceof AppError ? thrown : unreadableVideo(thrown);
    }
  }

  /** The end of its last picture, seconds. */
  async seconds(): Promise<number> {
    return this.#track.computeDuration();
  }

  /**
   * All pictures from the first on, in the order they are shown; a few are decoded ahead.
   * @throws AppError `video/unreadable` where the file is damaged
   */
  async *pictures(): AsyncGenerator<DecodedPicture, void> {
    let count = 0;
    try {
      for await (const sample of new VideoSampleSink(this.#track).samples()) {
        count += 1;
        const { microsecondTimestamp, duration } = sample;
        const picture = uprightPicture(sample);
        sample.close();
        yield { picture, time: microsecondTimestamp / 1000, duration: duration * 1000 };
      }
    } catch (thrown) {
      throw unreadableVideo(thrown);
    }
    if (count === 0) {
      throw unreadableVideo(undefined);
    }
  }

  close(): void {
    this.#input.dispose();
  }
}

async function openVideoTrack(input: Input): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (track === null) {
    throw unreadableVideo(undefined);
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

function unreadableVideo(cause: unknown): AppError {
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
