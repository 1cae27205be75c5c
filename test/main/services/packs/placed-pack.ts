import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findPack, parseCatalog, readShippedCatalog } from '../../../../src/main/services/packs/catalog.ts';
import { packFile } from '../../../../src/main/services/packs/installed-packs.ts';

/** Stands for the official bundle, whose content does not matter to what finds and checks it. */
export const PACK_CONTENT = Buffer.from('the bytes of a face landmarker bundle');

/** The shipped catalog, expecting that content. */
export const CATALOG = parseCatalog({
  packs: readShippedCatalog().packs.map((pack) => ({
    ...pack,
    bytes: PACK_CONTENT.length,
    sha256: createHash('sha256').update(PACK_CONTENT).digest('hex'),
  })),
});

export const PACK = findPack(CATALOG, 'face-landmarker');

/** The content with one byte changed. */
export const DAMAGED_CONTENT = Buffer.from(PACK_CONTENT).fill(0, 3, 4);

/** Puts a file where the pack's belongs. */
export async function placePack(dataFolder: string, content: Buffer): Promise<void> {
  const path = packFile(dataFolder, PACK);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
