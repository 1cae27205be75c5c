import { TENSOR_TYPE_BYTES, type TensorType } from '../../../shared/core/tensor/tensor.ts';
import { type ByteSource, SourceRange } from '../byte-source.ts';
import { malformedImport } from '../import-error.ts';
import { requireCount, requireTuple } from '../pickle/pickle-state.ts';
import { PickledObject, PickleGlobal, type PickleValue } from '../pickle/pickle-value.ts';

/** torch's storage classes whose elements a tensor can hold. */
export const TORCH_STORAGE_TYPES = {
  'torch DoubleStorage': 'F64',
  'torch FloatStorage': 'F32',
  'torch HalfStorage': 'F16',
  'torch LongStorage': 'I64',
  'torch IntStorage': 'I32',
  'torch ShortStorage': 'I16',
  'torch CharStorage': 'I8',
  'torch ByteStorage': 'U8',
  'torch BoolStorage': 'BOOL',
} as const satisfies Readonly<Record<string, TensorType>>;

/** A run of elements that one or more tensors look into. Its bytes are found when first needed. */
export class TorchStorage extends PickledObject {
  readonly type: TensorType;
  /** Number of elements. */
  readonly length: number;
  readonly #file: string;
  #find: (() => ByteSource) | undefined;
  #source: ByteSource | undefined;

  constructor(type: TensorType, length: number, file: string) {
    super();
    this.type = type;
    this.length = length;
    this.#file = file;
  }

  /** Bytes of all elements. */
  get byteLength(): number {
    return this.length * TENSOR_TYPE_BYTES[this.type];
  }

  /** Says where the bytes are; `find` runs when a tensor is loaded. */
  locate(find: () => ByteSource): void {
    this.#find = find;
  }

  /** The bytes, by range. @throws AppError `import/malformed` when the file lacks them or has another number of them. */
  source(): ByteSource {
    this.#source ??= this.#findSource();
    return this.#source;
  }

  override setState(): void {
    throw malformedImport(this.#file, 'a storage of torch should have no state.');
  }

  #findSource(): ByteSource {
    if (this.#find === undefined) {
      throw malformedImport(this.#file, 'the values of a tensor are missing from the file.');
    }
    const source = this.#find();
    if (source.length !== this.byteLength) {
      throw malformedImport(
        this.#file,
        `a storage of ${this.length} elements should have ${this.byteLength} bytes but has ${source.length}.`,
      );
    }
    return source;
  }
}

/**
 * The storages one pickle refers to by persistent id: `('storage', class, key, location, length)`, in the older
 * container with `(view key, offset, length)` or None at the end. The location names a device (`cpu`, `cuda:0`, …)
 * and is ignored.
 */
export class TorchStorages {
  readonly #file: string;
  readonly #byKey = new Map<string, TorchStorage>();
  readonly #viewsByKey = new Map<string, TorchStorage>();

  constructor(file: string) {
    this.#file = file;
  }

  /** The storages themselves, views of them left out. */
  entries(): IterableIterator<[key: string, storage: TorchStorage]> {
    return this.#byKey.entries();
  }

  get(key: string): TorchStorage | undefined {
    return this.#byKey.get(key);
  }

  /** Answers a persistent id. @throws AppError `import/malformed` when it is no storage. */
  load(id: PickleValue): TorchStorage {
    const [kind, storageClass, key, , length, view] = requireTuple(
      id,
      5,
      this.#file,
      'a reference to a storage',
    );
    const type = storageClass instanceof PickleGlobal ? storageType(storageClass) : undefined;
    if (kind !== 'storage' || type === undefined || typeof key !== 'string') {
      throw malformedImport(this.#file, 'the checkpoint refers to something that is no storage of numbers.');
    }
    const count = requireCount(length, this.#file, 'the length of a storage');
    const storage = this.#shared(this.#byKey, key, type, count);
    return view === undefined ? storage : this.#view(storage, view);
  }

  #view(whole: TorchStorage, view: PickleValue): TorchStorage {
    const [key, offset, length] = requireTuple(view, 3, this.#file, 'a view of a storage');
    const start = requireCount(offset, this.#file, 'the offset of a view');
    const count = requireCount(length, this.#file, 'the length of a view');
    if (typeof key !== 'string') {
      throw malformedImport(this.#file, 'a view of a storage has no key.');
    }
    const storage = this.#shared(this.#viewsByKey, key, whole.type, count);
    const itemBytes = TENSOR_TYPE_BYTES[whole.type];
    storage.locate(() => new SourceRange(whole.source(), start * itemBytes, count * itemBytes));
    return storage;
  }

  #shared(known: Map<string, TorchStorage>, key: string, type: TensorType, length: number): TorchStorage {
    const storage = known.get(key) ?? new TorchStorage(type, length, this.#file);
    if (storage.type !== type || storage.length !== length) {
      throw malformedImport(this.#file, 'the checkpoint describes one storage in two ways.');
    }
    known.set(key, storage);
    return storage;
  }
}

function storageType(storageClass: PickleGlobal): TensorType | undefined {
  const types: Readonly<Record<string, TensorType>> = TORCH_STORAGE_TYPES;
  return Object.hasOwn(types, storageClass.name) ? types[storageClass.name] : undefined;
}
