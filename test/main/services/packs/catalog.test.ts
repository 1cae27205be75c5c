import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findPack, parseCatalog, readShippedCatalog } from '../../../../src/main/services/packs/catalog.ts';
import { sha256OfFile } from '../../../../src/main/services/packs/sha256.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';

const [SHIPPED] = readShippedCatalog().packs;

describe('the catalog', () => {
  it('lists the official face landmarker bundle with its licence', () => {
    const pack = findPack(readShippedCatalog(), 'face-landmarker');

    expect(pack).toMatchObject({ fileName: 'face_landmarker.task', bytes: 3_758_596 });
    expect(pack.licence.name).toBe('Apache-2.0');
  });

  it.skipIf(!hasSharedData)(
    `pins the official bundle by its true size and hash${sharedDataNote}`,
    async () => {
      const bundle = sharedPath('data/face_landmarker.task');

      const pack = findPack(readShippedCatalog(), 'face-landmarker');

      expect((await stat(bundle)).size).toBe(pack.bytes);
      expect(await sha256OfFile(bundle)).toBe(pack.sha256);
    },
  );

  it('says what there is when asked for a pack that it does not list', () => {
    expect(() => findPack(readShippedCatalog(), 'face-landmaker')).toThrow(
      'no pack called "face-landmaker" to download. There is: face-landmarker.',
    );
  });

  it.each([
    ['a file name that leads elsewhere', { fileName: '../settings.json' }],
    ['a name that leads elsewhere', { name: '..' }],
    ['an unencrypted address', { url: 'http://example.org/pack' }],
    ['no size', { bytes: 0 }],
    ['half a hash', { sha256: 'abc' }],
    ['an unknown field', { mirror: 'https://example.org' }],
  ])('refuses an entry with %s', (_, change) => {
    const catalog = { packs: [{ ...SHIPPED, ...change }] };

    expect(() => parseCatalog(catalog)).toThrow(
      /^The catalog of downloadable packs is malformed at packs\.0/,
    );
  });
});
