import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import type { ActivationRange } from './activation-ranges.ts';

/** `number = (quantum − zeroPoint) · scale`, quantum 0..255. */
export interface ActivationQuanta {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Quantised weights: one scale per output, zero stays zero. */
export interface QuantizedWeight {
  readonly weight: Tensor;
  readonly scales: Float32Array;
}

/** Largest quantum of a weight. Symmetric: −128 is not used. */
const LARGEST_WEIGHT_QUANTUM = 127;

/** Keeps a scale away from zero for values that never change. */
const SMALLEST_SCALE = 1e-12;

/** The 8-bit grid over a range, which is widened to hold zero: padding and cut-off negatives must be exact. */
export function activationQuanta({ minimum, maximum }: ActivationRange): ActivationQuanta {
  const low = Math.min(0, minimum);
  const high = Math.max(0, maximum);
  const scale = Math.fround(Math.max((high - low) / 255, SMALLEST_SCALE));
  return { scale, zeroPoint: Math.min(255, Math.round(-low / scale)) };
}

/** A weight, output-major, as int8 with one scale per output (symmetric). */
export function quantizeWeight(shape: readonly number[], values: Float32Array): QuantizedWeight {
  const outputs = shape[0] ?? 1;
  const rowLength = values.length / outputs;
  const scales = new Float32Array(outputs);
  const quanta = new Int8Array(values.length);
  for (let output = 0; output < outputs; output++) {
    const row = values.subarray(output * rowLength, (output + 1) * rowLength);
    const largest = row.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
    const scale = Math.fround(Math.max(largest / LARGEST_WEIGHT_QUANTUM, SMALLEST_SCALE));
    scales[output] = scale;
    for (let i = 0; i < row.length; i++) {
      quanta[output * rowLength + i] = Math.round((row[i] ?? 0) / scale);
    }
  }
  return { weight: { type: 'I8', shape, data: quanta }, scales };
}

/** A bias on the grid of the products it is added to: `inputScale · weightScale` per output, int32. */
export function quantizeBias(values: Float32Array, scales: Float32Array): Tensor {
  const data = Int32Array.from(values, (value, output) => {
    const quantum = Math.round(value / (scales[output] ?? 1));
    return Math.max(-0x7fffffff, Math.min(0x7fffffff, quantum));
  });
  return { type: 'I32', shape: [values.length], data };
}
