import { elementCount, TENSOR_TYPE_BYTES, type Tensor } from '../../../shared/core/tensor/tensor.ts';
import { requireShape, tensorFromBytes } from '../element-bytes.ts';
import { malformedImport } from '../import-error.ts';
import { indexArray } from '../index-array.ts';
import { requireArray, requireCounts, requireDictionary } from './pickle-state.ts';
import {
  type PickleContext,
  type PickleDictionary,
  PickledArray,
  PickleGlobal,
  type PickleValue,
} from './pickle-value.ts';

/** How many chumpy expressions may lie in each other; FLAME and MANO need two. */
const MAX_DEPTH = 4;

/** An object of chumpy: its state is a dictionary, of which most entries are bookkeeping. */
abstract class ChumpyObject extends PickledArray {
  protected readonly file: string;
  protected state: PickleDictionary = new Map();

  constructor(file: string) {
    super();
    this.file = file;
  }

  override setState(state: PickleValue): void {
    this.state = requireDictionary(state, this.file, 'the state of a chumpy array');
  }
}

/** `chumpy.ch.Ch`: an array under the state key `x`. */
class ChumpyArray extends ChumpyObject {
  override toTensor(what: string, depth = 0): Tensor {
    return innerTensor(this.state.get('x'), this.file, what, depth);
  }
}

/** `chumpy.reordering.Select`: elements `idxs` of the flattened array `a`, reshaped to `preferred_shape`. */
class ChumpySelection extends ChumpyObject {
  override toTensor(what: string, depth = 0): Tensor {
    const origin = { file: this.file, what };
    const source = innerTensor(this.state.get('a'), this.file, what, depth);
    const indices = indexArray(this.#selectedElements(what, depth), elementCount(source.shape), origin);
    const shapeValue = this.state.get('preferred_shape');
    const shape =
      shapeValue === undefined
        ? [indices.length]
        : requireCounts(shapeValue, this.file, `the preferred shape of ${what}`);
    const itemBytes = TENSOR_TYPE_BYTES[source.type];
    requireShape([indices.length], itemBytes, origin);
    return tensorFromBytes(source.type, shape, pickItems(source, indices, itemBytes), false, origin);
  }

  #selectedElements(what: string, depth: number): Tensor {
    return innerTensor(this.state.get('idxs'), this.file, `the selection of ${what}`, depth);
  }
}

/** chumpy's arrays, read without chumpy, which current Pythons cannot even import. */
export const CHUMPY_GLOBALS: readonly PickleGlobal[] = [
  ...['chumpy.ch Ch', 'chumpy Ch'].map((name) => new PickleGlobal(name, createArray)),
  ...['chumpy.reordering Select', 'chumpy Select'].map((name) => new PickleGlobal(name, createSelection)),
];

function createArray(_argumentValues: readonly PickleValue[], { file }: PickleContext): PickleValue {
  return new ChumpyArray(file);
}

function createSelection(_argumentValues: readonly PickleValue[], { file }: PickleContext): PickleValue {
  return new ChumpySelection(file);
}

function innerTensor(value: PickleValue, file: string, what: string, depth: number): Tensor {
  if (depth >= MAX_DEPTH) {
    throw malformedImport(file, `${what} nests more than ${MAX_DEPTH} chumpy arrays in each other.`);
  }
  return requireArray(value, file, what).toTensor(what, depth + 1);
}

function pickItems(source: Tensor, indices: Uint32Array, itemBytes: number): Uint8Array {
  const { buffer, byteOffset, byteLength } = source.data;
  const from = new Uint8Array(buffer, byteOffset, byteLength);
  const picked = new Uint8Array(indices.length * itemBytes);
  for (const [position, index] of indices.entries()) {
    picked.set(from.subarray(index * itemBytes, (index + 1) * itemBytes), position * itemBytes);
  }
  return picked;
}
