import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SessionOwner } from '../../../src/main/inference/session-owner.ts';
import { scalingGraph } from '../../support/small-graphs.ts';
import { suiteFolder } from '../../support/suite-folder.ts';
import { writeGraph } from '../../support/write-graph.ts';

const folder = suiteFolder();

const scaling = await writeGraph(folder, scalingGraph(2));
const values = Float32Array.of(1, 2, 3, 4);

describe('SessionOwner', () => {
  it('measures a model and tells its inputs and outputs', async () => {
    const measurement = await new SessionOwner().measure(scaling);

    expect(measurement).toMatchObject({
      inputs: [{ name: 'values', shape: [1, 4] }],
      outputNames: ['result'],
    });
    expect(measurement.milliseconds).toBeGreaterThan(0);
  });

  it('opens a model anew after it was closed', async () => {
    const owner = new SessionOwner();
    await owner.run(scaling, { values });
    await owner.close(scaling);

    expect(await owner.run(scaling, { values })).toEqual({ result: Float32Array.of(2, 4, 6, 8) });
  });

  it('refuses an output that is not finite', async () => {
    const infinite = { values: Float32Array.of(1, Number.POSITIVE_INFINITY, 0, 0) };

    await expect(new SessionOwner().run(scaling, infinite)).rejects.toMatchObject({
      code: 'inference/bad-output',
      details: { output: 'result' },
    });
  });

  it.each([
    ['of another length', { values: Float32Array.of(1, 2, 3) }],
    ['under another name', { numbers: values }],
  ])('refuses an input %s', async (_, inputs) => {
    await expect(new SessionOwner().run(scaling, inputs)).rejects.toMatchObject({
      code: 'backend/bad-message',
      message: expect.stringContaining('takes 4 numbers as "values"'),
    });
  });

  it('refuses a file that is not a model, and keeps working', async () => {
    const owner = new SessionOwner();
    const broken = { ...scaling, path: join(folder, 'broken.onnx') };
    writeFileSync(broken.path, new Uint8Array(1000).fill(7));

    await expect(owner.run(broken, { values })).rejects.toMatchObject({ code: 'model/load-failed' });
    expect(await owner.run(scaling, { values })).toEqual({ result: Float32Array.of(2, 4, 6, 8) });
  });

  it('names the file that is missing', async () => {
    const absent = { ...scaling, path: join(folder, 'absent.onnx') };

    await expect(new SessionOwner().run(absent, { values })).rejects.toMatchObject({
      code: 'model/missing',
      message: expect.stringContaining('absent.onnx'),
    });
  });
});
