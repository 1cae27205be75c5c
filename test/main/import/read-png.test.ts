import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPng } from '../../../src/main/import/read-png.ts';

/** A PNG made by hand: 3 × 2 pixels, filter types given per row. Checksums are left 0, readers need not compare them. */
function makePng(
  overrides: { readonly header?: readonly number[]; readonly rows?: readonly number[] } = {},
): Buffer {
  const header = Buffer.from(overrides.header ?? [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
  const rows = Buffer.from(overrides.rows ?? [1, 10, 5, 5, 4, 1, 1, 1]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

describe('PNG reader', () => {
  it('undoes the filters of the rows', () => {
    expect(readPng('mask.png', makePng())).toEqual({
      width: 3,
      height: 2,
      channels: 1,
      samples: Uint8Array.of(10, 15, 20, 11, 16, 21),
    });
    expect(readPng('mask.png', makePng({ rows: [0, 10, 20, 30, 2, 1, 2, 250] })).samples).toEqual(
      Uint8Array.of(10, 20, 30, 11, 22, 24),
    );
    expect(readPng('mask.png', makePng({ rows: [0, 10, 20, 30, 3, 1, 2, 3] })).samples).toEqual(
      Uint8Array.of(10, 20, 30, 6, 15, 25),
    );
  });

  it.each([
    ['another kind of file', Buffer.from('GIF89a'), 'import/malformed'],
    [
      'a picture of no size',
      makePng({ header: [0, 0, 0, 0, 0, 0, 0, 2, 8, 0, 0, 0, 0] }),
      'import/malformed',
    ],
    [
      'a picture past all memory',
      makePng({ header: [255, 0, 0, 0, 255, 0, 0, 0, 8, 0, 0, 0, 0] }),
      'import/too-large',
    ],
    ['a palette', makePng({ header: [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0] }), 'import/unsupported'],
    [
      '16 bits per channel',
      makePng({ header: [0, 0, 0, 3, 0, 0, 0, 2, 16, 0, 0, 0, 0] }),
      'import/unsupported',
    ],
    ['fewer rows than stated', makePng({ rows: [0, 1, 2, 3] }), 'import/malformed'],
    ['more rows than stated', makePng({ rows: [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3] }), 'import/malformed'],
    ['an unknown filter', makePng({ rows: [0, 1, 2, 3, 9, 1, 2, 3] }), 'import/malformed'],
  ])('refuses %s', (_, bytes, code) => {
    expect(() => readPng('mask.png', bytes)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses every truncation', () => {
    const png = makePng();

    for (let length = 0; length < png.length; length += 1) {
      expect(() => readPng('mask.png', png.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'import/malformed' }),
      );
    }
  });
});
