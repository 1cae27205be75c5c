import type { Datagrams } from './datagrams.ts';

/** A frame under the longest prefix with wrinkles and FLAME parameters takes 14 KiB; the rest is reserve. */
const CAPACITY_BYTES = 32 * 1024;
/** No datagram limit is small enough for more packets than this in the capacity. */
const MAXIMUM_PACKETS = 64;
/** `#bundle` and NUL, then the time tag "immediately" (OSC 1.0, "OSC Bundles"): 63 zero bits and a one. */
const BUNDLE_HEADER = Uint8Array.of(0x23, 0x62, 0x75, 0x6e, 0x64, 0x6c, 0x65, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/**
 * Writes the OSC messages of a frame as bundles into one buffer that is reused for ever: one bundle where it fits the
 * datagram limit, otherwise several in order, so that the message added last is in the last packet. Allocates nothing
 * after construction. All numbers are big-endian.
 *
 * A message with a number that is not finite is left out and counted: receivers do unforeseen things with NaN.
 */
export class OscPackets implements Datagrams {
  readonly bytes = new Uint8Array(CAPACITY_BYTES);
  readonly #view = new DataView(this.bytes.buffer);
  readonly #maximumBytes: number;
  readonly #single = new Float32Array(1);
  readonly #ends = new Int32Array(MAXIMUM_PACKETS);
  #count = 0;
  #length = 0;
  #refused = 0;

  /** @param maximumBytes datagram limit, e.g. `NETWORK_DATAGRAM_BYTES` */
  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  get count(): number {
    return this.#count;
  }

  /** Messages left out since construction, because a number was not finite or the buffer full. */
  get refused(): number {
    return this.#refused;
  }

  start(packet: number): number {
    return packet === 0 ? 0 : (this.#ends[packet - 1] ?? 0);
  }

  end(packet: number): number {
    return this.#ends[packet] ?? 0;
  }

  /** Forgets the last frame. */
  clear(): void {
    this.#count = 0;
    this.#length = 0;
  }

  /** Adds a message that is complete with its head. */
  add(head: Uint8Array): void {
    if (this.#beginMessage(head, 0)) {
      this.#endMessage();
    }
  }

  /** Adds a message with one `f` after its head. */
  addFloat(head: Uint8Array, value: number): void {
    this.#single[0] = value;
    this.#addFloatAt(head, this.#single, 0);
  }

  /** Adds one message per head, each with the `f` of the same index. */
  addFloatEach(heads: readonly Uint8Array[], values: Float32Array): void {
    for (let index = 0; index < heads.length; index++) {
      const head = heads[index];
      if (head !== undefined) {
        this.#addFloatAt(head, values, index);
      }
    }
  }

  /** Adds a message with as many `f` after its head as `values` has. */
  addFloats(head: Uint8Array, values: Float32Array): void {
    for (let index = 0; index < values.length; index++) {
      if (!Number.isFinite(values[index])) {
        this.#refused++;
        return;
      }
    }
    if (this.#beginMessage(head, values.length)) {
      for (let index = 0; index < values.length; index++) {
        this.#view.setFloat32(this.#length, values[index] ?? 0);
        this.#length += 4;
      }
      this.#endMessage();
    }
  }

  /** Adds a message with as many `i` after its head as `values` has. */
  addInts(head: Uint8Array, values: Int32Array): void {
    if (this.#beginMessage(head, values.length)) {
      for (let index = 0; index < values.length; index++) {
        this.#view.setInt32(this.#length, values[index] ?? 0);
        this.#length += 4;
      }
      this.#endMessage();
    }
  }

  /** Takes the array and not its number: engines may put a number that is handed over on the heap, here 117 a frame. */
  #addFloatAt(head: Uint8Array, values: Float32Array, index: number): void {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      this.#refused++;
      return;
    }
    if (this.#beginMessage(head, 1)) {
      this.#view.setFloat32(this.#length, value);
      this.#length += 4;
      this.#endMessage();
    }
  }

  /** Writes size and head, in a new bundle when the present one has no room left; false when the buffer is full. */
  #beginMessage(head: Uint8Array, argumentCount: number): boolean {
    const size = head.length + argumentCount * 4;
    if (this.#length + BUNDLE_HEADER.length + 4 + size > CAPACITY_BYTES) {
      this.#refused++;
      return false;
    }
    const bundleLength = this.#length - this.start(this.#count - 1);
    if (this.#count === 0 || bundleLength + 4 + size > this.#maximumBytes) {
      this.bytes.set(BUNDLE_HEADER, this.#length);
      this.#length += BUNDLE_HEADER.length;
      this.#count++;
    }
    this.#view.setInt32(this.#length, size);
    this.bytes.set(head, this.#length + 4);
    this.#length += 4 + head.length;
    return true;
  }

  #endMessage(): void {
    this.#ends[this.#count - 1] = this.#length;
  }
}
