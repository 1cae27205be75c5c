import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toAppError } from '../../../shared/contract/app-error.ts';
import { type BasisPrior, readBasisPrior } from '../../../shared/core/detail/basis/basis-prior.ts';
import type { FaceModel } from '../../../shared/core/face/face-model.ts';
import { readFaceModel } from '../../../shared/core/face/face-model-file.ts';
import { MalformedFileError } from '../../../shared/core/tensor/malformed-file-error.ts';
import { findProjectFolder } from '../../project-folder.ts';
import {
  EMBEDDED_PACK,
  type FacePackManifest,
  MANIFEST_FILE,
  MOST_MANIFEST_BYTES,
  PACK_GRAPHS,
  type PackedFile,
  packNameSchema,
  parseManifest,
} from './face-pack-manifest.ts';
import { sha256OfFile } from './sha256.ts';

/** Most bytes of a face model or a basis that are read: FLAME with all its components takes 30 MB. */
const MOST_MODEL_BYTES = 512 << 20;

/** A face pack on disk. */
export interface FacePack {
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly manifest: FacePackManifest;
}

/** A folder that wants to be a face pack and what is wrong with it. */
export interface BrokenFacePack {
  readonly folder: string;
  readonly problem: AppError;
}

/** Where the pack lies that comes with Furrow. */
const EMBEDDED_FOLDER = join(findProjectFolder(import.meta.dirname), 'models', EMBEDDED_PACK);

/** The folder that imported face packs lie in, one folder each. */
export function packsFolder(dataFolder: string): string {
  return join(dataFolder, 'packs');
}

/** The embedded face pack, then every one of the data folder, sorted by name; their files are not looked at. */
export async function listFacePacks(dataFolder: string): Promise<readonly (FacePack | BrokenFacePack)[]> {
  const entries = await readdir(packsFolder(dataFolder), { withFileTypes: true }).catch(() => []);
  const folders = entries
    .filter((entry) => entry.isDirectory() && packNameSchema.safeParse(entry.name).success)
    .filter(({ name }) => name !== EMBEDDED_PACK)
    .map(({ name }) => join(packsFolder(dataFolder), name))
    .sort();
  const packs = await Promise.all(
    [EMBEDDED_FOLDER, ...folders].map(async (folder) => {
      const manifest = await stat(join(folder, MANIFEST_FILE)).catch(() => undefined);
      // Downloaded trackers lie in folders without a manifest.
      return manifest === undefined ? undefined : readFacePack(folder).catch(asBroken(folder));
    }),
  );
  return packs.filter((pack) => pack !== undefined);
}

/**
 * Finds a face pack: the embedded one or one that was imported.
 * @throws AppError `model/missing`, or `model/malformed` when its manifest is damaged.
 */
export async function findFacePack(dataFolder: string, name: string): Promise<FacePack> {
  const folder = name === EMBEDDED_PACK ? EMBEDDED_FOLDER : join(packsFolder(dataFolder), name);
  const isThere =
    packNameSchema.safeParse(name).success &&
    (await stat(join(folder, MANIFEST_FILE)).catch(() => undefined)) !== undefined;
  if (!isThere) {
    throw new AppError(
      'model/missing',
      `There is no face pack called "${name}" in ${packsFolder(dataFolder)}. ` +
        '"furrow packs list" shows those that are there, "furrow packs import-deca --help" how to get DECA.',
      { details: { name } },
    );
  }
  return readFacePack(folder);
}

async function readFacePack(folder: string): Promise<FacePack> {
  const path = join(folder, MANIFEST_FILE);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const text = size > MOST_MANIFEST_BYTES ? '' : await file.readFile('utf8');
    return { folder, manifest: parseManifest(text, path) };
  } finally {
    await file.close();
  }
}

/** Absolute path of a pack's file. */
export function packedFilePath({ folder }: FacePack, { file }: PackedFile): string {
  return join(folder, file);
}

/**
 * Checks that every file of a pack is, byte for byte, the one its manifest names.
 * @throws AppError `model/missing` or `model/hash-mismatch` naming the first file that is not.
 */
export async function checkPackFiles(pack: FacePack): Promise<void> {
  const { faceModel, wrinkleBasis, graphs } = pack.manifest;
  for (const packed of [faceModel, wrinkleBasis, ...PACK_GRAPHS.map((graph) => graphs[graph])]) {
    if (packed !== undefined) {
      await checkPackedFile(packedFilePath(pack, packed), packed);
    }
  }
}

/**
 * Checks that a file is, byte for byte, the one that was recorded.
 * @throws AppError `model/missing` or `model/hash-mismatch`
 */
export async function checkPackedFile(path: string, { bytes, sha256 }: PackedFile): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new AppError(
      'model/missing',
      `${path} is missing from its face pack. Import or download the pack again.`,
      { details: { path } },
    );
  }
  if (!found.isFile() || found.size !== bytes || (await sha256OfFile(path)) !== sha256) {
    throw new AppError(
      'model/hash-mismatch',
      `${path} is not the file that its face pack was made with. Import or download the pack again.`,
      { details: { path } },
    );
  }
}

/**
 * Reads a pack's face model.
 * @throws AppError `model/missing` or `model/malformed` naming the file.
 */
export function loadFaceModel(pack: FacePack): Promise<FaceModel> {
  return load(packedFilePath(pack, pack.manifest.faceModel), 'face model', readFaceModel);
}

/**
 * Reads what a pack knows of people's wrinkles.
 * @throws AppError `inference/unavailable` for a pack without, `model/missing` or `model/malformed` naming the file.
 */
export async function loadWrinkleBasis(pack: FacePack): Promise<BasisPrior> {
  const { wrinkleBasis, name } = pack.manifest;
  if (wrinkleBasis === undefined) {
    throw new AppError(
      'inference/unavailable',
      `The face pack ${name} does not know how people wrinkle. Choose another.`,
      { details: { pack: name } },
    );
  }
  return load(packedFilePath(pack, wrinkleBasis), 'wrinkle basis', readBasisPrior);
}

async function load<Content>(
  path: string,
  kind: string,
  read: (bytes: Uint8Array) => Content,
): Promise<Content> {
  try {
    const { size } = await stat(path);
    if (size > MOST_MODEL_BYTES) {
      throw new MalformedFileError(`the file has ${size} bytes`);
    }
    return read(await readFile(path));
  } catch (cause) {
    const isMalformed = cause instanceof MalformedFileError;
    const reason = isMalformed ? cause.message : toAppError(cause).message;
    throw new AppError(
      isMalformed ? 'model/malformed' : 'model/missing',
      `The ${kind} ${path} cannot be read: ${reason}. Import or download its pack again.`,
      { details: { path }, cause },
    );
  }
}

function asBroken(folder: string): (thrown: unknown) => BrokenFacePack {
  return (thrown) => ({ folder, problem: toAppError(thrown, 'model/malformed') });
}
