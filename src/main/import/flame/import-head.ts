import { writeFaceModel } from '../../../shared/core/face/face-model-file.ts';
import { FACE_MODEL_FILE, MANIFEST_VERSION, PACK_UNITS } from '../../services/packs/face-pack-manifest.ts';
import { PackBuilder } from '../../services/packs/pack-builder.ts';
import { FileSource } from '../byte-source.ts';
import { checkSourceFile, recordSourceFile } from '../source-file.ts';
import { DECA_COMPONENTS, readFlameArchive } from './flame-archive.ts';

/** More than this is no head model. */
const MOST_BYTES = 1 << 30;

/** What a head pack is made from and where it goes. */
export interface HeadImport {
  /** Path of a FLAME release's `generic_model.pkl`. */
  readonly flame: string;
  /** Path of `head_template.obj`, its UV layout. */
  readonly template: string;
  /** Path of `landmark_embedding.npy`. */
  readonly landmarks: string;
  /** The licence line of that release: what everything made with it carries. */
  readonly licence: string;
  /** Name of the pack. */
  readonly name: string;
  /** The folder that packs lie in. */
  readonly packsFolder: string;
}

/**
 * Turns a FLAME release into a pack of a head alone, without networks, such as FLAME 2023 Open.
 * @returns the absolute path of the pack's folder.
 * @throws AppError `import/…` or `usage/wrong`.
 */
export async function importHeadPack(options: HeadImport): Promise<string> {
  const { flame, template, landmarks, licence, name } = options;
  const paths = [flame, template, landmarks];
  for (const path of paths) {
    await checkSourceFile(
      path,
      MOST_BYTES,
      'A head needs generic_model.pkl, head_template.obj and landmark_embedding.npy.',
    );
  }
  await using builder = await PackBuilder.begin(options.packsFolder, name);
  await using modelSource = await FileSource.open(flame);
  await using templateSource = await FileSource.open(template);
  await using landmarkSource = await FileSource.open(landmarks);
  const sources = await Promise.all(paths.map(recordSourceFile));
  const version = sources[0]?.sha256.slice(0, 16) ?? '';
  const model = readFlameArchive(
    { model: modelSource, template: templateSource, landmarks: landmarkSource },
    { name: 'FLAME', version, licence, ...DECA_COMPONENTS },
  );
  const faceModel = await builder.write(FACE_MODEL_FILE, [writeFaceModel(model)]);
  // Awaited here: the builder takes back what is not installed when this scope ends.
  return await builder.install({
    formatVersion: MANIFEST_VERSION,
    title: 'FLAME head, imported from your own files',
    version,
    licence,
    faceModel,
    graphs: {},
    expressionBasis: 'flame-50',
    units: PACK_UNITS,
    sources,
    selfTest: { outputs: {} },
  });
}
