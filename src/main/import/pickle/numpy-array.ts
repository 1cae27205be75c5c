import { TENSOR_TYPE_BYTES, type Tensor } from '../../../shared/core/tensor/tensor.ts';
import {
  type ArrayOrigin,
  columnMajorStrides,
  gatherStrided,
  requireByteCount,
  tensorFromBytes,
} from '../element-bytes.ts';
import { malformedImport, unsupportedImport } from '../import-error.ts';
import { NumpyDtype } from './numpy-dtype.ts';
import { requireCounts, requireTuple } from './pickle-state.ts';
import { latin1Bytes } from './pickle-text.ts';
import { type PickleContext, PickledArray, PickleGlobal, type PickleValue } from './pickle-value.ts';

/** What makes up a numpy array. */
export interface NumpyContent {
  readonly shape: readonly number[];
  readonly dtype: NumpyDtype;
  /** Whether the first index runs fastest (Fortran order). */
  readonly isColumnMajor: boolean;
  /** Bytes of the elements (Python 2: as Latin-1 characters), or a list for object arrays. */
  readonly data: Uint8Array | string | readonly PickleValue[];
}

/** A numpy array as it lies in a file; checked and converted when asked for its tensor. */
export class NumpyArray extends PickledArray {
  readonly #file: string;
  #content: NumpyContent | undefined;

  constructor(file: string, content?: NumpyContent) {
    super();
    this.#file = file;
    this.#content = content;
  }

  /** Takes `(version, shape, dtype, is Fortran, data)` or, before version 1, the same without the version. */
  override setState(state: PickleValue): void {
    const values = requireTuple(state, 4, this.#file, 'the state of an array');
    const [shape, dtype, isColumnMajor, data] = values.slice(-4);
    const isKnown = typeof data === 'string' || data instanceof Uint8Array || Array.isArray(data);
    if (!(dtype instanceof NumpyDtype) || !isKnown) {
      throw malformedImport(this.#file, 'an array in the pickle is stored in an unknown way.');
    }
    this.#content = {
      shape: requireCounts(shape, this.#file, 'the shape of an array'),
      dtype,
      isColumnMajor: isColumnMajor === true || isColumnMajor === 1,
      data,
    };
  }

  /**
   * The elements of an object array in file order, e.g. the dictionary in a 0-dimensional `.npy`.
   *
   * @param what - Names the array in messages, e.g. `the array v_template`.
   * @throws AppError `import/malformed` when the array holds numbers.
   */
  objects(what: string): readonly PickleValue[] {
    const { dtype, data } = this.#requireContent(what);
    if (!dtype.isObject || typeof data === 'string' || data instanceof Uint8Array) {
      throw malformedImport(this.#file, `${what} should hold objects but holds numbers.`);
    }
    return data;
  }

  override toTensor(what: string): Tensor {
    const { shape, dtype, isColumnMajor, data } = this.#requireContent(what);
    const origin: ArrayOrigin = { file: this.#file, what };
    const type = dtype.tensorType(origin);
    const bytes = typeof data === 'string' ? latin1Bytes(data) : data;
    if (!(bytes instanceof Uint8Array)) {
      throw malformedImport(this.#file, `${what} should hold numbers but holds something else.`);
    }
    const itemBytes = TENSOR_TYPE_BYTES[type];
    requireByteCount(shape, itemBytes, bytes, origin);
    const ordered = isColumnMajor ? gatherStrided(bytes, itemBytes, shape, columnMajorStrides(shape)) : bytes;
    const tensor = tensorFromBytes(type, shape, ordered, dtype.isBigEndian, origin);
    if (dtype.isUnsigned64) {
      requireSignedRange(tensor, origin);
    }
    return tensor;
  }

  #requireContent(what: string): NumpyContent {
    if (this.#content === undefined) {
      throw malformedImport(this.#file, `${what} has no content.`);
    }
    return this.#content;
  }
}

/** numpy's constructors; `numpy.core` became `numpy._core` in numpy 2. */
export const NUMPY_GLOBALS: readonly PickleGlobal[] = [
  new PickleGlobal('numpy ndarray', (_argumentValues, { file }) => new NumpyArray(file)),
  new PickleGlobal('numpy dtype', ([description], { file }) => new NumpyDtype(description, file)),
  ...['numpy.core', 'numpy._core'].flatMap((core) => [
    new PickleGlobal(`${core}.multiarray _reconstruct`, (_argumentValues, { file }) => new NumpyArray(file)),
    new PickleGlobal(`${core}.multiarray scalar`, createScalar),
    new PickleGlobal(`${core}.numeric _frombuffer`, createFromBuffer),
  ]),
];

/** `scalar(dtype, bytes)`: a single number, kept as an array without dimensions. */
function createScalar([dtype, data]: readonly PickleValue[], { file }: PickleContext): PickleValue {
  const array = new NumpyArray(file);
  array.setState([[], dtype, false, dtype instanceof NumpyDtype && dtype.isObject ? [data] : data]);
  return array;
}

/** `_frombuffer(bytes, dtype, shape, order)`: arrays of pickle protocol 5. */
function createFromBuffer(argumentValues: readonly PickleValue[], { file }: PickleContext): PickleValue {
  const [data, dtype, shape, order] = argumentValues;
  if (order !== 'C' && order !== 'F') {
    throw unsupportedImport(file, 'an array is stored in an unknown order.', 'Save it again in C order.');
  }
  const array = new NumpyArray(file);
  array.setState([shape, dtype, order === 'F', data]);
  return array;
}

function requireSignedRange(tensor: Tensor, origin: ArrayOrigin): void {
  if (tensor.type === 'I64' && tensor.data.some((value) => value < 0n)) {
    throw unsupportedImport(
      origin.file,
      `${origin.what} holds unsigned numbers above 2⁶³.`,
      'Save it again as int64 or float64.',
    );
  }
}
