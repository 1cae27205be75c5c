import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadablePack } from '../../../shared/contract/backend.ts';
import type { Catalog, CatalogPack } from './catalog.ts';
import { type DownloadOptions, downloadFile } from './download.ts';
import { sha256OfFile } from './sha256.ts';

/** `damaged` is a file that is there but is not, byte for byte, the one in the catalog. */
export type PackCondition = 'missing' | 'installed' | 'damaged';

/** Where a downloaded pack lies: `<dataFolder>/packs/<name>/<fileName>`. */
export function packFile(dataFolder: string, { name, fileName }: CatalogPack): string {
  return join(dataFolder, 'packs', name, fileName);
}

/** Compares the pack's file with the catalog: its size, and only if that is right its SHA-256. */
export async function checkPack(dataFolder: string, pack: CatalogPack): Promise<PackCondition> {
  const path = packFile(dataFolder, pack);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    return 'missing';
  }
  const isIntact = found.isFile() && found.size === pack.bytes && (await sha256OfFile(path)) === pack.sha256;
  return isIntact ? 'installed' : 'damaged';
}

/** Every pack of the catalog as the window shows it. */
export function listPacks(dataFolder: string, { packs }: Catalog): Promise<readonly DownloadablePack[]> {
  return Promise.all(
    packs.map(async (pack) => ({
      name: pack.name,
      title: pack.title,
      bytes: pack.bytes,
      licenceName: pack.licence.name,
      licenceUrl: pack.licence.url,
      installed: (await checkPack(dataFolder, pack)) === 'installed',
    })),
  );
}

/**
 * Downloads a pack unless it is already there and intact; a damaged one is replaced.
 * @returns the absolute path of its file
 * @throws AppError as {@link downloadFile} does.
 */
export async function installPack(
  dataFolder: string,
  pack: CatalogPack,
  options: DownloadOptions,
): Promise<string> {
  const path = packFile(dataFolder, pack);
  if ((await checkPack(dataFolder, pack)) !== 'installed') {
    await downloadFile(pack, path, options);
  }
  return path;
}
