/** Protobuf types the take's messages need. `floats` is `repeated float`, packed. */
export type ScalarKind = 'float' | 'double' | 'uint32' | 'bool' | 'string' | 'floats' | 'bytes';

/** One field of a message: its number never changes and is never used again for something else. */
export type MessageField =
  | { readonly number: number; readonly name: string; readonly kind: ScalarKind; readonly meaning: string }
  | {
      readonly number: number;
      readonly name: string;
      readonly kind: 'message';
      readonly message: MessageTable;
      readonly meaning: string;
    };

/** A protobuf message as a table: encoder, decoder, embedded schema and documentation are all made from it. */
export interface MessageTable {
  /** Name without the package, e.g. `FaceFrame`. */
  readonly name: string;
  readonly fields: readonly MessageField[];
}

/**
 * Values of a message by field name; a field that is absent is not written. An interface, so that the type may refer
 * to itself.
 */
export interface MessageValueRecord {
  readonly [field: string]:
    | number
    | boolean
    | string
    | Float32Array
    | Uint8Array
    | MessageValueRecord
    | undefined;
}

/** Package of all messages. */
export const TAKE_PACKAGE = 'furrow';
