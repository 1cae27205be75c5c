import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { AppError } from '../../shared/contract/app-error.ts';
import type { CaptureJob } from '../../shared/contract/headless-capture.ts';
import {
  cutFace,
  FACE_CROP_SIZE,
  type FaceCropSamples,
  wholePictureCrop,
} from '../../shared/core/tracking/face-crop.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../shared/core/tracking/pipeline-settings.ts';
import type { HeadlessPages } from '../capture/headless-pages.ts';
import { readPng } from '../import/read-png.ts';

/** How often a still picture is shown to the tracker, which refines its landmarks from one frame to the next. */
const LOOKS = 4;
/** Looks per second of the tracker's clock. */
const RATE = 30;
/** No PNG of 224 × 224 pixels is larger. */
const MOST_CROP_BYTES = 4 << 20;

/** Cuts faces out of picture files. */
export interface PictureReader {
  /** @throws AppError `video/unreadable`, `tracker/no-face`, `capture/…`, `tracker/…` or `cancelled` */
  cut(file: string, signal: AbortSignal): Promise<FaceCropSamples>;
}

/** Finds the face in each picture with the tracker, in a browser without a window. */
export function createFaceFinder(pages: HeadlessPages, bundle: CaptureJob['bundle']): PictureReader {
  return {
    async cut(file, signal) {
      const page = await pages.page();
      let face: FaceCropSamples | undefined;
      await page.capture(
        { kind: 'pictures', files: new Array(LOOKS).fill(file), rate: RATE },
        { bundle, pipeline: DEFAULT_PIPELINE_SETTINGS, cutsFaces: true },
        {
          onBegin: () => undefined,
          onFrame: async (captured) => {
            face = captured.face;
          },
        },
        signal,
      );
      if (face === undefined) {
        throw new AppError(
          'tracker/no-face',
          `No face was found in ${file}. It should be well lit and turned to the camera; pictures that are crops of ` +
            'a face already are taken as they are with --no-crop.',
        );
      }
      return face;
    },
  };
}

/** Takes pictures of 224 × 224 pixels as they are: crops that were made before. */
export const wholePictureReader: PictureReader = {
  async cut(file) {
    const { size } = await stat(file);
    if (extname(file).toLowerCase() !== '.png' || size > MOST_CROP_BYTES) {
      throw notACrop(file, 'is none');
    }
    const { width, height, channels, samples } = readPng(basename(file), await readFile(file));
    if (width !== FACE_CROP_SIZE || height !== FACE_CROP_SIZE) {
      throw notACrop(file, `has ${width} × ${height} pixels`);
    }
    const picture = { width, height, channels: 3, samples: toColour(samples, channels) };
    return cutFace(picture, wholePictureCrop(FACE_CROP_SIZE));
  },
};

function notACrop(file: string, difference: string): AppError {
  return new AppError(
    'video/unreadable',
    `With --no-crop pictures have to be PNG files of ${FACE_CROP_SIZE} × ${FACE_CROP_SIZE} pixels, and ${file} ${difference}. ` +
      'Leave --no-crop out to have the face found.',
  );
}

/** Grey (1), grey and alpha (2), RGB (3) or RGBA (4) as RGB; transparency is dropped. */
function toColour(samples: Uint8Array, channels: number): Uint8Array {
  const isGrey = channels < 3;
  const pixels = samples.length / channels;
  return Uint8Array.from({ length: pixels * 3 }, (_, index) => {
    const channel = isGrey ? 0 : index % 3;
    return samples[Math.floor(index / 3) * channels + channel] ?? 0;
  });
}
