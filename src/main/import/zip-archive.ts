import { crc32, inflateRawSync } from 'node:zlib';

import { type ByteSource, MemorySource, SourceRange } from './byte-source.ts';
import { malformedImport, tooLargeImport, unsupportedImport } from './import-error.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** Largest deflated entry that is unfolded; torch stores its entries, only re-packed checkpoints deflate them. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;

/** A zip file whose entries are read one by one or by range, never as a whole. Nothing is written anywhere. */
export class ZipArchive {
  readonly #source: ByteSource;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  /**
   * Reads the directory of a zip file.
   *
   * @throws AppError `import/malformed` when it is none, `import/too-large` or `import/unsupported`.
   */
  constructor(source: ByteSource) {
    this.#source = source;
    this.#entries = readZipDirectory(source);
  }

  /** Names of all entries in the order of the directory. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /**
   * The content of an entry. Stored entries are read by range from the file, deflated ones unfolded at once;
   * reading all of it checks the checksum.
   *
   * @throws AppError `import/malformed` when there is no such entry or it is damaged, `import/unsupported` for
   *   other compressions and encryption, `import/too-large` for deflated entries above 64 MB.
   */
  open(name: string): ByteSource {
    const entry = this.#entries.get(name);
    if (entry === undefined) {
      throw malformedImport(this.#source.name, `the archive should contain ${name} but does not.`);
    }
    const packed = new SourceRange(this.#source, this.#contentPosition(entry), entry.packedBytes);
    if (entry.compression === 'stored') {
      return new CheckedSource(packed, entry);
    }
    return new CheckedSource(this.#inflate(packed, entry), entry);
  }

  /** The local header repeats the entry's name, and only it tells where the content begins. */
  #contentPosition(entry: ZipEntry): number {
    const bytes = this.#source.readSync(entry.headerPosition, LOCAL_HEADER_BYTES);
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const nameBytes = header.getUint16(26, true);
    const name = this.#source.readSync(entry.headerPosition + LOCAL_HEADER_BYTES, nameBytes);
    if (
      header.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE ||
      Buffer.from(name).toString('utf8') !== entry.name
    ) {
      throw malformedImport(
        this.#source.name,
        `the archive's entry ${entry.name} is not where its directory says.`,
      );
    }
    return entry.headerPosition + LOCAL_HEADER_BYTES + nameBytes + header.getUint16(28, true);
  }

  #inflate(packed: ByteSource, entry: ZipEntry): ByteSource {
    if (entry.compression !== 'deflated') {
      throw unsupportedImport(
        packed.name,
        `its entry ${entry.name} is ${entry.compression}.`,
        'Pack the archive again without compression or password.',
      );
    }
    if (entry.bytes > MAX_INFLATED_BYTES) {
      const limit = MAX_INFLATED_BYTES / 1024 / 1024;
      throw tooLargeImport(
        packed.name,
        `its compressed entry ${entry.name} unfolds to more than ${limit} MB.`,
      );
    }
    return new MemorySource(inflateExactly(packed, entry), packed.name);
  }
}

/** Stops at the stated size, so that a bomb never unfolds. */
function inflateExactly(packed: ByteSource, entry: ZipEntry): Uint8Array {
  const compressed = packed.readSync(0, packed.length);
  try {
    const bytes = inflateRawSync(compressed, { maxOutputLength: Math.max(1, entry.bytes) });
    if (bytes.byteLength === entry.bytes) {
      return bytes;
    }
  } catch (cause) {
    if (!(cause instanceof Error)) {
      throw cause;
    }
  }
  throw malformedImport(
    packed.name,
    `its entry ${entry.name} does not unfold to the ${entry.bytes} bytes it states.`,
  );
}

/** Checks the checksum whenever all of an entry is read at once. */
class CheckedSource implements ByteSource {
  readonly name: string;
  readonly length: number;
  readonly #content: ByteSource;
  readonly #entry: ZipEntry;

  constructor(content: ByteSource, entry: ZipEntry) {
    this.name = content.name;
    this.length = content.length;
    this.#content = content;
    this.#entry = entry;
  }

  readSync(position: number, length: number): Uint8Array {
    return this.#checked(this.#content.readSync(position, length));
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    return this.#checked(await this.#content.read(position, length));
  }

  #checked(bytes: Uint8Array): Uint8Array {
    if (bytes.byteLength === this.length && crc32(bytes) !== this.#entry.checksum) {
      throw malformedImport(this.name, `its entry ${this.#entry.name} is damaged (wrong checksum).`);
    }
    return bytes;
  }
}
