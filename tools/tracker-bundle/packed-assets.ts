/**
 * Takes files out of an Emscripten "packed assets" pair, the way @mediapipe/face_mesh ships its models: a
 * `.data` file that is nothing but files laid end to end, and a loader script that holds the table of contents
 * as the JSON argument of its `loadPackage(…)` call.
 */

/** One row of the loader's table: `[start, end)` are byte offsets into the `.data` file. */
interface PackedAsset {
  readonly filename: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of the packed file called `name` (its last path component), as a view into `data`.
 * @param loaderScript text of `…_packed_assets_loader.js`
 * @param data bytes of `…_packed_assets.data`
 * @throws Error when the table is not found, does not list `name`, or does not fit the data.
 */
export function packedAsset(loaderScript: string, data: Uint8Array, name: string): Uint8Array {
  const assets = packedAssetTable(loaderScript);
  const asset = assets.find(({ filename }) => filename.split('/').at(-1) === name);
  if (asset === undefined) {
    const listed = assets.map(({ filename }) => filename).join(', ');
    throw new Error(`The packed assets hold no ${name}, only: ${listed}`);
  }
  if (asset.start >= asset.end || asset.end > data.length) {
    throw new Error(
      `The packed assets place ${name} at bytes ${asset.start} to ${asset.end} of a file of ${data.length} bytes.`,
    );
  }
  return data.subarray(asset.start, asset.end);
}

function packedAssetTable(loaderScript: string): readonly PackedAsset[] {
  const argument = /loadPackage\((\{.*\})\);/.exec(loaderScript)?.[1];
  if (argument === undefined) {
    throw new Error('The packed assets loader has no loadPackage({…}) call with the table of its files.');
  }
  const table: unknown = JSON.parse(argument);
  if (typeof table !== 'object' || table === null || !('files' in table) || !Array.isArray(table.files)) {
    throw new Error('The table in the packed assets loader has no list of files.');
  }
  const files: unknown[] = table.files;
  if (!files.every(isPackedAsset)) {
    throw new Error('The table in the packed assets loader has rows without filename, start and end.');
  }
  return files;
}

function isPackedAsset(row: unknown): row is PackedAsset {
  return (
    typeof row === 'object' &&
    row !== null &&
    'filename' in row &&
    typeof row.filename === 'string' &&
    'start' in row &&
    isByteOffset(row.start) &&
    'end' in row &&
    isByteOffset(row.end)
  );
}

function isByteOffset(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
