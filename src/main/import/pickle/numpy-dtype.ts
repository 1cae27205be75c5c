import type { TensorType } from '../../../shared/core/tensor/tensor.ts';
import type { ArrayOrigin } from '../element-bytes.ts';
import { malformedImport, unsupportedImport } from '../import-error.ts';
import { requireTuple } from './pickle-state.ts';
import { PickledObject, type PickleValue } from './pickle-value.ts';

/** numpy's kind and size of an element. uint64 is read as int64; values beyond its range are refused. */
const TENSOR_TYPE_BY_CODE: Readonly<Record<string, TensorType>> = {
  f8: 'F64',
  f4: 'F32',
  f2: 'F16',
  i8: 'I64',
  i4: 'I32',
  i2: 'I16',
  i1: 'I8',
  u8: 'I64',
  u4: 'U32',
  u2: 'U16',
  u1: 'U8',
  b1: 'BOOL',
};

/** An element type of numpy: first its code, then, in a pickle, its state with the byte order. */
export class NumpyDtype extends PickledObject {
  readonly #file: string;
  /** Kind and size, e.g. `f8`, `O`; `structured` for record types. */
  #code: string;
  #byteOrder: string;

  /** @param description - A type string such as `<f8`, `|O` or, in pickles, `f8`. @throws AppError `import/malformed`. */
  constructor(description: PickleValue, file: string) {
    super();
    const match =
      typeof description === 'string' ? /^([<>|=]?)([A-Za-z]\d{0,9})$/.exec(description) : undefined;
    if (!match) {
      throw malformedImport(file, 'an array names its element type in an unknown way.');
    }
    this.#file = file;
    this.#byteOrder = match[1] ?? '';
    this.#code = match[2] ?? '';
  }

  /** Takes `(version, byte order, subarray, field names, fields, …)`, as numpy's `dtype.__setstate__` does. */
  override setState(state: PickleValue): void {
    const [, byteOrder, subarray, names] = requireTuple(state, 5, this.#file, 'the state of an element type');
    if (typeof byteOrder !== 'string' || !['<', '>', '|', '='].includes(byteOrder)) {
      throw malformedImport(this.#file, 'an array states its byte order in an unknown way.');
    }
    this.#byteOrder = byteOrder;
    if (subarray !== undefined || names !== undefined) {
      this.#code = 'structured';
    }
  }

  /** Whether the elements are Python objects. */
  get isObject(): boolean {
    return this.#code.startsWith('O');
  }

  get isBigEndian(): boolean {
    return this.#byteOrder === '>';
  }

  /** Whether the elements are uint64, whose upper half no tensor type holds. */
  get isUnsigned64(): boolean {
    return this.#code === 'u8';
  }

  /** @throws AppError `import/unsupported` for texts, dates, records and other elements that are no numbers. */
  tensorType(origin: ArrayOrigin): TensorType {
    const type = Object.hasOwn(TENSOR_TYPE_BY_CODE, this.#code) ? TENSOR_TYPE_BY_CODE[this.#code] : undefined;
    if (type === undefined) {
      throw unsupportedImport(
        origin.file,
        `${origin.what} has elements of type "${this.#code}", not numbers.`,
        'Save it again as float64, float32 or an integer type.',
      );
    }
    return type;
  }
}
