import { AppError } from '../../../shared/contract/app-error.ts';
import type { CaptureInput } from '../../../shared/contract/headless-capture.ts';
import { type DecodedPicture, DecodedVideo } from '../video-decoding.ts';

/** Every picture of an input, one after the other, for as long as somebody asks for the next. */
export interface PictureSequence {
  /** When its last picture should end. */
  readonly seconds: number;
  pictures(): AsyncGenerator<DecodedPicture, void>;
  close(): void;
}

/** @throws AppError `video/…` */
export async function openPictureSequence(input: CaptureInput, origin: string): Promise<PictureSequence> {
  if (input.kind === 'pictures') {
    return {
      seconds: input.paths.length / input.rate,
      pictures: () => loadPictures(input.paths, input.rate, origin),
      close: () => undefined,
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
