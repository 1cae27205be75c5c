import type { Builder } from 'flatbuffers';

/** Every vector here has elements of one word: an int32, a float32 or an offset. */
const WORD = 4;

/** Writes a vector of int32 and returns its offset. */
export function int32Vector(builder: Builder, values: readonly number[]): number {
  return vector(builder, values, (value) => builder.addInt32(value));
}

/** Writes a vector of float32 and returns its offset. */
export function float32Vector(builder: Builder, values: readonly number[]): number {
  return vector(builder, values, (value) => builder.addFloat32(value));
}

/** Writes a vector of references to tables or strings that are already written, and returns its offset. */
export function offsetVector(builder: Builder, offsets: readonly number[]): number {
  return vector(builder, offsets, (offset) => builder.addOffset(offset));
}

/** A FlatBuffer is written from its end, so the last element goes first. */
function vector(builder: Builder, values: readonly number[], add: (value: number) => void): number {
  builder.startVector(WORD, values.length, WORD);
  for (const value of values.toReversed()) {
    add(value);
  }
  return builder.endVector();
}
