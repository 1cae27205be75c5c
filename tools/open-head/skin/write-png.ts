import { zlibSync } from 'fflate';

/** 1 grey, 3 RGB or 4 RGBA, 8 bits each (PNG specification, section 11.2.1). */
const COLOUR_TYPES = { 1: 0, 3: 2, 4: 6 } as const;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Every row is stored as its difference from Paeth's guess: what smooth pictures pack best with. */
const PAETH_FILTER = 4;

/**
 * A square picture as PNG, the same bytes everywhere (the packing is fflate's, not the platform's).
 * @param samples Uint8Array [size × size × channels], rows from the top.
 */
export function writePng(samples: Uint8Array, size: number, channels: 1 | 3 | 4): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([8, COLOUR_TYPES[channels], 0, 0, 0], 8);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(filterRows(samples, size, channels), { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ];
  const file = new Uint8Array(SIGNATURE.length + chunks.reduce((sum, { length }) => sum + length, 0));
  file.set(SIGNATURE);
  let position = SIGNATURE.length;
  for (const bytes of chunks) {
    file.set(bytes, position);
    position += bytes.length;
  }
  return file;
}

function filterRows(samples: Uint8Array, size: number, channels: number): Uint8Array {
  const width = size * channels;
  const filtered = new Uint8Array(size * (width + 1));
  for (let row = 0; row < size; row += 1) {
    const start = row * width;
    const out = row * (width + 1);
    filtered[out] = PAETH_FILTER;
    for (let i = 0; i < width; i += 1) {
      const left = i >= channels ? (samples[start + i - channels] ?? 0) : 0;
      const above = row > 0 ? (samples[start + i - width] ?? 0) : 0;
      const corner = row > 0 && i >= channels ? (samples[start + i - width - channels] ?? 0) : 0;
      filtered[out + 1 + i] = (samples[start + i] ?? 0) - paeth(left, above, corner);
    }
  }
  return filtered;
}

/** Whichever of left, above and corner is nearest to left + above − corner (PNG specification, section 9.4). */
function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const toLeft = Math.abs(guess - left);
  const toAbove = Math.abs(guess - above);
  const toCorner = Math.abs(guess - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) {
    return left;
  }
  return toAbove <= toCorner ? above : corner;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/** The checksum of PNG chunks (PNG specification, annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
