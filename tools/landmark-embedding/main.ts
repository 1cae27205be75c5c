/**
 * Puts MediaPipe's 478 landmarks into a face model:
 *   npx tsx tools/landmark-embedding/main.ts MODEL [--out MODEL] [--bundle TASK]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readFaceModel, writeFaceModel } from '../../src/shared/core/face/face-model-file.ts';
import { bakeIdentity } from '../../src/shared/core/face/posable-face.ts';
import { embedLandmarks, type LandmarkEmbedding } from './embed-landmarks.ts';
import { PictureTracker } from './picture-tracker.ts';

const WORST_SHOWN = 8;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, bundle: { type: 'string' } },
});
const [file] = positionals;
if (file === undefined) {
  throw new Error('Which face model? Usage: main.ts MODEL [--out MODEL] [--bundle TASK]');
}
const model = readFaceModel(await readFile(file));
await using tracker = await PictureTracker.start(
  values.bundle === undefined ? undefined : await readFile(values.bundle),
);
const embedding = await embedLandmarks(bakeIdentity(model, new Float32Array(0)), tracker);
const landmarks = { ...model.landmarks, mediapipe478: embedding.set };
await writeFile(values.out ?? file, writeFaceModel({ ...model, landmarks }));
console.log(describe(embedding));

function describe({ residuals, foundCount, viewCount }: LandmarkEmbedding): string {
  const sorted = Array.from(residuals, (metres, landmark) => ({ landmark, millimetres: metres * 1000 })).sort(
    (first, second) => first.millimetres - second.millimetres,
  );
  const middle = sorted[Math.floor(sorted.length / 2)]?.millimetres ?? Number.NaN;
  const worst = sorted
    .slice(-WORST_SHOWN)
    .map(({ landmark, millimetres }) => `${landmark} ${millimetres.toFixed(1)}`)
    .reverse();
  return [
    `face found in ${foundCount} of ${viewCount} views`,
    `disagreement of views: median ${middle.toFixed(2)} mm, worst (landmark mm) ${worst.join(', ')}`,
  ].join('\n');
}
