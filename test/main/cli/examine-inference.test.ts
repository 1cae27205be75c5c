import { expect, test } from 'vitest';
import { examineFacePacks } from '../../../src/main/cli/examine-inference.ts';
import { WorkerHost } from '../../../src/main/inference/worker-host.ts';
import { buildEightBitGraphs } from '../../../src/main/services/inference/eight-bit-graphs.ts';
import { formulaCrop } from '../../support/deca-formula.ts';
import { startInferenceWorker } from '../../support/inference-worker.ts';
import { installSmallPack } from '../../support/small-face-pack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('doctor tells which 8-bit networks a pack has, and why not the others', async () => {
  const dataFolder = await temporaryFolder();
  const pack = await installSmallPack(dataFolder, { relief: 1, loudChannel: 0 });

  expect(await examineFacePacks({ dataFolder })).toEqual({
    status: 'ok',
    message:
      "open (Furrow's open head) is whole, finds wrinkles in relief; " +
      'small (Tiny networks) is whole, runs in float32: int8 has not been made for it',
  });

  await using host = new WorkerHost(startInferenceWorker);
  const crops = { calibration: [formulaCrop('a')], verification: [formulaCrop('b')] };
  await buildEightBitGraphs(host, pack, crops, new AbortController().signal);

  expect(await examineFacePacks({ dataFolder })).toEqual({
    status: 'ok',
    message: expect.stringMatching(
      /int8 from 2 crops on \S+ \(coarseEncoder made: \w+ [\d.]+ % \(at most 5 %\), detailDecoder refused: displacement [\d.]+ mm \(at most 0\.1 mm\)\)$/,
    ),
  });
});
