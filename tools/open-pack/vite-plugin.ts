import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Plugin } from 'vite';
import { rendererAssets } from '../renderer-assets/renderer-assets.ts';

const PACK = new URL('../../models/open/', import.meta.url);

/** What the page shows a head with; a pack's networks run elsewhere. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.safetensors': 'application/octet-stream',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
};

/** Vite plugin that puts the embedded pack's head under `models/open/` of the renderer. */
export function openPackAssets(): Plugin {
  return rendererAssets(
    'furrow:open-pack-assets',
    readdirSync(PACK).flatMap((file) => {
      const contentType = CONTENT_TYPES[extname(file)];
      return contentType === undefined
        ? []
        : [{ path: `models/open/${file}`, contentType, read: () => readFile(new URL(file, PACK)) }];
    }),
  );
}
