/**
 * Learns src/shared/core/tracking/solver/landmark-response.json from takes of the demo performers with both bundles:
 * `npx tsx tools/expression-solver/fit-landmark-response.ts TAKE.mcap…`. Run after landmark-basis.json has changed, and
 * before weight-fusion.json is fitted.
 */
import { writeFile } from 'node:fs/promises';
import { EXPRESSION_COUNT } from '../../src/shared/core/face/expression-names.ts';
import type { PackedResponse } from '../../src/shared/core/tracking/solver/landmark-response.ts';
import { DISPLACEMENT_NUMBERS } from '../../src/shared/core/tracking/solver/seen-displacement.ts';
import { LandmarkMoments } from './landmark-moments.ts';
import { readPerformerTake } from './performer-frames.ts';
import { responseFromMoments } from './response-from-moments.ts';
import { solvePerformance } from './solve-performance.ts';

const TARGET = new URL('../../src/shared/core/tracking/solver/landmark-response.json', import.meta.url);

const LARGEST_INT8 = 127;

const moments = new LandmarkMoments();
for (const path of process.argv.slice(2)) {
  const take = await readPerformerTake(path);
  moments.addTake(take, solvePerformance(take));
}
const { operator, normal } = responseFromMoments(moments);
const rows = Array.from({ length: EXPRESSION_COUNT }, (_, i) =>
  operator.subarray(i * DISPLACEMENT_NUMBERS, (i + 1) * DISPLACEMENT_NUMBERS),
);
const operatorSteps = rows.map(
  (row) => row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / LARGEST_INT8,
);
const steps = rows.flatMap((row, i) => [...row].map((value) => Math.round(value / (operatorSteps[i] || 1))));
const packed: PackedResponse = {
  operatorSteps,
  operator: Buffer.from(Int8Array.from(steps).buffer).toString('base64'),
  normal: [...normal].map((value) => Math.round(value * 100) / 100),
};
await writeFile(TARGET, `${JSON.stringify(packed)}\n`);
