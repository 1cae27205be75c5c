import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPack, readShippedCatalog } from '../src/main/services/packs/catalog.ts';
import { packFile } from '../src/main/services/packs/installed-packs.ts';
import { writeDecaSources } from './support/deca-sources.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';

/* `npm run bench`: `furrow bench` with the test material's clip and official bundle, and a synthetic DECA of full size. */

const FURROW = fileURLToPath(new URL('../out/main/furrow.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'furrow-bench-'));
try {
  if (hasSharedData) {
    await installBundle();
    await importDeca();
  } else {
    process.stderr.write('Tracker, pipeline, latency and networks are skipped: needs ../shared.\n');
  }
  const clip = hasSharedData ? ['--clip', sharedPath('data/dev/truth/mixlong_A.mp4')] : [];
  process.exitCode = await furrow(['bench', ...clip, ...process.argv.slice(2)], 'inherit');
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function installBundle(): Promise<void> {
  const bundle = packFile(folder, findPack(readShippedCatalog(), 'face-landmarker'));
  await mkdir(dirname(bundle), { recursive: true });
  await copyFile(sharedPath('data/face_landmarker.task'), bundle);
}

/** Weights by formula cost what trained ones do. */
async function importDeca(): Promise<void> {
  const { checkpoint, flame, data } = await writeDecaSources(folder);
  const files = ['--checkpoint', checkpoint, '--flame', flame, '--data', data];
  await furrow(['packs', 'import-deca', ...files], 'ignore');
}

/** Runs the built command line; its exit code. */
async function furrow(values: readonly string[], stdout: 'inherit' | 'ignore'): Promise<number> {
  const child = spawn(process.execPath, [FURROW, ...values], {
    stdio: ['ignore', stdout, 'inherit'],
    env: { ...process.env, FURROW_DATA: folder },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
