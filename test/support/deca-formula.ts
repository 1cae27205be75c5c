import type { Tensor } from '../../src/shared/core/tensor/tensor.ts';
import { elementCount } from '../../src/shared/core/tensor/tensor.ts';

/**
 * Weights, latents and pictures made by a formula, bit-equal to those the golden numbers were computed with:
 * a full-size synthetic checkpoint needs no licensed file. Integer hash of (name, index), FNV-1a 32 seeded,
 * finished with Murmur3's fmix32; every value is `fround(offset + amplitude · v)` with v in [-1, 1).
 */

/** FNV-1a, 32 bits, over the UTF-8 bytes of a name. */
function seedOf(name: string): number {
  let seed = 2166136261;
  for (const byte of new TextEncoder().encode(name)) {
    seed = Math.imul(seed ^ byte, 16777619);
  }
  return seed >>> 0;
}

/** Murmur3's finalizer: 32 unsigned bits from 32 bits. */
function mix(bits: number): number {
  let x = bits >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Float32Array [count] of `offset + amplitude · v(name, i)`, rounded once; `extra[i]` is added before rounding. */
export function formulaValues(
  name: string,
  count: number,
  amplitude: number,
  offset = 0,
  extra: Readonly<Record<number, number>> = {},
): Float32Array {
  const seed = seedOf(name);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const v = ((mix((seed + Math.imul(i, 0x9e3779b9)) | 0) >>> 8) - 8388608) / 8388608;
    values[i] = offset + amplitude * v + (extra[i] ?? 0);
  }
  return values;
}

/** Added to E_flame's last bias so that the synthetic camera and light are plausible. */
const FINAL_BIAS_EXTRA = { 206: 8, 207: -0.17, 208: 0.1, 209: 3, 210: 3, 211: 3 };

/** Mean of a BatchNorm's gamma; residual branches end small so that fifty layers keep their scale. */
function gammaOffset(module: string): number {
  if (module.endsWith('.bn3')) {
    return 0.25;
  }
  return module.endsWith('.downsample.1') ? 0.7 : 1;
}

function weightGain(module: string): number {
  if (module.endsWith('layers.2')) {
    return 0.25;
  }
  return module === 'D_detail.conv_blocks.21' ? 4 : 1;
}

/** The tensor of one checkpoint entry, e.g. `E_flame.encoder.layer1.0.conv1.weight`. */
export function decaFormulaTensor(name: string, shape: readonly number[]): Tensor {
  const count = elementCount(shape);
  const module = name.slice(0, name.lastIndexOf('.'));
  const floats = (amplitude: number, offset = 0, extra = {}): Tensor => ({
    type: 'F32',
    shape,
    data: formulaValues(name, count, amplitude, offset, extra),
  });
  switch (name.slice(module.length + 1)) {
    case 'num_batches_tracked':
      return { type: 'I64', shape, data: BigInt64Array.of(1000n) };
    case 'running_mean':
      return floats(0.05);
    case 'running_var':
      return floats(0.2, 1);
    case 'bias':
      return floats(0.05, 0, name === 'E_flame.layers.2.bias' ? FINAL_BIAS_EXTRA : {});
    default:
      return shape.length === 1
        ? floats(0.1, gammaOffset(module))
        : floats(weightGain(module) * Math.sqrt(6 / elementCount(shape.slice(1))));
  }
}

/** Uint8Array [height × width × 3], RGB: bands, a disc and noise. `name` is `image` or `image2` in the goldens. */
export function formulaImage(name: string, width: number, height: number): Uint8Array {
  const seed = seedOf(name);
  const diameter = Math.floor((Math.min(width, height) * 7) / 10);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const disc = (2 * x - width) ** 2 + (2 * y - height) ** 2 < diameter ** 2 ? 40 : 0;
      for (let c = 0; c < 3; c++) {
        const i = (y * width + x) * 3 + c;
        const phase = ((x * (c + 2) + y * (4 - c)) >> 1) & 255;
        const triangle = phase < 128 ? 2 * phase : 511 - 2 * phase;
        const noise = mix((seed + Math.imul(i, 0x9e3779b9)) | 0) & 31;
        pixels[i] = Math.min(255, ((triangle * 3) >> 2) + noise + disc);
      }
    }
  }
  return pixels;
}

/** Float32Array [1 × 3 × 224 × 224], RGB, 0..1: a formula picture as the encoders take it. */
export function formulaCrop(name: string): Float32Array {
  const size = 224;
  const pixels = formulaImage(name, size, size);
  const crop = new Float32Array(3 * size * size);
  for (let i = 0; i < size * size; i++) {
    for (let c = 0; c < 3; c++) {
      crop[c * size * size + i] = (pixels[i * 3 + c] ?? 0) / 255;
    }
  }
  return crop;
}
