import type { Tensor } from '../../../shared/core/tensor/tensor.ts';
import { ONNX_DATA_TYPE, type OnnxGraph, type OnnxNode } from './onnx-graph.ts';

/** Bits below a half float's ten that a float32 fraction has more. */
const DROPPED_BITS = 13;

/** Exponent biases of float32 and half float (IEEE 754). */
const BIAS_DIFFERENCE = 127 - 15;

/** Largest finite half float, 65504, and its sign-free bits. */
const LARGEST_HALF = 65504;
const LARGEST_HALF_BITS = 0x7bff;

/** Distance of half floats below the smallest normal one: 2⁻²⁴. */
const SUBNORMAL_STEP = 2 ** -24;

/** Smallest half float that is not subnormal: 2⁻¹⁴. */
const SMALLEST_NORMAL = 2 ** -14;

/**
 * Bits of the half floats nearest to finite float32 numbers, ties to even (IEEE 754 binary16). Numbers beyond
 * ±65504 become that: an infinite weight would spoil every output.
 */
export function toHalfBits(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, (float32, i) => {
    const sign = (float32 >>> 16) & 0x8000;
    const magnitude = Math.abs(values[i] ?? 0);
    if (magnitude >= LARGEST_HALF) {
      return sign | LARGEST_HALF_BITS;
    }
    if (magnitude < SMALLEST_NORMAL) {
      return sign | roundHalfToEven(magnitude / SUBNORMAL_STEP);
    }
    const unsigned = float32 & 0x7fffffff;
    const odd = (unsigned >>> DROPPED_BITS) & 1;
    const rounded = (unsigned + (1 << (DROPPED_BITS - 1)) - 1 + odd) >>> DROPPED_BITS;
    return sign | (rounded - (BIAS_DIFFERENCE << 10));
  });
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const remainder = value - floor;
  return remainder > 0.5 || (remainder === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** The graph computing in half floats, for graphics processors. Its inputs and outputs stay float32. */
export function toFloat16(graph: OnnxGraph): OnnxGraph {
  const inside = new Map<string, string>();
  for (const { name } of [...graph.inputs, ...graph.outputs]) {
    inside.set(name, `${name}:half`);
  }
  const rename = (name: string) => inside.get(name) ?? name;
  const cast = (from: string, to: string, type: number): OnnxNode => ({
    operator: 'Cast',
    inputs: [from],
    outputs: [to],
    attributes: { to: { int: type } },
  });
  return {
    ...graph,
    nodes: [
      ...graph.inputs.map(({ name }) => cast(name, rename(name), ONNX_DATA_TYPE.F16)),
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      })),
      ...graph.outputs.map(({ name }) => cast(rename(name), name, ONNX_DATA_TYPE.F32)),
    ],
    constants: new Map([...graph.constants].map(([name, tensor]) => [name, halfTensor(tensor)])),
  };
}

function halfTensor(tensor: Tensor): Tensor {
  return tensor.type === 'F32' ? { type: 'F16', shape: tensor.shape, data: toHalfBits(tensor.data) } : tensor;
}
