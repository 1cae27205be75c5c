import { describe, expect, test } from 'vitest';
import { EXPRESSION_COUNT, expressionIndex } from '../../../../../src/shared/core/face/expression-names.ts';
import { openLandmarkResponse } from '../../../../../src/shared/core/tracking/solver/landmark-response.ts';
import { ResponseFit } from '../../../../../src/shared/core/tracking/solver/response-fit.ts';
import { DISPLACEMENT_NUMBERS } from '../../../../../src/shared/core/tracking/solver/seen-displacement.ts';
import { bytesAllocatedPerCall } from '../../../../support/allocations.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const SHOWN = [3, 17, 40];
const SIZE = 0.3;

/** Every expression moves landmarks of its own, errors are all alike: operator D / s², normal D·Dᵀ / s². */
function plainResponse() {
  const precision = 1e4;
  const operator = new Float32Array(EXPRESSION_COUNT * DISPLACEMENT_NUMBERS);
  const normal = new Float32Array(EXPRESSION_COUNT * EXPRESSION_COUNT);
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    operator[i * DISPLACEMENT_NUMBERS + i] = SIZE * precision;
    normal[i * EXPRESSION_COUNT + i] = SIZE * SIZE * precision;
  }
  return { operator, normal };
}

describe('the response fit', () => {
  test('finds the weights that landmarks answered to', () => {
    const fit = new ResponseFit(plainResponse());
    const displacement = new Float64Array(DISPLACEMENT_NUMBERS);
    for (const i of SHOWN) {
      displacement[i] = 0.5 * SIZE;
    }

    fit.fit(displacement, 1);

    for (const [i, weight] of fit.weights.entries()) {
      expect(weight).toBeCloseTo(SHOWN.includes(i) ? 0.5 : 0, 1);
    }
  });

  test('believes less where it is to doubt', () => {
    const fit = new ResponseFit(plainResponse());
    const displacement = new Float64Array(DISPLACEMENT_NUMBERS).fill(0.2 * SIZE);
    fit.fit(displacement, 1);
    const sure = fit.weights[0] ?? 0;

    fit.fit(displacement, 100);

    expect(fit.weights[0]).toBeLessThan(0.6 * sure);
  });

  test('learnt nothing that landmarks cannot show: the tongue stays 0', () => {
    const fit = new ResponseFit(openLandmarkResponse());
    const random = seededRandom(1);

    fit.fit(
      new Float64Array(DISPLACEMENT_NUMBERS).map(() => random() - 0.5),
      1,
    );

    expect(fit.weights[expressionIndex('tongueOut')]).toBe(0);
  });

  test('allocates nothing', () => {
    const fit = new ResponseFit(openLandmarkResponse());
    const displacement = new Float64Array(DISPLACEMENT_NUMBERS).fill(0.01);

    expect(bytesAllocatedPerCall(() => fit.fit(displacement, 1), 200, 200)).toBeLessThan(100);
  });
});
