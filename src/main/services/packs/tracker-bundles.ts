import { AppError } from '../../../shared/contract/app-error.ts';
import type { TrackerBundle } from '../../../shared/contract/backend.ts';
import { type Catalog, findPack } from './catalog.ts';
import { checkPack, packFile } from './installed-packs.ts';

const OFFICIAL_PACK = 'face-landmarker';

/** Part of the built renderer (and of its development server): always there, no download needed. */
const ASSEMBLED: TrackerBundle = { name: 'assembled', path: 'tracker/assembled.task', hasScores: false };

/** The official bundle is served to the page from the data folder at this path. */
const OFFICIAL: TrackerBundle = { name: 'official', path: 'tracker/official.task', hasScores: true };

export interface TrackerBundles {
  /** best first */
  readonly bundles: readonly TrackerBundle[];
  /** The file behind the official bundle's path, absent when the bundle is. */
  readonly officialFile: string | undefined;
  /** Why a downloaded bundle that is there is not used: `model/hash-mismatch`. */
  readonly rejected: AppError | undefined;
}

/**
 * Which bundles the face tracker can use: the official one when it has been downloaded and is intact, and the one
 * assembled with the renderer.
 */
export async function findTrackerBundles(dataFolder: string, catalog: Catalog): Promise<TrackerBundles> {
  const pack = findPack(catalog, OFFICIAL_PACK);
  const file = packFile(dataFolder, pack);
  const condition = await checkPack(dataFolder, pack);
  if (condition === 'installed') {
    return { bundles: [OFFICIAL, ASSEMBLED], officialFile: file, rejected: undefined };
  }
  return {
    bundles: [ASSEMBLED],
    officialFile: undefined,
    rejected: condition === 'damaged' ? damagedBundle(file) : undefined,
  };
}

function damagedBundle(file: string): AppError {
  return new AppError(
    'model/hash-mismatch',
    `The tracker bundle ${file} is not the file that the catalog names, so the built-in one is used instead. ` +
      `Download it again: furrow packs download ${OFFICIAL_PACK}`,
    { details: { file } },
  );
}
