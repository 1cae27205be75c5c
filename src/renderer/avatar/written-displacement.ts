import {
  DataTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  LinearMipmapLinearFilter,
  NoColorSpace,
  RedFormat,
  type Texture,
} from 'three';
import { PACKED_DISPLACEMENT_RANGE } from '../../shared/core/detail/packed-displacement.ts';
import type { DisplacementMap } from './displacement-map.ts';

/** Steps from none to the largest displacement that is shown. */
const STEPS = 32_767;
const STEP = PACKED_DISPLACEMENT_RANGE / STEPS;

/** One texel that lies in the surface. */
const NOTHING = new Float32Array(1);

/** A displacement that the processor writes; as small as can be while it holds nothing. */
export class WrittenDisplacement implements DisplacementMap {
  readonly #hasMipmaps: boolean;
  #texture: DataTexture;

  /** @param options.hasMipmaps for what is written once, and finer than the picture of it may be. */
  constructor({ hasMipmaps }: { readonly hasMipmaps: boolean }) {
    this.#hasMipmaps = hasMipmaps;
    this.#texture = createTexture(1, hasMipmaps);
  }

  /** Another one once a displacement of another size has been written. */
  get texture(): Texture {
    return this.#texture;
  }

  get size(): number {
    return this.#texture.image.width;
  }

  /**
   * Writes a displacement, or none. Allocates nothing unless the size changes.
   * @param values metres, Float32Array [size × size], first row at v = 1. What is beyond ±PACKED_DISPLACEMENT_RANGE is cut
   * off there; NaN counts as 0.
   */
  write(values: Float32Array = NOTHING): void {
    const size = Math.sqrt(values.length);
    if (!Number.isInteger(size) || size === 0) {
      throw new RangeError(`a displacement of ${values.length} texels is not square`);
    }
    if (size !== this.size) {
      this.#texture.dispose();
      this.#texture = createTexture(size, this.#hasMipmaps);
    }
    const texels = this.#texture.image.data;
    if (texels instanceof Uint16Array) {
      writeHalfFloats(values, texels);
      this.#texture.needsUpdate = true;
    }
  }

  dispose(): void {
    this.#texture.dispose();
  }
}

function createTexture(size: number, hasMipmaps: boolean): DataTexture {
  const texture = new DataTexture(new Uint16Array(size * size), size, size, RedFormat, HalfFloatType);
  texture.colorSpace = NoColorSpace;
  // The first row lies at v = 1.
  texture.flipY = true;
  texture.magFilter = LinearFilter;
  texture.minFilter = hasMipmaps ? LinearMipmapLinearFilter : LinearFilter;
  texture.generateMipmaps = hasMipmaps;
  texture.needsUpdate = true;
  return texture;
}

let halfFloats: Uint16Array | undefined;

/** Metres in half precision (1 µm for a wrinkle), by the number of steps from the deepest. Made on the first call. */
function halfFloatsOfSteps(): Uint16Array {
  halfFloats ??= Uint16Array.from({ length: 2 * STEPS + 1 }, (_, i) =>
    DataUtils.toHalfFloat((i - STEPS) * STEP),
  );
  return halfFloats;
}

function writeHalfFloats(values: Float32Array, target: Uint16Array): void {
  const table = halfFloatsOfSteps();
  const none = table[STEPS] ?? 0;
  for (let i = 0; i < target.length; i++) {
    const steps = Math.min(Math.max(Math.round((values[i] ?? 0) / STEP), -STEPS), STEPS);
    target[i] = table[steps + STEPS] ?? none;
  }
}
