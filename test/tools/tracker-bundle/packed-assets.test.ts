import { describe, expect, it } from 'vitest';
import { packedAsset } from '../../../tools/tracker-bundle/packed-assets.ts';

const DATA = Uint8Array.of(10, 11, 12, 20, 21);

function loader(table: unknown): string {
  return `(function() {\n  loadPackage(${JSON.stringify(table)});\n})();\n`;
}

const LOADER = loader({
  files: [
    { filename: '/models/first.bin', start: 0, end: 3 },
    { filename: '/models/second.bin', start: 3, end: 5 },
  ],
});

describe('packedAsset', () => {
  it("finds a file by its name in the loader's table", () => {
    expect([...packedAsset(LOADER, DATA, 'first.bin')]).toEqual([10, 11, 12]);
    expect([...packedAsset(LOADER, DATA, 'second.bin')]).toEqual([20, 21]);
  });

  it('names the files there are when the one asked for is missing', () => {
    expect(() => packedAsset(LOADER, DATA, 'third.bin')).toThrow(
      'hold no third.bin, only: /models/first.bin, /models/second.bin',
    );
  });

  it('refuses a table that reaches beyond the data', () => {
    expect(() => packedAsset(LOADER, DATA.subarray(0, 4), 'second.bin')).toThrow(
      'place second.bin at bytes 3 to 5 of a file of 4 bytes',
    );
  });

  it('refuses a loader without a table', () => {
    expect(() => packedAsset('export {};', DATA, 'first.bin')).toThrow('no loadPackage({…}) call');
    expect(() => packedAsset(loader({ packages: [] }), DATA, 'first.bin')).toThrow('no list of files');
  });

  it.each([[{ filename: 'first.bin' }], [{ filename: 'first.bin', start: -1, end: 2 }], [undefined]])(
    'refuses a table with the row %j',
    (row) => {
      expect(() => packedAsset(loader({ files: [row] }), DATA, 'first.bin')).toThrow('rows without');
    },
  );
});
