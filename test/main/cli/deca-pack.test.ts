import { existsSync, readFileSync, statSync } from 'node:fs';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNpyBytes } from '../../../src/main/import/npy.ts';
import { readPng } from '../../../src/main/import/read-png.ts';
import { WorkerHost } from '../../../src/main/inference/worker-host.ts';
import { FaceReconstructor } from '../../../src/main/reconstruction/face-reconstructor.ts';
import type { ReconstructionRecord } from '../../../src/main/reconstruction/reconstruction-files.ts';
import { writePng } from '../../../src/main/reconstruction/write-png.ts';
import { findFacePack } from '../../../src/main/services/packs/face-packs.ts';
import { PackBuilder } from '../../../src/main/services/packs/pack-builder.ts';
import { type FaceParameters, transferExpression } from '../../../src/shared/core/detail/face-parameters.ts';
import { parseObj } from '../../../src/shared/core/face/obj-file.ts';
import { cutFace, FACE_CROP_SIZE, wholePictureCrop } from '../../../src/shared/core/tracking/face-crop.ts';
import { formulaImage, formulaValues } from '../../support/deca-formula.ts';
import { readDecaGolden } from '../../support/deca-networks.ts';
import { type DecaSources, writeDecaSources } from '../../support/deca-sources.ts';
import { readWholeArrays, readWholeNumbers, type WholeCaseNumbers } from '../../support/deca-whole.ts';
import { type FinishedCommand, finished, startFurrow } from '../../support/furrow-command.ts';
import { startInferenceWorker } from '../../support/inference-worker.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { hasSharedData, sharedDataNote } from '../../support/shared-data.ts';
import { suiteFolder } from '../../support/suite-folder.ts';

/** What the import may take at most, with a checkpoint of 434 MB. */
const MEMORY_LIMIT = 700 * 1024 * 1024;
const TELL_PEAK = ['--import', fileURLToPath(new URL('../../support/tell-peak-memory.js', import.meta.url))];
const NEVER = new AbortController().signal;
const SIZE = FACE_CROP_SIZE;

/** The formula's picture of a name, as the goldens were computed from it. */
function formulaPicture(name: string) {
  return { width: SIZE, height: SIZE, channels: 3, samples: formulaImage(name, SIZE, SIZE) };
}

function importArguments({ checkpoint, flame, data }: DecaSources, ...more: string[]): string[] {
  return ['packs', 'import-deca', '--checkpoint', checkpoint, '--flame', flame, '--data', data, ...more];
}

describe.skipIf(!hasSharedData)(`a full-size synthetic DECA${sharedDataNote}`, { timeout: 90_000 }, () => {
  const folder = suiteFolder();
  const packs = join(folder, 'data', 'packs');
  const picture = join(folder, 'image.png');
  const otherPicture = join(folder, 'image2.png');
  let sources: DecaSources;
  let imported: FinishedCommand;

  const furrow = (...values: string[]) => finished(startFurrow(folder, values));

  beforeAll(async () => {
    sources = await writeDecaSources(folder);
    await writeFile(picture, writePng(formulaPicture('image'), 'test'));
    await writeFile(otherPicture, writePng(formulaPicture('image2'), 'test'));
    imported = await finished(startFurrow(folder, importArguments(sources), TELL_PEAK));
  }, 120_000);

  it('becomes a pack with one command, in less than 700 MB, for its owner’s eyes', async () => {
    expect(imported.stderr).toContain('100 %');
    expect(imported).toMatchObject({ code: 0, stdout: `${join(packs, 'deca')}\n` });
    const peak = /^peak (\d+)$/m.exec(imported.stderr)?.[1];
    expect(Number(peak)).toBeLessThan(MEMORY_LIMIT);
    expect(await readdir(packs)).toEqual(['deca']);
    for (const name of await readdir(join(packs, 'deca'))) {
      expect(statSync(join(packs, 'deca', name)).mode & 0o777, name).toBe(0o600);
    }
    expect(statSync(join(packs, 'deca')).mode & 0o777).toBe(0o700);
  });

  it('is listed with its licence and found intact', async () => {
    expect((await furrow('packs', 'list')).stdout).toMatch(/^deca {2}installed\n(.*\n)+.*non-commercial/m);
    expect(await furrow('packs', 'verify')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('deca  intact\n'),
    });
  });

  it('reconstructs pictures into files that hold the golden numbers', async () => {
    const out = join(folder, 'out');
    const values = ['--out', out, '--no-crop', '--json'];

    const { code, stdout } = await furrow('reconstruct', picture, otherPicture, ...values);

    expect(code).toBe(0);
    const { images }: { images: ReconstructionRecord[] } = JSON.parse(stdout);
    expect(images.map(({ file }) => file)).toEqual([picture, otherPicture]);
    const [first, second] = images;
    expect(largestDifference(second?.parameters.detail ?? [], readDecaGolden().image2.E_detail)).toBeLessThan(
      1e-5,
    );
    expectCodes(first?.parameters, readWholeNumbers().cases.image);
    const golden = readWholeArrays('image');
    const read = (output: keyof ReconstructionRecord['outputs']) =>
      readFileSync(first?.outputs[output] ?? '');
    const displacement = readNpyBytes(read('displacement'), 'npy').toTensor('npy').data;
    expect(largestDifference(Array.from(displacement, Number), golden.displacementWithFixed)).toBeLessThan(
      1e-6,
    );
    const shape = parseObj(read('shapeMesh').toString());
    expect(largestDifference(shape.positions, golden.vertices)).toBeLessThan(1e-6);
    const detail = parseObj(read('detailMesh').toString());
    expect(largestDifference(detail.positions, golden.denseDisplaced)).toBeLessThan(1e-6);
    const normals = readPng('normals.png', read('normalMap'));
    const colours = golden.detailNormals.map((value) => ((value + 1) / 2) * 255);
    expect(largestDifference(normals.samples, colours)).toBeLessThan(0.51);
    for (const output of ['parameters', 'shapeMesh', 'detailMesh', 'displacementPicture', 'strip'] as const) {
      expect(read(output).includes('non-commercial scientific research'), output).toBe(true);
    }
  });

  it('gives one picture’s face another’s expression and jaw, with its own detail', async () => {
    const [expected, driver] = [readDecaGolden().image, readDecaGolden().image2];
    const out = join(folder, 'transfer');
    const pictures = ['--identity', picture, '--expression', otherPicture];

    const { code, stdout } = await furrow('transfer', ...pictures, '--out', out, '--no-crop', '--json');

    expect(code).toBe(0);
    const { parameters }: ReconstructionRecord = JSON.parse(stdout);
    expect(largestDifference(parameters.shape, expected.E_flame.slice(0, 100))).toBeLessThan(1e-5);
    expect(largestDifference(parameters.expression, driver.E_flame.slice(150, 200))).toBeLessThan(1e-5);
    const pose = [...expected.E_flame.slice(200, 203), ...driver.E_flame.slice(203, 206)];
    expect(largestDifference(parameters.pose, pose)).toBeLessThan(1e-5);
    expect(largestDifference(parameters.detail, expected.E_detail)).toBeLessThan(1e-5);
  });

  const expectCodes = (
    found: Readonly<Record<keyof FaceParameters, ArrayLike<number>>> | undefined,
    expected: WholeCaseNumbers,
  ) => {
    expect(largestDifference(found?.shape ?? [], expected.shape)).toBeLessThan(1e-5);
    expect(largestDifference(found?.expression ?? [], expected.exp)).toBeLessThan(1e-5);
    expect(largestDifference(found?.pose ?? [], expected.pose)).toBeLessThan(1e-5);
    expect(largestDifference(found?.camera ?? [], expected.cam)).toBeLessThan(1e-5);
    expect(largestDifference(found?.light ?? [], expected.light)).toBeLessThan(1e-5);
    expect(largestDifference(found?.detail ?? [], expected.detail)).toBeLessThan(1e-5);
  };

  describe('its networks', () => {
    const processes: ReturnType<typeof startInferenceWorker>[] = [];
    const host = new WorkerHost(() => {
      const started = startInferenceWorker();
      processes.push(started);
      return started;
    });
    const samples = cutFace(formulaPicture('image'), wholePictureCrop(SIZE));
    let reconstructor: FaceReconstructor;
    let own: FaceParameters;

    beforeAll(async () => {
      reconstructor = await FaceReconstructor.open(await findFacePack(join(folder, 'data'), 'deca'), host, 1);
      own = await reconstructor.read(samples, NEVER);
      return () => host[Symbol.asyncDispose]();
    });

    it.each(['image', 'transfer'] as const)('build the golden face of %s', async (name) => {
      const driver = {
        ...own,
        expression: formulaValues('driver.exp', 50, 1),
        pose: Float32Array.of(0, 0, 0, 0.25, 0.03, -0.02),
      };
      const parameters = name === 'image' ? own : transferExpression(own, driver, false);
      const numbers = readWholeNumbers().cases[name];
      const arrays = readWholeArrays(name);

      const face = await reconstructor.build(parameters, NEVER);

      expectCodes(parameters, numbers);
      expect(largestDifference(face.vertices, arrays.vertices)).toBeLessThan(1e-6);
      expect(largestDifference(face.normals, arrays.normals)).toBeLessThan(3e-5);
      expect(largestDifference(face.projected, arrays.projected)).toBeLessThan(1e-5);
      expect(largestDifference(face.displacement, arrays.displacementWithFixed)).toBeLessThan(1e-6);
      expect(largestDifference(face.detailNormals, arrays.detailNormals)).toBeLessThan(6e-5);
      expect(largestDifference(face.denseVertices, arrays.denseDisplaced)).toBeLessThan(1e-6);
      const landmarks = [...(face.landmarks ?? [])].filter((_, index) => index % 3 < 2);
      expect(largestDifference(landmarks, numbers.landmarks2d)).toBeLessThan(1e-5);
    });

    it.each(['SIGKILL', 'SIGSEGV'] as const)(
      'answer again after %s in the middle of a picture',
      async (signal) => {
        const interrupted = reconstructor.read(samples, NEVER);
        const outcome = expect(interrupted).rejects.toMatchObject({ code: 'inference/worker-crashed' });
        // NaN is refused; 0 would be the test's own process group.
        process.kill(processes.at(-1)?.pid ?? Number.NaN, signal);
        await outcome;

        expect(await reconstructor.read(samples, NEVER)).toEqual(own);
      },
    );
  });

  /** Starts an import and waits until a network has been written beside the place of the pack. */
  const halfDoneImport = async () => {
    const child = startFurrow(folder, importArguments(sources, '--name', 'interrupted'));
    const building = join(packs, `.building-${child.pid}`);
    while (!existsSync(join(building, 'coarse-encoder.onnx'))) {
      await setTimeout(20);
    }
    return { child, building };
  };

  it('leaves nothing when its import is interrupted', async () => {
    const { child } = await halfDoneImport();
    child.kill('SIGINT');

    expect(await finished(child)).toMatchObject({ code: 1, stderr: expect.stringContaining('interrupted') });
    expect(await readdir(packs)).toEqual(['deca']);
  });

  it('leaves no pack when its import is killed', async () => {
    const { child, building } = await halfDoneImport();
    child.kill('SIGKILL');
    await finished(child);

    expect((await furrow('packs', 'list')).stdout).not.toContain('interrupted');
    await PackBuilder.begin(packs, 'next').then((builder) => builder[Symbol.asyncDispose]());
    expect(existsSync(building)).toBe(false);
    expect(await readdir(packs)).toEqual(['deca']);
  });

  it('is found damaged when a file of it changes', async () => {
    await appendFile(join(packs, 'deca', 'detail-decoder.onnx'), 'x');

    const { code, stdout, stderr } = await furrow('packs', 'verify');

    expect(code).toBe(1);
    expect(stdout).not.toContain('deca');
    expect(stderr).toMatch(/detail-decoder\.onnx is not the file that its face pack was made with/);
    const refused = await furrow('reconstruct', picture, '--no-crop', '--out', join(folder, 'refused'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
  });
});
