import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { storedZip } from '../../../tools/tracker-bundle/stored-zip.ts';

/** Contents of lengths that leave every remainder by four, with names that do too. */
const ENTRIES = [0, 1, 2, 3, 4, 5, 6, 7].map((length) => ({
  name: `${'n'.repeat(length)}.bin`,
  content: Uint8Array.from({ length: 100 + length }, (_, index) => (7 * index + length) % 256),
}));

describe('storedZip', () => {
  it('holds files that an ordinary zip reader gets back unchanged', () => {
    const files = unzipSync(storedZip(ENTRIES));

    expect(Object.keys(files)).toEqual(ENTRIES.map(({ name }) => name));
    for (const { name, content } of ENTRIES) {
      expect(files[name]).toEqual(content);
    }
  });

  it('begins the content of every file at a multiple of four bytes', () => {
    const archive = Buffer.from(storedZip(ENTRIES));

    for (const { content } of ENTRIES) {
      expect(archive.indexOf(content)).toBeGreaterThan(0);
      expect(archive.indexOf(content) % 4).toBe(0);
    }
  });

  it('gives the same bytes for the same files', () => {
    expect(storedZip(ENTRIES)).toEqual(storedZip(ENTRIES));
  });
});
