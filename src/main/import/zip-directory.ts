import type { ByteSource } from './byte-source.ts';
import { malformedImport, tooLargeImport } from './import-error.ts';

/** One entry as the central directory describes it (APPNOTE.TXT 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  readonly compression: 'stored' | 'deflated' | 'encrypted' | 'compressed in an unknown way';
  /** CRC-32 of the content. */
  readonly checksum: number;
  /** Bytes in the archive. */
  readonly packedBytes: number;
  /** Bytes of the content. */
  readonly bytes: number;
  /** Position of the local header. */
  readonly headerPosition: number;
}

/** Largest directory and most entries that are read; DECA's checkpoint has about 1600 entries of 70 bytes. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const MAX_ENTRIES = 65_535;

const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const END_SIGNATURE = 0x06054b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_BYTES = 56;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ENTRY_BYTES = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const ZIP64_EXTRA_ID = 1;
/** A size or position that says "see the zip64 field". */
const UINT32_FULL = 0xffff_ffff;

interface DirectoryLocation {
  readonly entries: number;
  readonly bytes: number;
  readonly position: number;
}

/**
 * Reads the central directory of a zip file (also zip64).
 *
 * @returns The entries by name.
 * @throws AppError `import/malformed` when there is none or it contradicts itself, `import/too-large`.
 */
export function readZipDirectory(source: ByteSource): ReadonlyMap<string, ZipEntry> {
  const location = locateDirectory(source);
  if (location.bytes > MAX_DIRECTORY_BYTES || location.entries > MAX_ENTRIES) {
    throw tooLargeImport(source.name, `the archive lists more than ${MAX_ENTRIES} entries.`);
  }
  const directory = viewOf(source.readSync(location.position, location.bytes));
  const entries = new Map<string, ZipEntry>();
  let position = 0;
  for (let count = 0; count < location.entries; count++) {
    const { entry, end } = readEntry(directory, position, source.name);
    if (entries.has(entry.name)) {
      throw malformedImport(source.name, `the archive lists ${entry.name} twice.`);
    }
    entries.set(entry.name, entry);
    position = end;
  }
  requireDisjoint(entries, location.position, source.name);
  return entries;
}

function locateDirectory(source: ByteSource): DirectoryLocation {
  const tailBytes = Math.min(source.length, END_BYTES + MAX_COMMENT_BYTES);
  const tailPosition = source.length - tailBytes;
  const tail = viewOf(source.readSync(tailPosition, tailBytes));
  for (let offset = tailBytes - END_BYTES; offset >= 0; offset--) {
    const isEnd = tail.getUint32(offset, true) === END_SIGNATURE;
    if (isEnd && offset + END_BYTES + tail.getUint16(offset + 20, true) === tailBytes) {
      return readEnd(source, tail, offset, tailPosition + offset);
    }
  }
  throw malformedImport(source.name, 'the archive has no directory at its end: it is cut off or damaged.');
}

function readEnd(source: ByteSource, tail: DataView, offset: number, position: number): DirectoryLocation {
  const location = {
    entries: tail.getUint16(offset + 10, true),
    bytes: tail.getUint32(offset + 12, true),
    position: tail.getUint32(offset + 16, true),
  };
  const locatorPosition = position - ZIP64_LOCATOR_BYTES;
  if (locatorPosition < 0) {
    return location;
  }
  const locator = viewOf(source.readSync(locatorPosition, ZIP64_LOCATOR_BYTES));
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR_SIGNATURE) {
    return location;
  }
  const end = viewOf(source.readSync(Number(locator.getBigUint64(8, true)), ZIP64_END_BYTES));
  if (end.getUint32(0, true) !== ZIP64_END_SIGNATURE) {
    throw malformedImport(source.name, "the archive's zip64 directory is not where it says.");
  }
  return {
    entries: Number(end.getBigUint64(32, true)),
    bytes: Number(end.getBigUint64(40, true)),
    position: Number(end.getBigUint64(48, true)),
  };
}

function readEntry(directory: DataView, position: number, file: string): { entry: ZipEntry; end: number } {
  const isHeader = position + ENTRY_BYTES <= directory.byteLength;
  if (!isHeader || directory.getUint32(position, true) !== ENTRY_SIGNATURE) {
    throw malformedImport(file, "the archive's directory is damaged.");
  }
  const nameEnd = position + ENTRY_BYTES + directory.getUint16(position + 28, true);
  const extraEnd = nameEnd + directory.getUint16(position + 30, true);
  const end = extraEnd + directory.getUint16(position + 32, true);
  if (end > directory.byteLength) {
    throw malformedImport(file, "the archive's directory is damaged.");
  }
  const name = nameBetween(directory, position + ENTRY_BYTES, nameEnd, file);
  const sizes = readSizes(directory, position, nameEnd, extraEnd);
  const checksum = directory.getUint32(position + 16, true);
  const flags = directory.getUint16(position + 8, true);
  const compression = compressionOf(directory.getUint16(position + 10, true), flags);
  if (compression === 'stored' && sizes.bytes !== sizes.packedBytes) {
    throw malformedImport(file, `the archive states two sizes for its entry ${name}.`);
  }
  return { entry: { name, compression, checksum, ...sizes }, end };
}

/** Sizes and position of an entry; those of 32 full bits stand, in this order, in the zip64 extra field (4.5.3). */
function readSizes(directory: DataView, position: number, extraStart: number, extraEnd: number) {
  let field = zip64Field(directory, extraStart, extraEnd);
  const wide = (offset: number): number => {
    const value = directory.getUint32(position + offset, true);
    if (value !== UINT32_FULL || field === undefined || field + 8 > extraEnd) {
      return value;
    }
    field += 8;
    return Number(directory.getBigUint64(field - 8, true));
  };
  const bytes = wide(24);
  const packedBytes = wide(20);
  return { bytes, packedBytes, headerPosition: wide(42) };
}

function zip64Field(directory: DataView, start: number, end: number): number | undefined {
  for (let position = start; position + 4 <= end; ) {
    if (directory.getUint16(position, true) === ZIP64_EXTRA_ID) {
      return position + 4;
    }
    position += 4 + directory.getUint16(position + 2, true);
  }
  return undefined;
}

function compressionOf(method: number, flags: number): ZipEntry['compression'] {
  if ((flags & 1) !== 0) {
    return 'encrypted';
  }
  if (method === 0) {
    return 'stored';
  }
  return method === 8 ? 'deflated' : 'compressed in an unknown way';
}

/** Names are only ever compared, never used as paths; what could not be a plain relative name is refused all the same. */
function nameBetween(directory: DataView, start: number, end: number, file: string): string {
  const name = Buffer.from(directory.buffer, directory.byteOffset + start, end - start).toString('utf8');
  const isPlain =
    name.length > 0 && /^[\x20-\x5b\x5d-\x7e\u00a0-\ufffc]+$/.test(name) && !name.startsWith('/');
  if (!isPlain || name.split('/').includes('..')) {
    throw malformedImport(file, 'the archive has an entry with an impossible name.');
  }
  return name;
}

/** Entries that share bytes are the trick of bombs; honest ones follow each other and end before the directory. */
function requireDisjoint(
  entries: ReadonlyMap<string, ZipEntry>,
  directoryPosition: number,
  file: string,
): void {
  const ordered = [...entries.values()].sort((a, b) => a.headerPosition - b.headerPosition);
  for (const [index, entry] of ordered.entries()) {
    const next = ordered[index + 1]?.headerPosition ?? directoryPosition;
    if (entry.headerPosition + entry.packedBytes > next) {
      throw malformedImport(file, `the archive's entry ${entry.name} overlaps what follows it.`);
    }
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
