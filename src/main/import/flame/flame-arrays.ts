import { elementCount, type Tensor } from '../../../shared/core/tensor/tensor.ts';
import { malformedImport } from '../import-error.ts';
import { indexArray } from '../index-array.ts';
import { PickledArray, type PickleValue } from '../pickle/pickle-value.ts';

/** Stands for an extent that is not known beforehand. */
export const ANY_EXTENT = -1;

/** The named arrays of an unpickled dictionary, checked as they are asked for. */
export class FlameArrays {
  readonly #file: string;
  readonly #fields: ReadonlyMap<PickleValue, PickleValue>;

  /** @throws AppError `import/malformed` when `value` is no dictionary. */
  constructor(file: string, value: PickleValue) {
    if (!(value instanceof Map)) {
      throw malformedImport(file, 'a dictionary of arrays was expected, the file holds something else.');
    }
    this.#file = file;
    this.#fields = value;
  }

  /**
   * An array of numbers of the given shape.
   * @throws AppError `import/malformed` when it is missing, no array or of another shape.
   */
  tensor(key: string, shape: readonly number[]): Tensor {
    const value = this.#fields.get(key);
    if (!(value instanceof PickledArray)) {
      throw malformedImport(this.#file, `the array ${key} is missing.`);
    }
    const tensor = value.toTensor(`the array ${key}`);
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((extent, axis) => extent === ANY_EXTENT || extent === tensor.shape[axis]);
    if (!fits) {
      const expected = shape.map((extent) => (extent === ANY_EXTENT ? 'any' : extent)).join(' × ');
      throw malformedImport(
        this.#file,
        `the array ${key} has the shape [${tensor.shape.join(' × ')}], [${expected}] was expected.`,
      );
    }
    return tensor;
  }

  /** The same, rounded to float32. */
  floats(key: string, shape: readonly number[]): Float32Array {
    const { data } = this.tensor(key, shape);
    return data instanceof BigInt64Array ? Float32Array.from(data, Number) : Float32Array.from(data);
  }

  /** The same as indices below `limit`. */
  indices(key: string, shape: readonly number[], limit: number): Uint32Array {
    return indexArray(this.tensor(key, shape), limit, { file: this.#file, what: `the array ${key}` });
  }

  /**
   * Some columns of an array whose last axis counts components, each column made contiguous:
   * [… × columns] to Float32Array [count × …].
   * @throws AppError `import/malformed` when there are fewer columns.
   */
  columns(key: string, shape: readonly number[], first: number, count: number): Float32Array {
    const tensor = this.tensor(key, [...shape, ANY_EXTENT]);
    const columnCount = tensor.shape.at(-1) ?? 0;
    if (first + count > columnCount) {
      throw malformedImport(
        this.#file,
        `the array ${key} has ${columnCount} components, at least ${first + count} were expected.`,
      );
    }
    const rowCount = elementCount(shape);
    const columns = new Float32Array(count * rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      for (let column = 0; column < count; column += 1) {
        columns[column * rowCount + row] = Number(tensor.data[row * columnCount + first + column]);
      }
    }
    return columns;
  }
}
