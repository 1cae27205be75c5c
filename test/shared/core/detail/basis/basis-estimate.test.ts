import { describe, expect, it } from 'vitest';
import { BasisEstimate } from '../../../../../src/shared/core/detail/basis/basis-estimate.ts';
import {
  LARGEST_WRINKLE,
  type WrinkleBasis,
} from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { WRINKLE_REGIONS } from '../../../../../src/shared/core/face/wrinkle-regions.ts';
import { largestDifference } from '../../../../support/largest-difference.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';
import {
  createPeople,
  createPerson,
  expressionOf,
  PEOPLE_MASKS,
  PEOPLE_SIZE,
  showWrinkles,
} from '../../../../support/wrinkle-people.ts';

const PEOPLE = createPeople();
const NOISE = 1e-4;
/** What is asked for when a person is enrolled, more or less. */
const GUIDED = [
  {},
  { browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 },
  { browDownLeft: 1, browDownRight: 1 },
  { mouthSmileLeft: 1, mouthSmileRight: 1, cheekSquintLeft: 0.6, cheekSquintRight: 0.6 },
  { noseSneerLeft: 0.9, noseSneerRight: 0.9, mouthUpperUpLeft: 0.5, mouthUpperUpRight: 0.5 },
  { mouthPucker: 1 },
  { jawOpen: 1 },
];

const SURE = new Float32Array(PEOPLE_SIZE ** 2).fill(1);

/** Enrols with four noisy looks at each expression, at half and full strength. */
function enrol(person: WrinkleBasis, expressions = GUIDED): BasisEstimate {
  const estimate = new BasisEstimate(PEOPLE, PEOPLE_MASKS);
  const random = seededRandom(7);
  for (const weights of expressions) {
    for (const strength of [0.5, 1, 0.5, 1]) {
      const expression = expressionOf(weights).map((weight) => weight * strength);
      const seen = showWrinkles(person, expression).map((depth) => depth + NOISE * (random() * 4 - 2));
      estimate.add(expression, seen, SURE);
    }
  }
  return estimate;
}

/** The person that an estimate describes. */
function found(estimate: BasisEstimate): WrinkleBasis {
  return { size: PEOPLE_SIZE, maps: estimate.finish().maps };
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    ab += (value - meanA) * ((b[i] ?? 0) - meanB);
    aa += (value - meanA) ** 2;
    bb += ((b[i] ?? 0) - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe('a basis estimate', () => {
  it('predicts expressions that were not shown better than the average person does', () => {
    const unseen = expressionOf({ browOuterUpLeft: 0.9, mouthSmileRight: 0.7, noseSneerLeft: 0.6 });
    for (const seed of [1, 2, 3]) {
      const person = createPerson(seed);
      const truth = showWrinkles(person, unseen);
      const predicted = correlation(showWrinkles(found(enrol(person)), unseen), truth);
      expect(predicted).toBeGreaterThan(0.85);
      expect(predicted).toBeGreaterThan(correlation(showWrinkles(PEOPLE.average, unseen), truth) + 0.15);
    }
  });

  it('stays at the average person before anything is seen', () => {
    const { maps, confidence } = new BasisEstimate(PEOPLE, PEOPLE_MASKS).finish();
    expect(largestDifference(maps, PEOPLE.average.maps)).toBe(0);
    expect([...confidence]).toEqual(WRINKLE_REGIONS.map(() => 0));
  });

  it('stays at the average person where nothing is seen, and says so', () => {
    const estimate = new BasisEstimate(PEOPLE, PEOPLE_MASKS);
    const brows = expressionOf({ browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 });
    const covered = new Float32Array(PEOPLE_SIZE ** 2);
    PEOPLE_MASKS[0]?.texels.forEach((texel) => {
      covered[texel] = 1;
    });
    for (let i = 0; i < 20; i++) {
      estimate.add(brows, showWrinkles(createPerson(4), brows), covered);
      estimate.add(expressionOf({}), showWrinkles(createPerson(4), expressionOf({})), covered);
    }
    const { maps, confidence } = estimate.finish();
    expect(confidence[0]).toBeGreaterThan(0.9);
    expect([...confidence.subarray(1)].every((value) => value === 0)).toBe(true);
    const start = PEOPLE_SIZE ** 2;
    const below = [...(PEOPLE_MASKS[1]?.texels ?? [])];
    expect(below.map((texel) => maps[start + texel])).toEqual(
      below.map((texel) => PEOPLE.average.maps[start + texel]),
    );
  });

  it('is the surer the more it has been shown', () => {
    const person = createPerson(5);
    const atRest = enrol(person, [{}]).finish().confidence;
    const guided = enrol(person).finish().confidence;
    expect(atRest[0]).toBeGreaterThan(0);
    expect(atRest[0]).toBeLessThan(0.2);
    expect(guided[0]).toBeGreaterThan(0.8);
  });

  it('is finite and within four millimetres whatever it is given', () => {
    const estimate = new BasisEstimate(PEOPLE, PEOPLE_MASKS);
    const hostile = Float32Array.from(
      { length: PEOPLE_SIZE ** 2 },
      (_, i) => [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 0.5][i % 4] ?? 0,
    );
    for (const weights of GUIDED) {
      estimate.add(expressionOf(weights), hostile, SURE);
      estimate.add(expressionOf(weights), hostile, hostile);
    }
    estimate.add(expressionOf({ jawOpen: Number.NaN }), SURE, SURE);
    const everything = expressionOf(Object.assign({}, ...GUIDED));
    for (const depth of showWrinkles(found(estimate), everything)) {
      expect(Math.abs(depth)).toBeLessThanOrEqual(LARGEST_WRINKLE * 1.0001);
    }
  });
});
