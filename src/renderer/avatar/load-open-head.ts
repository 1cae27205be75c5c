import type { FaceModel } from '../../shared/core/face/face-model.ts';
import { readFaceModel } from '../../shared/core/face/face-model-file.ts';
import type { IdentityMode } from '../../shared/core/face/identity-mode.ts';
import type { AtlasPicture, SkinPictures } from '../../shared/core/face/paint-skin.ts';
import type { TriangleRun } from './head-parts.ts';

/** Where the open head is served. */
const FOLDER = '/models/open';

/** The head that comes with Furrow, and what skins are painted on it from. */
export interface OpenHead {
  readonly model: FaceModel;
  /** The parts of the model. */
  readonly parts: readonly TriangleRun[];
  /** In the order of the model's identity basis. */
  readonly identityModes: readonly IdentityMode[];
  readonly pictures: SkinPictures;
}

/**
 * Loads the open head, in a page or a worker.
 * @param origin where the page is served, e.g. `http://127.0.0.1:47800`.
 * @throws TypeError, MalformedFileError or DOMException when a file of it is missing or damaged.
 */
export async function loadOpenHead(origin: string): Promise<OpenHead> {
  const folder = origin + FOLDER;
  const [model, description, tint, marks, growth, brows, parts] = await Promise.all([
    loadOpenModel(origin),
    loadDescription(`${folder}/head.json`),
    loadPicture(`${folder}/skin-tint.png`),
    loadPicture(`${folder}/skin-marks.png`),
    loadPicture(`${folder}/skin-growth.png`),
    loadPicture(`${folder}/skin-brows.png`),
    loadPicture(`${folder}/skin-parts.png`),
  ]);
  return {
    model,
    parts: description.parts,
    identityModes: description.identity,
    pictures: { tint, marks, growth, brows, parts },
  };
}

/** Loads the open head's face model alone. @param origin as of loadOpenHead. @throws TypeError or MalformedFileError */
export function loadOpenModel(origin: string): Promise<FaceModel> {
  return loadModel(`${origin}${FOLDER}/face-model.safetensors`);
}

/** Loads a face model. @throws TypeError or MalformedFileError when it is missing or damaged. */
export async function loadModel(address: string): Promise<FaceModel> {
  const response = await fetch(address);
  return readFaceModel(new Uint8Array(await response.arrayBuffer()));
}

interface HeadDescription {
  readonly parts: readonly TriangleRun[];
  readonly identity: readonly IdentityMode[];
}

async function loadDescription(address: string): Promise<HeadDescription> {
  const response = await fetch(address);
  return response.json();
}

/** Samples as they are in the file: they are measures, not colours to be matched to a screen. */
async function loadPicture(address: string): Promise<AtlasPicture> {
  const response = await fetch(address);
  const bitmap = await createImageBitmap(await response.blob(), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new TypeError('no 2D context for reading a picture');
  }
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { size: width, samples: context.getImageData(0, 0, width, height).data };
}
