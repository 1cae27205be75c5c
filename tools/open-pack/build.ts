/**
 * Makes models/open a face pack again after its head (tools/open-head) or its networks (training) have changed: writes the
 * wrinkle decoder, runs every network once and describes all files in the manifest. `npx tsx tools/open-pack/build.ts`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onnxModelBytes } from '../../src/main/import/onnx/onnx-writer.ts';
import { startNodeWorker } from '../../src/main/inference/node-worker-process.ts';
import { WorkerHost } from '../../src/main/inference/worker-host.ts';
import { MANIFEST_FILE } from '../../src/main/services/packs/face-pack-manifest.ts';
import { describePack, WRINKLE_DECODER_FILE } from './describe-pack.ts';
import { buildWrinkleDecoder } from './wrinkle-decoder-graph.ts';

const folder = fileURLToPath(new URL('../../models/open/', import.meta.url));
const entry = fileURLToPath(new URL('../../src/main/inference/inference-process.ts', import.meta.url));

writeFileSync(join(folder, WRINKLE_DECODER_FILE), onnxModelBytes(buildWrinkleDecoder()));
await using host = new WorkerHost(() => startNodeWorker({ entry, execArgv: process.execArgv }));
writeFileSync(join(folder, MANIFEST_FILE), await describePack(folder, host));
