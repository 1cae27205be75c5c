import { MalformedFileError } from './malformed-file-error.ts';
import type { Tensor, TensorDataByType, TensorType } from './tensor.ts';

/** Stands for an extent that is not known beforehand. */
export const ANY_EXTENT = -1;

/**
 * The tensor of that name and type; `shape` may leave extents open with ANY_EXTENT.
 * @param file what the tensors are of, for the message: `face model`.
 * @throws MalformedFileError when it is missing or has another type or shape.
 */
export function takeTensor<Type extends TensorType>(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  type: Type,
  shape: readonly number[],
): { readonly shape: readonly number[]; readonly data: TensorDataByType[Type] } {
  const tensor = tensors.get(name);
  if (tensor === undefined) {
    throw new MalformedFileError(`${file}: the array "${name}" is missing`);
  }
  const fits =
    tensor.shape.length === shape.length &&
    shape.every((extent, axis) => extent === ANY_EXTENT || extent === tensor.shape[axis]);
  if (tensor.type !== type || !fits) {
    const expected = shape.map((extent) => (extent === ANY_EXTENT ? 'any' : extent)).join(' × ');
    throw new MalformedFileError(
      `${file}: "${name}" is ${tensor.type} [${tensor.shape.join(' × ')}], expected ${type} [${expected}]`,
    );
  }
  // `type` was just compared; the compiler cannot narrow a generic union by it.
  return { shape: tensor.shape, data: tensor.data as TensorDataByType[Type] };
}
