import {
  elementCount,
  TENSOR_TYPE_BYTES,
  type Tensor,
  type TensorType,
} from '../../../shared/core/tensor/tensor.ts';
import { gatherStrided, requireShape, rowMajorStrides, tensorFromBytes } from '../element-bytes.ts';
import { malformedImport } from '../import-error.ts';
import { requireCount, requireCounts } from '../pickle/pickle-state.ts';
import { type PickleContext, PickledArray, type PickleValue } from '../pickle/pickle-value.ts';
import { TorchStorage } from './torch-storage.ts';

/** A tensor of torch: a strided look into a storage. Its elements are read when asked for, and only those. */
export class TorchTensor extends PickledArray {
  readonly shape: readonly number[];
  readonly #file: string;
  readonly #storage: TorchStorage;
  /** First element, counted in the storage. */
  readonly #offset: number;
  /** Step of each dimension in elements. */
  readonly #strides: readonly number[];

  /**
   * From the arguments of `torch._utils._rebuild_tensor_v2`: storage, offset, size, stride; what follows
   * (requires_grad, hooks, metadata) says nothing about the values.
   *
   * @throws AppError `import/malformed` when they are not that.
   */
  constructor([storage, offset, size, strides]: readonly PickleValue[], { file }: PickleContext) {
    super();
    if (!(storage instanceof TorchStorage)) {
      throw malformedImport(file, 'a tensor of torch should have a storage.');
    }
    this.#file = file;
    this.#storage = storage;
    this.#offset = requireCount(offset, file, 'the offset of a tensor');
    this.shape = requireCounts(size, file, 'the shape of a tensor');
    this.#strides = requireCounts(strides, file, 'the strides of a tensor');
    if (this.shape.length !== this.#strides.length) {
      throw malformedImport(file, 'a tensor of torch should have one stride for each dimension.');
    }
  }

  get type(): TensorType {
    return this.#storage.type;
  }

  override toTensor(what: string): Tensor {
    const [position, length] = this.#byteRange(what);
    return this.#tensor(this.#storage.source().readSync(position, length), what);
  }

  /** The same as {@link toTensor} without blocking the thread while the file is read. */
  async load(what: string): Promise<Tensor> {
    const [position, length] = this.#byteRange(what);
    return this.#tensor(await this.#storage.source().read(position, length), what);
  }

  override setState(): void {
    throw malformedImport(this.#file, 'a tensor of torch should have no state.');
  }

  /** Where the storage holds the tensor's elements: position and number of bytes. */
  #byteRange(what: string): readonly [position: number, length: number] {
    const itemBytes = TENSOR_TYPE_BYTES[this.type];
    requireShape(this.shape, itemBytes, { file: this.#file, what });
    let reach = elementCount(this.shape) === 0 ? 0 : 1;
    for (const [axis, extent] of this.shape.entries()) {
      reach += reach === 0 ? 0 : (extent - 1) * (this.#strides[axis] ?? 0);
    }
    if (this.#offset + reach > this.#storage.length) {
      throw malformedImport(
        this.#file,
        `${what} reaches element ${this.#offset + reach} of a storage that has ${this.#storage.length}.`,
      );
    }
    return [this.#offset * itemBytes, reach * itemBytes];
  }

  #tensor(bytes: Uint8Array, what: string): Tensor {
    const ordered = this.#isRowMajor()
      ? bytes
      : gatherStrided(bytes, TENSOR_TYPE_BYTES[this.type], this.shape, this.#strides);
    return tensorFromBytes(this.type, this.shape, ordered, false, { file: this.#file, what });
  }

  #isRowMajor(): boolean {
    const expected = rowMajorStrides(this.shape);
    return this.shape.every((extent, axis) => extent <= 1 || this.#strides[axis] === expected[axis]);
  }
}
