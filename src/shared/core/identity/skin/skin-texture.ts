import type { Rgb, SkinLook } from '../../face/skin-look.ts';
import type { StaticRelief } from '../identity.ts';

/** A person's skin over a face model's UV square, as SkinUnwrap finds it. */
export interface SkinTexture {
  /** Texels along an edge. */
  readonly size: number;
  /**
   * The skin without the light it was seen in, sRGB, opaque: RGBA, Uint8ClampedArray [size × size × 4], first row at
   * v = 1. Texels that no picture shows are filled in.
   */
  readonly color: Uint8ClampedArray<ArrayBuffer>;
  /** How well each texel was seen, 0 (filled in) to 255, Uint8Array [size × size]. */
  readonly confidence: Uint8Array<ArrayBuffer>;
  /** Mean colour of the face that was seen, light removed, sRGB 0..255. */
  readonly tone: Rgb;
  /** The open head's own skin nearest to the person's: what unseen parts were filled in with. */
  readonly look: SkinLook;
  /** Pores and fine lines, as deep as they are dark (fine-relief.ts); undefined when no pictures show any. */
  readonly relief: StaticRelief | undefined;
  /** Colour of the irises; undefined when no picture shows an open eye. */
  readonly irisColor: Rgb | undefined;
  /** Share of the face that was seen, 0..1. */
  readonly coverage: number;
  /**
   * The light of each picture in the order they were added: factors on the linear colour of the skin by its normal in
   * the camera's frame, bands as `shadeSphericalHarmonics` has them, Float32Array [27].
   */
  readonly lights: readonly Float32Array[];
}
