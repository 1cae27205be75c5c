import type { EnrolledFace } from '../../../shared/core/identity/enrolment.ts';
import type { DetailCode, Identity, SkinPicture } from '../../../shared/core/identity/identity.ts';
import { writeIdentity } from '../../../shared/core/identity/identity-file.ts';
import type { SkinTexture } from '../../../shared/core/identity/skin/skin-texture.ts';

/** How the person is to be known. */
export type PersonName = Pick<Identity, 'id' | 'revision' | 'name' | 'createdTime'>;

/** JPEG's quality: what it loses is below a camera's noise. */
const QUALITY = 0.95;

/** A person's identity as a file, of what an enrolment found and, if there are any, the skin with its fine relief and the wrinkles. */
export async function makePerson(
  { id, revision, name, createdTime }: PersonName,
  { faceModel, shape, landmarkResidual, calibration, quality }: EnrolledFace,
  skin: SkinTexture | undefined,
  detail: DetailCode | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  return writeIdentity({
    id,
    revision,
    name,
    createdTime,
    faceModel,
    shape,
    landmarkResidual,
    irisColor: skin?.irisColor,
    skin: skin === undefined ? undefined : await encodeSkin(skin),
    calibration,
    detail,
    relief: skin?.relief,
    quality: { ...quality, skin: skin?.coverage ?? 0, detail: mean(detail?.confidence ?? []) },
  });
}

function mean(shares: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i += 1) {
    sum += shares[i] ?? 0;
  }
  return sum / Math.max(shares.length, 1);
}

async function encodeSkin({ size, color }: SkinTexture): Promise<SkinPicture> {
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) {
    throw new Error('no 2D context for a skin');
  }
  context.putImageData(new ImageData(color, size, size), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  return { type: 'image/jpeg', size, bytes: new Uint8Array(await blob.arrayBuffer()) };
}
