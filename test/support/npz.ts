import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { readNpyBytes } from '../../src/main/import/npy.ts';
import type { Tensor } from '../../src/shared/core/tensor/tensor.ts';

/** The arrays of a golden .npz by name. */
export function readGoldenNpz(path: string): Readonly<Record<string, Tensor>> {
  const entries = Object.entries(unzipSync(readFileSync(path)));
  return Object.fromEntries(
    entries.map(([name, bytes]) => [name.replace(/\.npy$/, ''), readNpyBytes(bytes, name).toTensor(name)]),
  );
}

/** Float32 values of a golden array; throws when it is missing or of another type. */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.type !== 'F32') {
    throw new Error('not a float32 golden array');
  }
  return tensor.data;
}
