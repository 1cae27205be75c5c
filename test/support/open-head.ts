import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { readFaceModel } from '../../src/shared/core/face/face-model-file.ts';

/** The open head that ships with the app. */
export function readOpenHead(): FaceModel {
  return readFaceModel(
    readFileSync(fileURLToPath(new URL('../../models/open/face-model.safetensors', import.meta.url))),
  );
}
