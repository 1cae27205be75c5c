import type { Tensor } from '../../shared/core/tensor/tensor.ts';
import type { ArrayOrigin } from './element-bytes.ts';
import { malformedImport } from './import-error.ts';

/**
 * An integer tensor as indices, flattened.
 *
 * @param tensor - Elements of any integer type.
 * @param limit - One more than the largest index allowed; at most 2³².
 * @returns A new array with as many elements as the tensor.
 * @throws AppError `import/malformed` when an element is no whole number in `[0, limit)`.
 */
export function indexArray(tensor: Tensor, limit: number, origin: ArrayOrigin): Uint32Array {
  if (tensor.type === 'F16') {
    throw malformedImport(origin.file, `${origin.what} should hold whole numbers.`);
  }
  const indices = new Uint32Array(tensor.data.length);
  for (let position = 0; position < indices.length; position++) {
    const index = Number(tensor.data[position]);
    if (!Number.isSafeInteger(index) || index < 0 || index >= limit) {
      throw malformedImport(origin.file, `${origin.what} should hold whole numbers from 0 to ${limit - 1}.`);
    }
    indices[position] = index;
  }
  return indices;
}
