import { crc32, deflateSync } from 'node:zlib';

/** A picture to be written, row by row from the top, channels interleaved. */
export interface PngSamples {
  readonly width: number;
  readonly height: number;
  /** Uint8Array [height × width × 3] of red, green and blue, or Uint16Array [height × width] of grey. */
  readonly samples: Uint8Array | Uint16Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colour types of the PNG specification, section 11.2.1. */
const GREY = 0;
const RGB = 2;

/**
 * A picture as a PNG file of 8 bits of red, green and blue, or of 16 bits of grey.
 * @param copyright kept in the file under PNG's keyword `Copyright` (section 11.3.4.2).
 */
export function writePng({ width, height, samples }: PngSamples, copyright: string): Buffer {
  const isGrey = samples instanceof Uint16Array;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = isGrey ? 16 : 8;
  header[9] = isGrey ? GREY : RGB;
  const rows = isGrey ? greyRows(samples, width, height) : colourRows(samples, width, height);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    // iTXt is the text chunk of UTF-8: keyword, no compression, no language, no translated keyword, text.
    chunk('iTXt', Buffer.concat([Buffer.from('Copyright\0\0\0\0\0'), Buffer.from(copyright)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row begins with the number of its filter: 1, the difference to the pixel on the left. */
function colourRows(samples: Uint8Array, width: number, height: number): Buffer {
  const stride = width * 3;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1);
    rows[start] = 1;
    for (let i = 0; i < stride; i += 1) {
      const left = i < 3 ? 0 : (samples[row * stride + i - 3] ?? 0);
      rows[start + 1 + i] = (samples[row * stride + i] ?? 0) - left;
    }
  }
  return rows;
}

/** Unfiltered (0) and big-endian, as PNG wants it. */
function greyRows(samples: Uint16Array, width: number, height: number): Buffer {
  const rows = Buffer.alloc((width * 2 + 1) * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * (width * 2 + 1) + 1;
    for (let column = 0; column < width; column += 1) {
      rows.writeUInt16BE(samples[row * width + column] ?? 0, start + column * 2);
    }
  }
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, checksum]);
}
