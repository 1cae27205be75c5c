import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPack, readShippedCatalog } from '../src/main/services/packs/catalog.ts';
import { packFile } from '../src/main/services/packs/installed-packs.ts';
import { hasSharedData, sharedPath } from './support/shared-data.ts';

/* `npm run bench`: `furrow bench` with the test material's clip and official bundle. */

const FURROW = fileURLToPath(new URL('../out/main/furrow.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'furrow-bench-'));
try {
  if (hasSharedData) {
    const bundle = packFile(folder, findPack(readShippedCatalog(), 'face-landmarker'));
    await mkdir(dirname(bundle), { recursive: true });
    await copyFile(sharedPath('data/face_landmarker.task'), bundle);
  } else {
    process.stderr.write('Tracker, pipeline and latency are skipped: needs ../shared.\n');
  }
  const clip = hasSharedData ? ['--clip', sharedPath('data/dev/truth/mixlong_A.mp4')] : [];
  const child = spawn(process.execPath, [FURROW, 'bench', ...clip, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, FURROW_DATA: folder },
  });
  const [code] = await once(child, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
