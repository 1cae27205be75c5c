import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateFaceModel } from '../../../src/shared/core/face/evaluate-face-model.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import { writeFaceModel } from '../../../src/shared/core/face/face-model-file.ts';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import { readGoldenFlame } from '../../support/golden-flame.ts';
import { createGridFaceModel } from '../../support/grid-face-model.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { readOpenHead } from '../../support/open-head.ts';
import { openScriptedPage } from '../../support/scripted-page.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { hasSharedData, sharedDataNote } from '../../support/shared-data.ts';
import { createTinyFaceModel } from '../../support/tiny-face-model.ts';
import type * as PageScript from './face-deformation.page.ts';
import type { Pose } from './face-deformation.page.ts';

/** Metres: a hundredth of a millimetre. */
const TOLERANCE = 1e-5;

/** The global that the page's script leaves. */
declare const pageScript: typeof PageScript;

const MODELS: Readonly<Record<string, () => FaceModel>> = {
  tiny: createTinyFaceModel,
  grid: () => createGridFaceModel(71),
  'open head': readOpenHead,
  ...(hasSharedData ? { flame: readGoldenFlame } : {}),
};

describe('a face evaluated on the graphics card', () => {
  let page: Page;
  const models = Object.fromEntries(Object.entries(MODELS).map(([name, create]) => [name, create()]));

  beforeAll(async () => {
    page = await openScriptedPage(
      new URL('face-deformation.page.ts', import.meta.url),
      new Map(Object.entries(models).map(([name, model]) => [addressOf(name), writeFaceModel(model)])),
    );
  }, 60_000);

  it.each(Object.keys(MODELS))(
    `has its vertices where the processor finds them: %s${sharedDataNote}`,
    async (name) => {
      const model = models[name] ?? createTinyFaceModel();
      const identity = randomNumbers(model.identityBasis.length / model.template.length, 1, seededRandom(7));
      const poses = randomPoses(model, 6);

      const found = await page.evaluate(
        ({ address, identity, poses }) => pageScript.evaluatePoses(address, identity, poses),
        { address: addressOf(name), identity, poses },
      );

      const face = bakeIdentity(model, Float32Array.from(identity));
      const expected = new Float32Array(model.template.length);
      poses.forEach(({ expression, jointRotations }, i) => {
        evaluateFaceModel(face, Float32Array.from(expression), Float32Array.from(jointRotations), expected);
        expect(largestDifference(found[i] ?? [], expected)).toBeLessThan(TOLERANCE);
      });
    },
  );
});

function addressOf(name: string): string {
  return `/${name.replace(' ', '-')}.safetensors`;
}

/** At rest, then with all expressions and joints at random. */
function randomPoses(model: FaceModel, count: number): Pose[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, (_, i) => ({
    expression: randomNumbers(model.expressionNames.length, i === 0 ? 0 : 2, random),
    jointRotations: randomNumbers(model.jointNames.length * 3, i === 0 ? 0 : 0.6, random),
  }));
}

function randomNumbers(count: number, largest: number, random: () => number): number[] {
  return Array.from({ length: count }, () => (random() * 2 - 1) * largest);
}
