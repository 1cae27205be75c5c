import { createUvTable } from '../../src/shared/core/detail/uv-table.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { paintSkin, type SkinPictures } from '../../src/shared/core/face/paint-skin.ts';
import type { Rgb, SkinLook } from '../../src/shared/core/face/skin-look.ts';
import { renderSkin } from '../../src/shared/core/identity/skin/render-skin.ts';
import { createSkinLayout } from '../../src/shared/core/identity/skin/skin-layout.ts';
import type { SkinView } from '../../src/shared/core/identity/skin/skin-view.ts';

const WIDTH = 400;
const HEIGHT = 300;
const FIELD_OF_VIEW = 40;
/** Metres from the camera to between the eyes. */
const DISTANCE = 0.52;
/** Where the head turns about, metres: the neck's upper end. */
const PIVOT = [0, -0.08, -0.08] as const;
/** sRGB of whatever is behind the head. */
const WALL: Rgb = [60, 120, 70];

/** A made-up person's skin, and eyeballs of one colour. */
export interface KnownSkin {
  readonly size: number;
  readonly color: Uint8ClampedArray<ArrayBuffer>;
}

/** Paints a look as a texture whose eyeballs are all iris. */
export function paintKnownSkin(
  model: FaceModel,
  pictures: SkinPictures,
  look: SkinLook,
  size: number,
): KnownSkin {
  const { color } = paintSkin(pictures, look, size);
  const { isEye } = createSkinLayout(model, pictures, size);
  const { texels, triangles } = createUvTable(model, size, 'exact');
  texels.forEach((texel, entry) => {
    if (isEye[triangles[entry] ?? 0] === 1) {
      color.set(look.iris, texel * 4);
    }
  });
  return { size, color };
}

/** How a head is held and lit in a picture. */
export interface Sitting {
  /** Degrees, positive towards the subject's left, and up. */
  readonly yaw: number;
  readonly pitch: number;
  /** As SkinTexture.lights. */
  readonly light: Float32Array;
}

/** A picture of the open head at rest with a known skin. */
export function takePicture(model: FaceModel, skin: KnownSkin, { yaw, pitch, light }: Sitting): SkinView {
  const view = {
    width: WIDTH,
    height: HEIGHT,
    fieldOfView: FIELD_OF_VIEW,
    vertices: turnHead(model.template, (yaw * Math.PI) / 180, (pitch * Math.PI) / 180),
  };
  const pixels = renderSkin(skin, light, view, model);
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 0) {
      pixels.set(WALL, at);
    }
  }
  return { ...view, pixels, quality: 1 };
}

function turnHead(template: Float32Array, yaw: number, pitch: number): Float32Array {
  const turned = new Float32Array(template.length);
  for (let at = 0; at < template.length; at += 3) {
    const x = (template[at] ?? 0) - PIVOT[0];
    const y = (template[at + 1] ?? 0) - PIVOT[1];
    const z = (template[at + 2] ?? 0) - PIVOT[2];
    const raisedY = y * Math.cos(pitch) + z * Math.sin(pitch);
    const raisedZ = z * Math.cos(pitch) - y * Math.sin(pitch);
    turned[at] = x * Math.cos(yaw) + raisedZ * Math.sin(yaw) + PIVOT[0];
    turned[at + 1] = raisedY + PIVOT[1] + 0.03;
    turned[at + 2] = raisedZ * Math.cos(yaw) - x * Math.sin(yaw) + PIVOT[2] - DISTANCE;
  }
  return turned;
}
