import { writeFaceModel } from '../../src/shared/core/face/face-model-file.ts';
import { createHead } from './mesh/head.ts';
import { createOpenFaceModel } from './model/open-face-model.ts';

/** Every file of models/open that the open head consists of, by name. The same bytes on every run. */
export function buildOpenHead(): ReadonlyMap<string, Uint8Array> {
  const model = createOpenFaceModel(createHead());
  return new Map([['face-model.safetensors', writeFaceModel(model, 'packed')]]);
}
