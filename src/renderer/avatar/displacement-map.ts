import type { Texture } from 'three';

/** A displacement of a head's surface along its normal over the UV square, on the graphics card. */
export interface DisplacementMap {
  /** Metres in red, v upwards. */
  readonly texture: Texture;
  /** Texels along a side. */
  readonly size: number;
}
