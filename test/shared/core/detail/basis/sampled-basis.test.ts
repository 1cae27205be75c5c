import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../../../src/shared/core/detail/basis/in-steps.ts';
import { SampledBasis } from '../../../../../src/shared/core/detail/basis/sampled-basis.ts';
import { showBasis } from '../../../../../src/shared/core/detail/basis/shown-basis.ts';
import { unstepMaps } from '../../../../../src/shared/core/detail/basis/stepped-maps.ts';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../../../../src/shared/core/detail/basis/wrinkle-activations.ts';
import {
  BASIS_MAP_COUNT,
  evaluateWrinkleBasis,
  type WrinkleBasis,
} from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { showRelief } from '../../../../../src/shared/core/detail/shown-relief.ts';
import { EXPRESSION_NAMES } from '../../../../../src/shared/core/face/expression-names.ts';
import { largestDifference } from '../../../../support/largest-difference.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const JAW = EXPRESSION_NAMES.indexOf('jawOpen');
const SIZE = 6;
const random = seededRandom(5);
/** Folds of a tenth of a millimetre, all maps different. */
const TRUTH: WrinkleBasis = {
  size: SIZE,
  maps: Float32Array.from({ length: BASIS_MAP_COUNT * SIZE ** 2 }, () => 2e-4 * (random() - 0.5)),
};

function displacementOf(basis: WrinkleBasis, expression: Float32Array): Float32Array {
  const activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  evaluateWrinkleActivations(expression, activations);
  const displacement = new Float32Array(SIZE ** 2);
  evaluateWrinkleBasis(basis, activations, displacement);
  return displacement;
}

function sample(
  decode: (expression: Float32Array) => Float32Array,
  expressions: readonly Float32Array[],
): WrinkleBasis {
  const samples = new SampledBasis(SIZE);
  for (const expression of expressions) {
    samples.add(expression, decode(expression));
  }
  return finishSteps(samples.solve());
}

/** Faces at random, mostly near rest. */
function faces(count: number): Float32Array[] {
  return Array.from({ length: count }, () => Float32Array.from({ length: 52 }, () => random() ** 3));
}

describe('a sampled basis', () => {
  it('is that of a decoder which folds the skin by the activations, at expressions not sampled', () => {
    const basis = sample((expression) => displacementOf(TRUTH, expression), faces(200));

    for (const expression of faces(20)) {
      const difference = largestDifference(
        displacementOf(basis, expression),
        displacementOf(TRUTH, expression),
      );
      // The pull costs about a hundredth of folds of 1e-4 m, several of them together.
      expect(difference).toBeLessThan(3e-6);
    }
  });

  it('keeps what does not fold at rest', () => {
    const resting = Float32Array.from({ length: SIZE ** 2 }, () => 1e-3 * random());
    const { maps } = sample(() => resting, faces(100));

    expect(largestDifference(maps.subarray(0, SIZE ** 2), resting)).toBeLessThan(5e-6);
    expect(largestDifference(maps.subarray(SIZE ** 2), new Float32Array(16 * SIZE ** 2))).toBeLessThan(5e-6);
  });

  it('folds nothing by what was never shown', () => {
    const still = faces(100).map((expression) => expression.fill(0, JAW, JAW + 1));
    const basis = sample((expression) => displacementOf(TRUTH, expression), still);
    const open = new Float32Array(52);
    open[JAW] = 1;

    expect(displacementOf(basis, open)).toEqual(displacementOf(basis, new Float32Array(52)));
  });
});

describe('what shows of a basis', () => {
  it('is what shows of its displacement, to half a step of each map', () => {
    const mask = { size: SIZE, values: Uint8Array.from({ length: SIZE ** 2 }, (_, i) => (i * 53) % 256) };
    const fixed = Float32Array.from({ length: SIZE ** 2 }, () => 1e-4 * random());
    const stepped = finishSteps(showBasis(TRUTH, mask, fixed));
    const shown = { size: SIZE, maps: unstepMaps(stepped) };
    const expression = new Float32Array(52).fill(0.7);
    const wanted = displacementOf(TRUTH, expression);
    showRelief(wanted, mask, fixed);

    const halfSteps = stepped.steps.reduce((sum, step) => sum + step / 2, 0);
    expect(largestDifference(displacementOf(shown, expression), wanted)).toBeLessThan(halfSteps);
  });
});
