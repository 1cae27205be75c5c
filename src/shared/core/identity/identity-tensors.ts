import { MalformedFileError } from '../tensor/malformed-file-error.ts';
import { ANY_EXTENT, takeTensor } from '../tensor/take-tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { IdentityDocument } from './identity-version.ts';

/** An array of an identity file by its name. */
export type NamedTensor = readonly [name: string, tensor: Tensor];

const UNIT_TOLERANCE = 1e-3;

/** The arrays of an identity file, checked as they are taken. */
export class IdentityTensors {
  readonly #tensors: ReadonlyMap<string, Tensor>;

  constructor({ tensors }: IdentityDocument) {
    this.#tensors = tensors;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** Floats of at most `largest`, of either sign. */
  floats(
    name: string,
    shape: readonly number[],
    largest: number,
    most = Number.POSITIVE_INFINITY,
  ): Float32Array {
    const { data } = takeTensor('identity', this.#tensors, name, 'F32', shape);
    requireAtMost(name, data.length, most);
    requireWithin(name, data, largest);
    return data;
  }

  /** So many weights 0..1. */
  weights(name: string, count: number): Float32Array {
    const values = this.floats(name, [count], 1);
    if (values.some((value) => value < 0)) {
      throw new MalformedFileError(`identity: "${name}" has weights below 0`);
    }
    return values;
  }

  /** Numbers of 8 bits, in steps that another array tells. */
  steps(name: string, shape: readonly number[], most: number): Int8Array {
    const { data } = takeTensor('identity', this.#tensors, name, 'I8', shape);
    requireAtMost(name, data.length, most);
    return data;
  }

  /** Doubles of at most `largest`, of either sign. */
  numbers(name: string, count: number, largest: number, most = Number.POSITIVE_INFINITY): readonly number[] {
    const { data } = takeTensor('identity', this.#tensors, name, 'F64', [count]);
    requireAtMost(name, data.length, most);
    requireWithin(name, data, largest);
    return [...data];
  }

  quaternion(name: string): readonly number[] {
    const values = this.numbers(name, 4, 1);
    if (Math.abs(Math.hypot(...values) - 1) > UNIT_TOLERANCE) {
      throw new MalformedFileError(`identity: "${name}" is no unit quaternion`);
    }
    return values;
  }

  /** The skin's encoded bytes; whoever decodes them has to bear with anything. */
  picture(): Uint8Array {
    return takeTensor('identity', this.#tensors, 'skin', 'U8', [ANY_EXTENT]).data;
  }
}

function requireAtMost(name: string, count: number, most: number): void {
  if (count > most) {
    throw new MalformedFileError(`identity: "${name}" has ${count} numbers, at most ${most} expected`);
  }
}

/** Not so for NaN. */
function requireWithin(name: string, values: Float32Array | Float64Array, largest: number): void {
  for (const value of values) {
    if (!(Math.abs(value) <= largest)) {
      throw new MalformedFileError(
        `identity: "${name}" holds ${value}, numbers from −${largest} to ${largest} expected`,
      );
    }
  }
}
