import { AppError } from '../../../shared/contract/app-error.ts';
import type { CaptureInput } from '../../../shared/contract/headless-capture.ts';
import { PerformerPictures } from '../performer-pictures.ts';
import { type DecodedPicture, DecodedVideo } from '../video-decoding.ts';

/** Every picture of an input, one after the other, for as long as somebody asks for the next. */
export interface PictureSequence {
  /** When its last picture should end. */
  readonly seconds: number;
  pictures(): AsyncGenerator<DecodedPicture, void>;
  close(): void;
}

/** @throws AppError `video/…`, or for a performer as `PerformerPictures.open` */
export async function openPictureSequence(input: CaptureInput, origin: string): Promise<PictureSequence> {
  if (input.kind === 'pictures') {
    return {
      seconds: input.paths.length / input.rate,
      pictures: () => loadPictures(input.paths, input.rate, origin),
      close: () => undefined,
    };
  }
  if (input.kind === 'demo') {
    const performer = await PerformerPictures.open(input.performer, origin);
    return {
      seconds: performer.duration / 1000,
      pictures: () => performOnce(performer, input.rate),
      close: () => performer.close(),
    };
  }
  const video = await DecodedVideo.open(new URL(input.path, origin));
  return { seconds: await video.seconds(), pictures: () => video.pictures(), close: () => video.close() };
}

async function* loadPictures(
  paths: readonly string[],
  rate: number,
  origin: string,
): AsyncGenerator<DecodedPicture, void> {
  for (const [index, path] of paths.entries()) {
    const time = (index * 1000) / rate;
    const bitmap = await loadPicture(new URL(path, origin));
    const picture = new VideoFrame(bitmap, { timestamp: Math.round(time * 1000) });
    bitmap.close();
    yield { picture, time, duration: 1000 / rate };
  }
}

async function* performOnce(
  performer: PerformerPictures,
  rate: number,
): AsyncGenerator<DecodedPicture, void> {
  const duration = 1000 / rate;
  for (let index = 0; index * duration < performer.duration; index += 1) {
    const time = index * duration;
    yield { picture: performer.draw(time, time), time, duration };
  }
}

/** @throws AppError `video/unreadable` */
async function loadPicture(address: URL): Promise<ImageBitmap> {
  try {
    const response = await fetch(address);
    return await createImageBitmap(await response.blob());
  } catch (cause) {
    const name = decodeURIComponent(address.pathname.split('/').at(-1) ?? '');
    throw new AppError(
      'video/unreadable',
      `${name} is no picture that Furrow can read, or is damaged. Use PNG, JPEG or WebP.`,
      { cause },
    );
  }
}
