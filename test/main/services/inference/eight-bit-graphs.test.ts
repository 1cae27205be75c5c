import { watch } from 'node:fs';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { WorkerHost } from '../../../../src/main/inference/worker-host.ts';
import { buildEightBitGraphs } from '../../../../src/main/services/inference/eight-bit-graphs.ts';
import {
  MOST_RELATIVE_DEVIATION,
  MOST_RELIEF_DEVIATION,
} from '../../../../src/main/services/inference/eight-bit-limits.ts';
import {
  type EightBitRecord,
  readEightBitRecord,
  withEightBitGraphs,
} from '../../../../src/main/services/inference/eight-bit-record.ts';
import { FaceNetworks } from '../../../../src/main/services/inference/face-networks.ts';
import { checkPackFiles, type FacePack } from '../../../../src/main/services/packs/face-packs.ts';
import { formulaCrop } from '../../../support/deca-formula.ts';
import { startInferenceWorker } from '../../../support/inference-worker.ts';
import { installSmallPack } from '../../../support/small-face-pack.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NEVER = new AbortController().signal;
const CROPS = {
  calibration: ['a', 'b', 'c'].map(formulaCrop),
  verification: ['d', 'e'].map(formulaCrop),
};
const GOOD = { relief: 1e-3, loudChannel: 0 };

const host = new WorkerHost(startInferenceWorker);
afterAll(() => host[Symbol.asyncDispose]());

/** Builds the 8-bit graphs of a pack and reads what became of them. */
async function build(pack: FacePack): Promise<EightBitRecord> {
  await buildEightBitGraphs(host, pack, CROPS, NEVER);
  const record = await readEightBitRecord(pack);
  if (record === undefined) {
    throw new Error('there is no record');
  }
  return record;
}

describe('the 8-bit graphs of a pack', () => {
  it('are kept, for the owner’s eyes, where they deviate little, and then used', async () => {
    const pack = await installSmallPack(await temporaryFolder(), GOOD);

    const record = await build(pack);

    expect(record.crops).toEqual({ calibration: 3, verification: 2 });
    const { coarseEncoder, detailDecoder } = record.graphs;
    for (const { relative } of Object.values(coarseEncoder.deviations)) {
      expect(relative).toBeLessThanOrEqual(MOST_RELATIVE_DEVIATION);
    }
    expect(Object.keys(coarseEncoder.deviations)).toHaveLength(6);
    expect(detailDecoder.deviations.displacement?.rms).toBeLessThanOrEqual(MOST_RELIEF_DEVIATION);
    const folder = join(pack.folder, 'int8');
    expect(await readdir(folder)).toEqual(['coarse-encoder.onnx', 'detail-decoder.onnx', 'record.json']);
    expect((await stat(join(folder, 'record.json'))).mode & 0o777).toBe(0o600);

    const fast = withEightBitGraphs(pack, record);
    await checkPackFiles(fast);
    const [crop = new Float32Array()] = CROPS.verification;
    const exact = await new FaceNetworks(host, pack, 1).encode(crop, NEVER);
    const rounded = await new FaceNetworks(host, fast, 1).encode(crop, NEVER);
    expect(rounded.expression).not.toEqual(exact.expression);
    expect(rounded.detail).toEqual(exact.detail);
  });

  it('are refused where they deviate too much, and float32 stays, with the figures on record', async () => {
    const pack = await installSmallPack(await temporaryFolder(), { relief: 1, loudChannel: 3000 });

    const record = await build(pack);

    const { coarseEncoder, detailDecoder } = record.graphs;
    expect(coarseEncoder.kept).toBeUndefined();
    expect(coarseEncoder.deviations.expression?.relative).toBeGreaterThan(MOST_RELATIVE_DEVIATION);
    expect(detailDecoder.kept).toBeUndefined();
    expect(detailDecoder.deviations.displacement?.rms).toBeGreaterThan(MOST_RELIEF_DEVIATION);
    expect(await readdir(join(pack.folder, 'int8'))).toEqual(['record.json']);
    expect(withEightBitGraphs(pack, record)).toEqual(pack);
  });

  it('do not count once the pack has changed, they are damaged, or their record is', async () => {
    const pack = await installSmallPack(await temporaryFolder(), GOOD);
    await build(pack);
    const { graphs } = pack.manifest;
    if (graphs.detailEncoder === undefined) {
      throw new Error('the pack has all graphs');
    }
    const detailEncoder = { ...graphs.detailEncoder, sha256: '0'.repeat(64) };
    const changed = { ...pack, manifest: { ...pack.manifest, graphs: { ...graphs, detailEncoder } } };

    expect(await readEightBitRecord(changed)).toBeUndefined();

    const path = join(pack.folder, 'int8', 'record.json');
    const text = await readFile(path, 'utf8');
    for (const damaged of ['', '{', text.replace('coarse-encoder.onnx', '../manifest.json')]) {
      await writeFile(path, damaged);
      expect(await readEightBitRecord(pack)).toBeUndefined();
    }
    await writeFile(path, text);
    expect(await readEightBitRecord(pack)).toBeDefined();
    await appendFile(join(pack.folder, 'int8', 'detail-decoder.onnx'), 'more');
    expect(await readEightBitRecord(pack)).toBeUndefined();
  });

  it('leave what was there when their making is cancelled halfway', async () => {
    const pack = await installSmallPack(await temporaryFolder(), GOOD);
    const before = await build(pack);
    const cancel = new AbortController();
    const watching = watch(pack.folder, (_, name) => {
      if (name?.startsWith('.building')) {
        cancel.abort();
      }
    });

    await expect(buildEightBitGraphs(host, pack, CROPS, cancel.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    watching.close();

    expect(await readEightBitRecord(pack)).toEqual(before);
    expect((await readdir(pack.folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
