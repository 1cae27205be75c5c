import type { ByteSource } from '../byte-source.ts';
import { malformedImport } from '../import-error.ts';

const WINDOW_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Reads a source forwards through a small window, so that a pickle in a large file costs little memory. */
export class PickleCursor {
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array();
  #view = new DataView(this.#window.buffer);
  #windowStart: number;
  #offset = 0;

  constructor(source: ByteSource, position: number) {
    this.#source = source;
    this.#windowStart = position;
  }

  /** Position of the next byte in the source. */
  get position(): number {
    return this.#windowStart + this.#offset;
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.#source.length - this.position;
  }

  byte(): number {
    const offset = this.#take(1);
    return this.#view.getUint8(offset);
  }

  uint16(): number {
    const offset = this.#take(2);
    return this.#view.getUint16(offset, true);
  }

  uint32(): number {
    const offset = this.#take(4);
    return this.#view.getUint32(offset, true);
  }

  int32(): number {
    const offset = this.#take(4);
    return this.#view.getInt32(offset, true);
  }

  /** A length; beyond 2⁵³ it comes back rounded, which no file can be long enough for anyway. */
  uint64(): number {
    const offset = this.#take(8);
    return Number(this.#view.getBigUint64(offset, true));
  }

  /** A float64, most significant byte first: the only big-endian number in pickles. */
  float64(): number {
    const offset = this.#take(8);
    return this.#view.getFloat64(offset, false);
  }

  /** The next `length` bytes, to be read only. Nothing is allocated beyond what the source holds. */
  bytes(length: number): Uint8Array {
    if (this.#offset + length <= this.#window.byteLength) {
      const offset = this.#take(length);
      return this.#window.subarray(offset, offset + length);
    }
    const bytes = this.#source.readSync(this.position, length);
    this.#skip(length);
    return bytes;
  }

  /** The bytes up to the next line feed, without it, as protocol 0 writes its arguments. */
  line(): Uint8Array {
    const start = this.position;
    for (let from = start; from < this.#source.length; from += WINDOW_BYTES) {
      const chunk = this.#source.readSync(from, Math.min(WINDOW_BYTES, this.#source.length - from));
      const newline = chunk.indexOf(NEWLINE);
      if (newline >= 0) {
        const line = this.bytes(from + newline - start);
        this.#skip(1);
        return line;
      }
    }
    throw malformedImport(this.#source.name, 'the file ends in the middle of a line: it is cut off.');
  }

  /** Offset in the window of the next `length` bytes, which are consumed. May replace window and view. */
  #take(length: number): number {
    if (this.#offset + length > this.#window.byteLength) {
      this.#refill(length);
    }
    const offset = this.#offset;
    this.#offset += length;
    return offset;
  }

  #refill(atLeast: number): void {
    const start = this.position;
    const length = Math.max(atLeast, Math.min(WINDOW_BYTES, this.#source.length - start));
    this.#window = this.#source.readSync(start, length);
    this.#view = new DataView(this.#window.buffer, this.#window.byteOffset, this.#window.byteLength);
    this.#windowStart = start;
    this.#offset = 0;
  }

  #skip(length: number): void {
    this.#offset += length;
    if (this.#offset > this.#window.byteLength) {
      this.#windowStart += this.#offset;
      this.#offset = 0;
      this.#window = new Uint8Array();
      this.#view = new DataView(this.#window.buffer);
    }
  }
}
