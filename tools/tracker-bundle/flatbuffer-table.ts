import { ByteBuffer } from 'flatbuffers';

/** Size of an offset, of a vector's length and of an int32 element. */
const WORD = 4;

/**
 * Reads one table of a FlatBuffer by field id, without generated code. A field id is the place of the field in
 * its schema, counted from 0 (a union takes two: its type, then its value); an absent field reads as its default.
 * Layout: https://flatbuffers.dev/internals/
 */
export class FlatBufferTable {
  /** Byte position of the table from the start of the file. */
  readonly position: number;
  readonly #file: ByteBuffer;

  private constructor(file: ByteBuffer, position: number) {
    this.#file = file;
    this.position = position;
  }

  /**
   * The root table of a file.
   * @param identifier the four characters that its bytes 4..8 must be, e.g. `TFL3`
   * @throws Error when they are something else.
   */
  static root(bytes: Uint8Array, identifier: string): FlatBufferTable {
    const found = String.fromCharCode(...bytes.subarray(WORD, 2 * WORD));
    if (found !== identifier) {
      throw new Error(
        `Expected a ${identifier} FlatBuffer, found one that calls itself ${JSON.stringify(found)}.`,
      );
    }
    const file = new ByteBuffer(bytes);
    return new FlatBufferTable(file, file.readInt32(0));
  }

  uint8(field: number, absent = 0): number {
    const at = this.#fieldPosition(field);
    return at === undefined ? absent : this.#file.readUint8(at);
  }

  int32(field: number, absent = 0): number {
    const at = this.#fieldPosition(field);
    return at === undefined ? absent : this.#file.readInt32(at);
  }

  table(field: number): FlatBufferTable | undefined {
    const at = this.target(field);
    return at === undefined ? undefined : new FlatBufferTable(this.#file, at);
  }

  string(field: number): string | undefined {
    const bytes = this.bytes(field);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  /** A `[ubyte]` field (or the UTF-8 of a string) as a view into the file. */
  bytes(field: number): Uint8Array | undefined {
    const at = this.target(field);
    if (at === undefined) {
      return undefined;
    }
    const start = at + WORD;
    return this.#file.bytes().subarray(start, start + this.#file.readInt32(at));
  }

  int32Vector(field: number): readonly number[] {
    return this.#vector(field, (element) => this.#file.readInt32(element));
  }

  float32Vector(field: number): readonly number[] {
    return this.#vector(field, (element) => this.#file.readFloat32(element));
  }

  tableVector(field: number): readonly FlatBufferTable[] {
    return this.#vector(
      field,
      (element) => new FlatBufferTable(this.#file, element + this.#file.readInt32(element)),
    );
  }

  /** Byte position of the string, vector or table that an offset field points at. */
  target(field: number): number | undefined {
    const at = this.#fieldPosition(field);
    return at === undefined ? undefined : at + this.#file.readInt32(at);
  }

  #vector<Element>(field: number, read: (position: number) => Element): readonly Element[] {
    const at = this.target(field);
    if (at === undefined) {
      return [];
    }
    return Array.from({ length: this.#file.readInt32(at) }, (_, index) => read(at + WORD + WORD * index));
  }

  #fieldPosition(field: number): number | undefined {
    const vtable = this.position - this.#file.readInt32(this.position);
    const entry = 2 * (field + 2);
    const offset = entry < this.#file.readUint16(vtable) ? this.#file.readUint16(vtable + entry) : 0;
    return offset === 0 ? undefined : this.position + offset;
  }
}
