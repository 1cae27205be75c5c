import { expect, test } from 'vitest';
import {
  EXPRESSION_COUNT,
  expressionIndex,
  MIRRORED_EXPRESSION,
} from '../../../../../src/shared/core/face/expression-names.ts';
import {
  evidenceIndex,
  IMAGE_EVIDENCE_NAMES,
  MIRRORED_EVIDENCE,
} from '../../../../../src/shared/core/face/image-evidence.ts';
import { correctByEvidence } from '../../../../../src/shared/core/tracking/solver/evidence-map.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const BUNDLES = [
  ['scores', true],
  ['landmarks alone', false],
] as const;

function noStrays(): Float32Array {
  const strays = new Float32Array(IMAGE_EVIDENCE_NAMES.length);
  strays.set([1, 1]);
  return strays;
}

test.each(BUNDLES)('leaves weights alone where the face is not seen, from %s', (_name, hasScores) => {
  const weights = new Float32Array(EXPRESSION_COUNT).fill(0.4);

  correctByEvidence(new Float32Array(IMAGE_EVIDENCE_NAMES.length), hasScores, weights);

  expect([...weights]).toEqual([...new Float32Array(EXPRESSION_COUNT).fill(0.4)]);
});

test.each(BUNDLES)('leaves a face at rest at rest, from %s', (_name, hasScores) => {
  const weights = new Float32Array(EXPRESSION_COUNT);

  correctByEvidence(noStrays(), hasScores, weights);

  expect(weights.every((weight) => weight === 0)).toBe(true);
});

test.each(BUNDLES)(
  'takes lids that close for a blink, and a lower lip that vanishes for a roll, from %s',
  (_name, hasScores) => {
    const strays = noStrays();
    for (const name of ['lidApertureLeft', 'lidApertureAboveLeft', 'lidApertureBelowLeft'] as const) {
      strays[evidenceIndex(name)] = -0.8;
    }
    for (const name of ['lowerLipHeight', 'lowerLipHeightLeft', 'lowerLipHeightRight'] as const) {
      strays[evidenceIndex(name)] = -0.9;
    }
    const weights = new Float32Array(EXPRESSION_COUNT);

    correctByEvidence(strays, hasScores, weights);

    expect(weights[expressionIndex('eyeBlinkLeft')]).toBeGreaterThan(0.05);
    expect(weights[expressionIndex('eyeBlinkRight')]).toBe(0);
    expect(weights[expressionIndex('mouthRollLower')]).toBeGreaterThan(0.1);
  },
);

test.each(BUNDLES)(
  'treats both halves of the face alike, within 0..1 and with no tongue, from %s',
  (_name, hasScores) => {
    const random = seededRandom(5);
    for (let round = 0; round < 50; round++) {
      const strays = noStrays().map((value) => (value === 1 ? 1 : 2 * random() - 1));
      const weights = Float32Array.from({ length: EXPRESSION_COUNT }, random);
      weights[expressionIndex('tongueOut')] = 0;
      const mirrored = weights.map((_, i) => weights[MIRRORED_EXPRESSION[i] ?? i] ?? 0);

      correctByEvidence(strays, hasScores, weights);
      correctByEvidence(
        strays.map((_, i) => strays[MIRRORED_EVIDENCE[i] ?? i] ?? 0),
        hasScores,
        mirrored,
      );

      expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
      expect(weights[expressionIndex('tongueOut')]).toBe(0);
      for (const sided of [
        'mouthSmileLeft',
        'eyeSquintLeft',
        'noseSneerLeft',
        'jawLeft',
        'cheekSquintLeft',
      ] as const) {
        const index = expressionIndex(sided);
        expect(mirrored[MIRRORED_EXPRESSION[index] ?? index]).toBeCloseTo(weights[index] ?? 0, 6);
      }
    }
  },
);
