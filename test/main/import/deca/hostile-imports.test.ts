import { cpSync, existsSync, readFileSync } from 'node:fs';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MemorySource } from '../../../../src/main/import/byte-source.ts';
import { readDecaFixedDisplacement, readDecaMask } from '../../../../src/main/import/deca/deca-surface.ts';
import { importDecaPack } from '../../../../src/main/import/deca/import-deca.ts';
import { WorkerHost } from '../../../../src/main/inference/worker-host.ts';
import { AppError, toAppError } from '../../../../src/shared/contract/app-error.ts';
import { type DecaSources, writeRepeatedCheckpoint } from '../../../support/deca-sources.ts';
import { dictionary, global, reduce, text } from '../../../support/pickle-bytes.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';
import { suiteFolder } from '../../../support/suite-folder.ts';
import { writeTorchZip } from '../../../support/torch-checkpoint-writer.ts';

const DATA = 'golden/deca/cyl-whole/data';
const DATA_FILES = [
  'head_template.obj',
  'landmark_embedding.npy',
  'uv_face_eye_mask.png',
  'fixed_displacement_256.npy',
];

describe.skipIf(!hasSharedData)(`an import of damaged files${sharedDataNote}`, { timeout: 60_000 }, () => {
  const folder = suiteFolder();
  const packs = join(folder, 'packs');
  const sources: DecaSources = {
    checkpoint: join(folder, 'deca_model.tar'),
    flame: join(folder, 'generic_model.pkl'),
    data: join(folder, 'data'),
  };
  const flame = hasSharedData
    ? gunzipSync(readFileSync(sharedPath('golden/deca/flame/generic_model.cyl.py3-plain.pkl.gz')))
    : Buffer.alloc(0);

  beforeAll(async () => {
    await writeRepeatedCheckpoint(sources.checkpoint, 0.01);
    await writeFile(sources.flame, flame);
    cpSync(sharedPath(DATA), sources.data, { recursive: true });
  });

  /** How an import ends. None of these gets as far as the inference process. */
  const refusal = async (changed: Partial<DecaSources> = {}, name = 'deca'): Promise<AppError> => {
    const host = new WorkerHost(() => {
      throw new Error('the self-test was reached');
    });
    try {
      await importDecaPack({
        ...sources,
        ...changed,
        name,
        packsFolder: packs,
        host,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
    } catch (thrown) {
      return toAppError(thrown);
    }
    throw new Error('the import went through');
  };

  afterEach(async () => {
    expect(existsSync(packs) ? await readdir(packs) : []).toEqual([]);
  });

  it('names the file that is missing, and where one gets it', async () => {
    for (const role of ['checkpoint', 'flame'] as const) {
      const error = await refusal({ [role]: join(folder, 'nowhere') });
      expect(error).toMatchObject({ code: 'import/missing' });
      expect(error.message).toMatch(/nowhere.*From: .*https:.*Licence: /s);
    }
    for (const file of DATA_FILES) {
      const data = join(folder, `without-${file}`);
      cpSync(sources.data, data, { recursive: true });
      await rm(join(data, file));
      expect((await refusal({ data })).message).toContain(file);
    }
  });

  it('refuses a checkpoint cut off anywhere', async () => {
    const checkpoint = join(folder, 'cut.tar');
    await writeFile(checkpoint, readFileSync(sources.checkpoint));
    const { length } = readFileSync(checkpoint);
    for (let percent = 99; percent >= 0; percent -= 1) {
      await truncate(checkpoint, Math.floor((length * percent) / 100));
      expect((await refusal({ checkpoint })).code, `${percent} %`).toMatch(/^import\//);
    }
  });

  it.each([
    ['that wants to run code', reduce(global('os', 'system'), text('echo')), 'os.system'],
    ['of something else', dictionary({}), 'no E_detail'],
  ])('refuses a checkpoint %s', async (_, network, message) => {
    const checkpoint = join(folder, 'forged.tar');
    await writeTorchZip(checkpoint, dictionary({ E_flame: network }), {});

    const error = await refusal({ checkpoint });

    expect(error.code).toMatch(/^import\//);
    expect(error.message).toContain(message);
  });

  it('names the first tensor that is missing', async () => {
    const checkpoint = join(folder, 'gap.tar');
    await writeRepeatedCheckpoint(checkpoint, 0.01, 'E_detail.encoder.layer4.2.bn3.running_var');

    expect((await refusal({ checkpoint })).message).toContain('E_detail.encoder.layer4.2.bn3.running_var');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])(
    'names the first tensor of weights that are %d',
    async (value) => {
      const checkpoint = join(folder, 'numbers.tar');
      await writeRepeatedCheckpoint(checkpoint, value);

      const error = await refusal({ checkpoint });

      expect(error.code).toBe('import/malformed');
      expect(error.message).toMatch(/E_flame\.encoder\.(conv1\.weight|bn1\.running_var) holds/);
    },
  );

  it('refuses a head model cut off anywhere', async () => {
    const path = join(folder, 'cut.pkl');
    await writeFile(path, flame);
    for (let percent = 96; percent >= 0; percent -= 12) {
      await truncate(path, Math.floor((flame.length * percent) / 100));
      expect((await refusal({ flame: path })).code, `${percent} %`).toMatch(/^import\//);
    }
  });

  it.each(DATA_FILES)('refuses a damaged %s', async (file) => {
    const data = join(folder, `damaged-${file}`);
    cpSync(sources.data, data, { recursive: true });
    const whole = readFileSync(join(data, file));
    for (const content of [Buffer.alloc(0), Buffer.from('<html>'), whole.subarray(0, whole.length / 2)]) {
      await writeFile(join(data, file), content);
      const error = await refusal({ data });
      expect(error.code).toMatch(/^import\//);
      expect(error.message).toContain(file);
    }
  });

  it('refuses a name that leads elsewhere', async () => {
    expect(await refusal({}, '../../elsewhere')).toMatchObject({ code: 'usage/wrong' });
  });
});

describe.skipIf(!hasSharedData)(`a small file of DECA's data folder${sharedDataNote}`, () => {
  it.each([
    ['uv_face_eye_mask.png', readDecaMask],
    ['fixed_displacement_256.npy', readDecaFixedDisplacement],
  ] as const)('%s is read or refused after 500 byte flips', (file, read) => {
    const content = readFileSync(sharedPath(`${DATA}/${file}`));
    const random = seededRandom(20261);
    let refused = 0;
    for (let round = 0; round < 500; round += 1) {
      const copy = Uint8Array.from(content);
      // Half of the flips hit the header.
      const position = Math.floor(random() * (round % 2 === 0 ? copy.length : 128));
      copy[position] = (copy[position] ?? 0) ^ (1 + Math.floor(random() * 255));
      try {
        read(new MemorySource(copy, file));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});
