import { inflateSync } from 'node:zlib';
import { malformedImport, tooLargeImport, unsupportedImport } from './import-error.ts';

/** A picture's samples, row by row from the top, channels interleaved: Uint8Array [height × width × channels]. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
  readonly samples: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Channels by colour type (PNG specification, section 11.2.1); palettes are not read. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
const MAX_SIZE = 8192;

/**
 * Reads a PNG of 8 bits per channel, without palette and not interlaced: the kind that UV masks come in.
 * Checksums are not compared; the picture's size is checked before anything is unpacked.
 *
 * @param file - Name shown to the person.
 * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large`.
 */
export function readPng(file: string, bytes: Uint8Array): PngPicture {
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) {
    throw malformedImport(file, 'the file is not a PNG picture.');
  }
  const chunks = readChunks(file, bytes);
  const { width, height, channels } = readHeader(file, chunks);
  const rowBytes = width * channels + 1;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const filtered = inflate(file, packed, rowBytes * height);
  return { width, height, channels, samples: unfilter(file, filtered, { width, height, channels }) };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function readChunks(file: string, bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let position = SIGNATURE.length;
  while (chunks.at(-1)?.type !== 'IEND') {
    const length = position + 8 <= bytes.length ? view.getUint32(position) : bytes.length;
    const end = position + 12 + length;
    if (end > bytes.length) {
      throw malformedImport(file, 'the picture ends in the middle of a part: it is cut off.');
    }
    const type = String.fromCharCode(...bytes.subarray(position + 4, position + 8));
    chunks.push({ type, data: bytes.subarray(position + 8, position + 8 + length) });
    position = end;
  }
  return chunks;
}

function readHeader(file: string, chunks: readonly Chunk[]): Omit<PngPicture, 'samples'> {
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.data.length !== 13) {
    throw malformedImport(file, 'the picture does not begin with its size.');
  }
  const view = new DataView(header.data.buffer, header.data.byteOffset);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const channels = CHANNELS[header.data[9] ?? -1];
  const isPlain = header.data[8] === 8 && header.data[12] === 0;
  if (width === 0 || height === 0) {
    throw malformedImport(file, `the picture has ${width} × ${height} pixels.`);
  }
  if (width > MAX_SIZE || height > MAX_SIZE) {
    throw tooLargeImport(
      file,
      `the picture has ${width} × ${height} pixels, at most ${MAX_SIZE} × ${MAX_SIZE} are read.`,
    );
  }
  if (channels === undefined || !isPlain) {
    throw unsupportedImport(
      file,
      'the picture is interlaced, has a palette or does not have 8 bits per channel.',
      'Save it as a plain 8-bit PNG.',
    );
  }
  return { width, height, channels };
}

function inflate(file: string, packed: Uint8Array, expected: number): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = inflateSync(packed, { maxOutputLength: expected });
  } catch {
    bytes = undefined;
  }
  if (bytes?.length !== expected) {
    throw malformedImport(file, 'the picture does not unpack to its size: it is damaged.');
  }
  return bytes;
}

/** Undoes the row filters (PNG specification, section 9). */
function unfilter(file: string, filtered: Uint8Array, size: Omit<PngPicture, 'samples'>): Uint8Array {
  const { width, height, channels } = size;
  const stride = width * channels;
  const samples = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (stride + 1)] ?? 0;
    if (filter > 4) {
      throw malformedImport(file, `row ${row} has the unknown filter ${filter}.`);
    }
    for (let i = 0; i < stride; i += 1) {
      const at = row * stride + i;
      const left = i >= channels ? (samples[at - channels] ?? 0) : 0;
      const above = row > 0 ? (samples[at - stride] ?? 0) : 0;
      const aboveLeft = row > 0 && i >= channels ? (samples[at - stride - channels] ?? 0) : 0;
      const value = filtered[row * (stride + 1) + 1 + i] ?? 0;
      samples[at] = value + predict(filter, left, above, aboveLeft);
    }
  }
  return samples;
}

function predict(filter: number, left: number, above: number, aboveLeft: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, aboveLeft);
    default:
      return 0;
  }
}

/** The neighbour nearest to left + above − aboveLeft. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const toLeft = Math.abs(above - aboveLeft);
  const toAbove = Math.abs(left - aboveLeft);
  const toAboveLeft = Math.abs(left + above - 2 * aboveLeft);
  if (toLeft <= toAbove && toLeft <= toAboveLeft) {
    return left;
  }
  return toAbove <= toAboveLeft ? above : aboveLeft;
}
