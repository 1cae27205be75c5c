import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { readFaceModel } from '../../src/shared/core/face/face-model-file.ts';
import type { IdentityMode } from '../../src/shared/core/face/identity-mode.ts';

/** Name and limits of the open head's identity modes, in the order of its basis. */
export function readOpenModes(): readonly IdentityMode[] {
  const head: { readonly identity: readonly IdentityMode[] } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../models/open/head.json', import.meta.url)), 'utf8'),
  );
  return head.identity;
}

/** The open head that ships with the app. */
export function readOpenHead(): FaceModel {
  return readFaceModel(
    readFileSync(fileURLToPath(new URL('../../models/open/face-model.safetensors', import.meta.url))),
  );
}
