import { beforeAll, describe, expect, it } from 'vitest';
import { importDecaPack } from '../../../src/main/import/deca/import-deca.ts';
import { WorkerHost } from '../../../src/main/inference/worker-host.ts';
import { FaceReconstructor } from '../../../src/main/reconstruction/face-reconstructor.ts';
import { findFacePack, packsFolder } from '../../../src/main/services/packs/face-packs.ts';
import { repeatSelfTest } from '../../../src/main/services/packs/pack-self-test.ts';
import { type FaceParameters, transferExpression } from '../../../src/shared/core/detail/face-parameters.ts';
import { cutFace, FACE_CROP_SIZE, wholePictureCrop } from '../../../src/shared/core/tracking/face-crop.ts';
import { formulaImage, formulaValues } from '../../support/deca-formula.ts';
import { writeDecaSources } from '../../support/deca-sources.ts';
import { readWholeArrays, readWholeNumbers, type WholeCaseNumbers } from '../../support/deca-whole.ts';
import { startInferenceWorker } from '../../support/inference-worker.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { hasSharedData, sharedDataNote } from '../../support/shared-data.ts';
import { suiteFolder } from '../../support/suite-folder.ts';

const NEVER = new AbortController().signal;

/** The parts of `landmarks2d` and of what we compute that can be compared: x and y. */
function pointsXy(points: ArrayLike<number>, stride: number): number[] {
  return Array.from({ length: points.length / stride }, (_, i) => [
    points[i * stride] ?? Number.NaN,
    points[i * stride + 1] ?? Number.NaN,
  ]).flat();
}

describe.skipIf(!hasSharedData)(`a full-size synthetic DECA${sharedDataNote}`, () => {
  const folder = suiteFolder();
  const host = new WorkerHost(startInferenceWorker);
  let reconstructor: FaceReconstructor;
  let parameters: FaceParameters;

  beforeAll(async () => {
    const sources = await writeDecaSources(folder);
    await importDecaPack({
      ...sources,
      name: 'deca',
      packsFolder: packsFolder(folder),
      host,
      signal: NEVER,
      onProgress: () => undefined,
    });
    reconstructor = await FaceReconstructor.open(await findFacePack(folder, 'deca'), host, 1);
    const size = FACE_CROP_SIZE;
    const picture = { width: size, height: size, channels: 3, samples: formulaImage('image', size, size) };
    parameters = await reconstructor.read(cutFace(picture, wholePictureCrop(size)), NEVER);
    return () => host[Symbol.asyncDispose]();
  }, 120_000);

  const golden = (name: 'image' | 'transfer') => ({
    numbers: readWholeNumbers().cases[name],
    arrays: readWholeArrays(name),
  });

  const expectCodes = (found: FaceParameters, expected: WholeCaseNumbers) => {
    expect(largestDifference(found.shape, expected.shape)).toBeLessThan(1e-5);
    expect(largestDifference(found.expression, expected.exp)).toBeLessThan(1e-5);
    expect(largestDifference(found.pose, expected.pose)).toBeLessThan(1e-5);
    expect(largestDifference(found.camera, expected.cam)).toBeLessThan(1e-5);
    expect(largestDifference(found.light, expected.light)).toBeLessThan(1e-5);
    expect(largestDifference(found.detail, expected.detail)).toBeLessThan(1e-5);
  };

  const expectFace = async (found: FaceParameters, name: 'image' | 'transfer') => {
    const { numbers, arrays } = golden(name);
    const face = await reconstructor.build(found, NEVER);
    expect(largestDifference(face.vertices, arrays.vertices)).toBeLessThan(1e-6);
    expect(largestDifference(face.normals, arrays.normals)).toBeLessThan(3e-5);
    expect(largestDifference(face.projected, arrays.projected)).toBeLessThan(1e-5);
    expect(largestDifference(face.displacement, arrays.displacementWithFixed)).toBeLessThan(1e-6);
    expect(largestDifference(face.detailNormals, arrays.detailNormals)).toBeLessThan(6e-5);
    expect(largestDifference(face.denseVertices, arrays.denseDisplaced)).toBeLessThan(1e-6);
    const landmarks = pointsXy(face.landmarks ?? [], 3);
    expect(largestDifference(landmarks, numbers.landmarks2d)).toBeLessThan(1e-5);
  };

  it('reads the golden codes from a picture', () => {
    expectCodes(parameters, golden('image').numbers);
  });

  it('builds the golden face from them', async () => {
    await expectFace(parameters, 'image');
  });

  it('builds the golden face with another’s expression and jaw', async () => {
    const driver = {
      ...parameters,
      expression: formulaValues('driver.exp', 50, 1),
      pose: Float32Array.of(0, 0, 0, 0.25, 0.03, -0.02),
    };

    const transferred = transferExpression(parameters, driver, false);

    expectCodes(transferred, golden('transfer').numbers);
    await expectFace(transferred, 'transfer');
  });

  it('passes its own self-test again', async () => {
    await repeatSelfTest(host, reconstructor.pack, NEVER);
  });
});
