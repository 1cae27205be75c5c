import { createHash } from 'node:crypto';
import {
  EMBEDDED_PACK,
  FACE_MODEL_FILE,
  type FacePackManifest,
  MANIFEST_VERSION,
  PACK_UNITS,
} from '../../src/main/services/packs/face-pack-manifest.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';

/** The manifest that makes `models/open` a face pack like those that are imported. */
export function describePack({ version, licence }: FaceModel, packedModel: Uint8Array): Uint8Array {
  const manifest: FacePackManifest = {
    formatVersion: MANIFEST_VERSION,
    name: EMBEDDED_PACK,
    title: "Furrow's open head",
    version,
    licence,
    faceModel: {
      file: FACE_MODEL_FILE,
      bytes: packedModel.byteLength,
      sha256: createHash('sha256').update(packedModel).digest('hex'),
    },
    graphs: {},
    expressionBasis: 'arkit-52',
    units: PACK_UNITS,
    sources: [],
    selfTest: { outputs: {} },
  };
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
}
