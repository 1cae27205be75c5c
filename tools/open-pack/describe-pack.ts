import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InferenceRunner } from '../../src/main/inference/worker-host.ts';
import {
  EMBEDDED_PACK,
  FACE_MODEL_FILE,
  type FacePackManifest,
  MANIFEST_VERSION,
  PACK_UNITS,
  type PackedFile,
} from '../../src/main/services/packs/face-pack-manifest.ts';
import { runSelfTest } from '../../src/main/services/packs/pack-self-test.ts';
import { readFaceModel } from '../../src/shared/core/face/face-model-file.ts';

/** The open pack's files beside its head. */
const RELIEF_NETWORK_FILE = 'relief-network.onnx';
const WRINKLE_BASIS_FILE = 'wrinkle-basis.safetensors';
export const WRINKLE_DECODER_FILE = 'wrinkle-decoder.onnx';

/**
 * The manifest that makes a folder of the open pack's files a face pack like those that are imported, with what its
 * networks give on the self-test's inputs.
 */
export async function describePack(folder: string, host: InferenceRunner): Promise<Uint8Array> {
  const { version, licence } = readFaceModel(readFileSync(join(folder, FACE_MODEL_FILE)));
  const graphs = {
    detailEncoder: { ...describeFile(folder, RELIEF_NETWORK_FILE), input: 'uv-relief' as const },
    detailDecoder: describeFile(folder, WRINKLE_DECODER_FILE),
  };
  const paths = {
    detailEncoder: join(folder, RELIEF_NETWORK_FILE),
    detailDecoder: join(folder, WRINKLE_DECODER_FILE),
  };
  const manifest: FacePackManifest = {
    formatVersion: MANIFEST_VERSION,
    name: EMBEDDED_PACK,
    title: "Furrow's open head",
    version,
    licence,
    faceModel: describeFile(folder, FACE_MODEL_FILE),
    wrinkleBasis: describeFile(folder, WRINKLE_BASIS_FILE),
    graphs,
    expressionBasis: 'arkit-52',
    units: PACK_UNITS,
    sources: [],
    selfTest: await runSelfTest(host, paths, new AbortController().signal),
  };
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

function describeFile(folder: string, file: string): PackedFile {
  const bytes = readFileSync(join(folder, file));
  return { file, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}
