import type { ReliefView } from '../../src/shared/core/detail/relief/relief-unwrap.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { renderSkin } from '../../src/shared/core/identity/skin/render-skin.ts';

/** Pixels of the picture. */
export const CREASED_WIDTH = 640;
export const CREASED_HEIGHT = 480;
const FIELD_OF_VIEW = 45;
const SKIN_SIZE = 512;

/** Where the creases lie on the open head's atlas: rows of dark lines across the forehead. */
export const CREASES = [0.8, 0.825, 0.85] as const;
const CREASE_WIDTH = 0.004;
const CREASE_REACH = [0.4, 0.6] as const;
/** What is left of the light in a crease. */
const CREASE_LIGHT = 0.75;

/** Light from above and in front, bands as in SkinTexture.lights. */
const LIGHT = Float32Array.from({ length: 27 }, (_, i) => [0.9, 0.03, 0.08][Math.floor(i / 3)] ?? 0);

/** How a texel of the skin is darkened by the creases, 1 where there is none. */
export function creaseAt(u: number, v: number): number {
  const isCreased =
    u > CREASE_REACH[0] &&
    u < CREASE_REACH[1] &&
    CREASES.some((crease) => Math.abs(v - crease) < CREASE_WIDTH);
  return isCreased ? CREASE_LIGHT : 1;
}

/** The open head at rest in a picture, half a metre away, turned by `yaw` radians, with creases painted on its forehead. */
export function pictureCreasedHead(model: FaceModel, yaw: number): ReliefView {
  const vertices = new Float32Array(model.template.length);
  for (let at = 0; at < vertices.length; at += 3) {
    const x = model.template[at] ?? 0;
    const z = model.template[at + 2] ?? 0;
    vertices[at] = x * Math.cos(yaw) + z * Math.sin(yaw);
    vertices[at + 1] = model.template[at + 1] ?? 0;
    vertices[at + 2] = z * Math.cos(yaw) - x * Math.sin(yaw) - 0.5;
  }
  const color = new Uint8ClampedArray(SKIN_SIZE * SKIN_SIZE * 4);
  for (let texel = 0; texel < SKIN_SIZE * SKIN_SIZE; texel += 1) {
    const u = ((texel % SKIN_SIZE) + 0.5) / SKIN_SIZE;
    const v = 1 - (Math.floor(texel / SKIN_SIZE) + 0.5) / SKIN_SIZE;
    const light = creaseAt(u, v) ** (1 / 2.2);
    color.set([190 * light, 150 * light, 130 * light, 255], texel * 4);
  }
  const head = { vertices, width: CREASED_WIDTH, height: CREASED_HEIGHT, fieldOfView: FIELD_OF_VIEW };
  const part = { left: 0, top: 0, width: CREASED_WIDTH, height: CREASED_HEIGHT, scale: 1 };
  return { ...head, part, pixels: renderSkin({ color, size: SKIN_SIZE }, LIGHT, head, model) };
}
