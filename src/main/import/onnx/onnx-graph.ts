import type { Tensor } from '../../../shared/core/tensor/tensor.ts';

/** A node's attribute, tagged with the kind ONNX stores it as. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

/** One operation. Inputs and outputs are value names; `''` leaves out an optional input. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A float32 input or output of a graph, as its callers see it whatever the graph computes in. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network: nodes in the order they can run, and the constants they use by name. */
export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
}

/** TensorProto.DataType of the ONNX specification (onnx.proto). */
export const ONNX_DATA_TYPE = {
  F32: 1,
  U8: 2,
  I8: 3,
  U16: 4,
  I16: 5,
  I32: 6,
  I64: 7,
  BOOL: 9,
  F16: 10,
  F64: 11,
  U32: 12,
} as const satisfies Readonly<Record<Tensor['type'], number>>;
