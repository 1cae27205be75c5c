import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import { requireShape } from '../element-bytes.ts';
import { malformedImport, unsupportedImport } from '../import-error.ts';
import { indexArray } from '../index-array.ts';
import { requireArray, requireCounts, requireDictionary } from './pickle-state.ts';
import { type PickleDictionary, PickledArray, PickleGlobal, type PickleValue } from './pickle-value.ts';

/** Which index a sparse matrix compresses: that of the columns (csc) or of the rows (csr). */
type SparseFormat = 'csc' | 'csr';

/** A compressed sparse matrix of scipy; its tensor is dense, F64 [rows × columns]. */
export class SparseMatrix extends PickledArray {
  readonly #file: string;
  readonly #format: SparseFormat;
  #state: PickleDictionary = new Map();

  constructor(format: SparseFormat, file: string) {
    super();
    this.#format = format;
    this.#file = file;
  }

  override setState(state: PickleValue): void {
    this.#state = requireDictionary(state, this.#file, 'the state of a sparse matrix');
  }

  override toTensor(what: string): Tensor {
    const shape = requireCounts(this.#state.get('_shape'), this.#file, `the shape of ${what}`);
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2) {
      throw malformedImport(this.#file, `${what} is a sparse matrix and should have two dimensions.`);
    }
    requireShape(shape, Float64Array.BYTES_PER_ELEMENT, { file: this.#file, what });
    const dense = new Float64Array(rows * columns);
    const isByColumn = this.#format === 'csc';
    const entries = this.#entries(what, isByColumn ? columns : rows, isByColumn ? rows : columns);
    for (const { major, minor, value } of entries) {
      const position = isByColumn ? minor * columns + major : major * columns + minor;
      // Entries that stand twice are summed, as scipy does.
      dense[position] = (dense[position] ?? 0) + value;
    }
    return { type: 'F64', shape, data: dense };
  }

  /** The stored entries; `major` is the compressed index, `minor` the other one. */
  *#entries(what: string, majors: number, minors: number) {
    const data = this.#values(what);
    const ends = this.#indices('indptr', what, data.length + 1);
    const positions = this.#indices('indices', what, minors);
    const isAscending = ends.every((end, index) => end >= (ends[index - 1] ?? 0));
    const fits =
      ends.length === majors + 1 && positions.length === data.length && ends.at(-1) === data.length;
    if (!fits || !isAscending) {
      throw malformedImport(
        this.#file,
        `${what} is a sparse matrix whose index arrays do not fit its shape.`,
      );
    }
    for (let major = 0; major < majors; major++) {
      for (let entry = ends[major] ?? 0; entry < (ends[major + 1] ?? 0); entry++) {
        yield { major, minor: positions[entry] ?? 0, value: Number(data[entry]) };
      }
    }
  }

  #indices(key: string, what: string, limit: number): Uint32Array {
    const name = `the ${key} of ${what}`;
    const tensor = requireArray(this.#state.get(key), this.#file, name).toTensor(name);
    return indexArray(tensor, limit, { file: this.#file, what: name });
  }

  #values(what: string): Tensor['data'] {
    const name = `the data of ${what}`;
    const tensor = requireArray(this.#state.get('data'), this.#file, name).toTensor(name);
    if (tensor.type === 'F16') {
      throw unsupportedImport(this.#file, `${name} has half precision.`, 'Save it again as float64.');
    }
    return tensor.data;
  }
}

/** scipy's compressed matrices; the modules got an underscore in scipy 1.8, the `_array` classes are newer. */
export const SCIPY_GLOBALS: readonly PickleGlobal[] = (['csc', 'csr'] as const).flatMap((format) =>
  [`scipy.sparse.${format}`, `scipy.sparse._${format}`].flatMap((module) =>
    [`${format}_matrix`, `${format}_array`].map(
      (name) =>
        new PickleGlobal(`${module} ${name}`, (_argumentValues, { file }) => new SparseMatrix(format, file)),
    ),
  ),
);
