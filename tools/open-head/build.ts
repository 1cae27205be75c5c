/**
 * Builds the head of models/open from the measurements and tables in this folder: `npx tsx tools/open-head/build.ts`; then
 * `npx tsx tools/open-pack/build.ts` describes it in the manifest.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { buildOpenHead } from './build-open-head.ts';

const folder = new URL('../../models/open/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, bytes] of buildOpenHead()) {
  writeFileSync(new URL(name, folder), bytes);
  process.stdout.write(`models/open/${name}  ${(bytes.byteLength / 1e6).toFixed(2)} MB\n`);
}
