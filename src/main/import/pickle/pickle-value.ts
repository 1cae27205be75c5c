import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import type { ByteSource } from '../byte-source.ts';

/**
 * What a pickle can hold here: plain data only. `None` is `undefined`, tuples and lists are arrays, Python 2
 * byte strings are strings of Latin-1 characters, Python 3 bytes are `Uint8Array`, integers beyond 2⁵³ bigint.
 */
export type PickleValue =
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleDictionary
  | PickleSet
  | PickleGlobal
  | PickledObject;

/** A `dict` or `OrderedDict`, in the order of the file. */
export interface PickleDictionary extends Map<PickleValue, PickleValue> {}

/** A `set` or `frozenset`. */
export interface PickleSet extends Set<PickleValue> {}

/**
 * One entry of the allow-list: a class or function name that pickles may mention, and our own plain-data
 * stand-in for calling it. Nothing named in a file is ever looked up anywhere else.
 */
export class PickleGlobal {
  /** Module and name as in the file, e.g. `torch._utils _rebuild_tensor_v2`. */
  readonly name: string;
  readonly construct: (argumentValues: readonly PickleValue[], context: PickleContext) => PickleValue;

  constructor(
    name: string,
    construct: (argumentValues: readonly PickleValue[], context: PickleContext) => PickleValue,
  ) {
    this.name = name;
    this.construct = construct;
  }
}

/** An object that a pickle builds in two steps: constructed first, given its state later. */
export abstract class PickledObject {
  /** Takes the state of a BUILD opcode. @throws AppError `import/malformed` when it has not the known form. */
  abstract setState(state: PickleValue): void;
}

/** An object that holds an array, in whatever dialect. Conversion happens on request, so unused arrays cost nothing. */
export abstract class PickledArray extends PickledObject {
  /**
   * The array as a dense row-major tensor. Asked twice, it may give the same memory twice.
   *
   * @param what - Names the array in messages, e.g. `the array v_template`.
   * @param depth - How many objects already refer to this one; guards against objects that hold themselves.
   * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large`.
   */
  abstract toTensor(what: string, depth?: number): Tensor;
}

/** What a stand-in may use while it constructs. */
export interface PickleContext {
  /** File name for messages. */
  readonly file: string;
  /** Counts memory that a constructor copies. @throws AppError `import/too-large` when a small file asks for much. */
  charge(bytes: number): void;
  /** Reads a pickle that lies inside another one, under the same limits. */
  readonly interpret: InterpretPickle;
}

/** Reads one pickle that starts at `position`; `end` is the position behind its STOP. */
export type InterpretPickle = (
  source: ByteSource,
  position: number,
  loadPersistent?: LoadPersistent,
) => { readonly value: PickleValue; readonly end: number };

/** Answers a persistent id: a value that lives outside the pickle, e.g. one of torch's storages. */
export type LoadPersistent = (id: PickleValue) => PickleValue;
