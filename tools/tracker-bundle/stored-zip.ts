import { crc32 } from 'node:zlib';

/** A file to put into an archive. */
export interface ZipEntry {
  /** ASCII */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Where MediaPipe expects each model to begin, so that it can use it in place. */
const ALIGNMENT = 4;

/** Signatures, fixed sizes and the version of the records used here (PKWARE APPNOTE 6.3, sections 4.3 and 4.4). */
const LOCAL_HEADER = { signature: 0x04034b50, size: 30 } as const;
const CENTRAL_HEADER = { signature: 0x02014b50, size: 46 } as const;
const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22 } as const;
const VERSION_NEEDED = 20;

/** 1980-01-01, the earliest date of a zip: the same files give the same bytes whenever they are packed. */
const MSDOS_DATE = 0x0021;

/**
 * The extra field with which Android's zipalign shifts an entry's content: id, size, the alignment, zeros.
 * Six bytes at least, so the shift is rounded up to the next full alignment beyond them.
 */
const ALIGNMENT_FIELD = { id: 0xd935, minimumSize: 6 } as const;

/**
 * Packs files into a zip without compression, the content of each beginning at a multiple of four bytes.
 * Same input, same bytes.
 */
export function storedZip(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const header = localHeader(entry, offset);
    directory.push(centralHeader(entry, offset));
    parts.push(header, entry.content);
    offset += header.length + entry.content.length;
  }
  const directorySize = directory.reduce((total, { length }) => total + length, 0);
  return Buffer.concat([...parts, ...directory, endOfDirectory(entries.length, directorySize, offset)]);
}

function localHeader(entry: ZipEntry, offset: number): Uint8Array {
  const nameEnd = LOCAL_HEADER.size + entry.name.length;
  const shortest = offset + nameEnd + ALIGNMENT_FIELD.minimumSize;
  const extraSize = ALIGNMENT_FIELD.minimumSize + (-shortest & (ALIGNMENT - 1));
  const header = Buffer.alloc(nameEnd + extraSize);
  header.writeUInt32LE(LOCAL_HEADER.signature, 0);
  writeDescription(header, 4, entry);
  header.writeUInt16LE(extraSize, 28);
  header.write(entry.name, LOCAL_HEADER.size, 'ascii');
  header.writeUInt16LE(ALIGNMENT_FIELD.id, nameEnd);
  header.writeUInt16LE(extraSize - 4, nameEnd + 2);
  header.writeUInt16LE(ALIGNMENT, nameEnd + 4);
  return header;
}

function centralHeader(entry: ZipEntry, localHeaderOffset: number): Uint8Array {
  const header = Buffer.alloc(CENTRAL_HEADER.size + entry.name.length);
  header.writeUInt32LE(CENTRAL_HEADER.signature, 0);
  header.writeUInt16LE(VERSION_NEEDED, 4);
  writeDescription(header, 6, entry);
  header.writeUInt32LE(localHeaderOffset, 42);
  header.write(entry.name, CENTRAL_HEADER.size, 'ascii');
  return header;
}

/** The fields that both headers share: version, no flags, method 0 (stored), date, checksum, sizes, name length. */
function writeDescription(header: Buffer, at: number, { name, content }: ZipEntry): void {
  header.writeUInt16LE(VERSION_NEEDED, at);
  header.writeUInt16LE(MSDOS_DATE, at + 8);
  header.writeUInt32LE(crc32(content), at + 10);
  header.writeUInt32LE(content.length, at + 14);
  header.writeUInt32LE(content.length, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function endOfDirectory(entryCount: number, directorySize: number, directoryOffset: number): Uint8Array {
  const record = Buffer.alloc(END_OF_DIRECTORY.size);
  record.writeUInt32LE(END_OF_DIRECTORY.signature, 0);
  record.writeUInt16LE(entryCount, 8);
  record.writeUInt16LE(entryCount, 10);
  record.writeUInt32LE(directorySize, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}
