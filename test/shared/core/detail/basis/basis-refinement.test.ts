import { describe, expect, it } from 'vitest';
import {
  BasisEstimate,
  type EstimatedBasis,
} from '../../../../../src/shared/core/detail/basis/basis-estimate.ts';
import type { BasisPrior } from '../../../../../src/shared/core/detail/basis/basis-prior.ts';
import {
  BasisRefinement,
  REFINEMENT_PACE,
  type RefinementPace,
} from '../../../../../src/shared/core/detail/basis/basis-refinement.ts';
import { finishSteps } from '../../../../../src/shared/core/detail/basis/in-steps.ts';
import { unstepMaps } from '../../../../../src/shared/core/detail/basis/stepped-maps.ts';
import { LARGEST_WRINKLE } from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
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

const TEXELS = PEOPLE_SIZE ** 2;
const SURE = new Float32Array(TEXELS).fill(1);
/** As the batch estimate does: every frame tells something new, and nothing is forgotten. */
const EVERYTHING: RefinementPace = { repeats: 1, forgotten: 0 };
const ACTING = [
  {},
  { browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 },
  { browDownLeft: 0.8, browDownRight: 1 },
  { mouthSmileLeft: 1, mouthSmileRight: 0.7, cheekSquintLeft: 0.6 },
  { noseSneerLeft: 0.9, noseSneerRight: 0.5, jawOpen: 0.4 },
  { mouthPucker: 1, browInnerUp: 0.5 },
].map(expressionOf);

const PEOPLE = createPeople();

/** People who differ by as much everywhere, so that each texel of a block is like its block. */
function evenPeople(): BasisPrior {
  return { ...PEOPLE, deviation: new Float32Array(PEOPLE.deviation.length).fill(4e-4) };
}

function nobody(prior: BasisPrior): EstimatedBasis {
  return { maps: prior.average.maps, confidence: new Float32Array(15) };
}

function told(refinement: BasisRefinement): Float32Array {
  return unstepMaps(finishSteps(refinement.tell()));
}

/** The person's maps and what was learnt beyond them, not rounded. */
function learnt(refinement: BasisRefinement, { maps }: EstimatedBasis): Float32Array {
  const result = maps.slice();
  for (const [i, texel] of refinement.texels.entries()) {
    for (let map = 0; map < 17; map++) {
      const at = map * TEXELS + texel;
      result[at] = (result[at] ?? 0) + (refinement.state.corrections[i * 17 + map] ?? 0);
    }
  }
  return result;
}

describe('a basis refinement', () => {
  it('finds what the ridge estimate of the same frames finds, within a thousandth of people’s deviation', () => {
    const prior = evenPeople();
    const person = createPerson(3);
    const batch = new BasisEstimate(prior, PEOPLE_MASKS);
    const refinement = new BasisRefinement(prior, PEOPLE_MASKS, nobody(prior), EVERYTHING);
    const random = seededRandom(5);
    for (const [frame, expression] of [...ACTING, ...ACTING].entries()) {
      const displacement = showWrinkles(person, expression).map((depth) => depth + 4e-5 * (random() - 0.5));
      const confidence = SURE.map(() => (frame % 2 === 0 ? 1 : 0.6));
      batch.add(expression, displacement, confidence);
      finishSteps(refinement.learn(expression, { displacement, confidence }));
    }
    const expected = batch.finish().maps;
    const own = learnt(refinement, nobody(prior));
    const inside = (maps: Float32Array) =>
      Float32Array.from({ length: 17 * refinement.texels.length }, (_, i) => {
        const texel = refinement.texels[Math.floor(i / 17)] ?? 0;
        return maps[(i % 17) * TEXELS + texel] ?? 0;
      });
    expect(largestDifference(inside(own), inside(expected))).toBeLessThan(4e-7);
    expect(largestDifference(inside(own), inside(prior.average.maps))).toBeGreaterThan(1e-4);
  });

  it('comes closer to a person who was enrolled badly', () => {
    const person = createPerson(1);
    const refinement = new BasisRefinement(PEOPLE, PEOPLE_MASKS, nobody(PEOPLE));
    for (let round = 0; round < 4; round++) {
      for (const expression of ACTING) {
        const displacement = showWrinkles(person, expression);
        finishSteps(refinement.learn(expression, { displacement, confidence: SURE }));
      }
    }
    const brows = ACTING[1] ?? new Float32Array(52);
    const truth = showWrinkles(person, brows);
    const error = (maps: Float32Array) =>
      showWrinkles({ size: PEOPLE_SIZE, maps }, brows).reduce(
        (sum, depth, texel) => sum + (depth - (truth[texel] ?? 0)) ** 2,
        0,
      );
    expect(error(told(refinement))).toBeLessThan(0.2 * error(PEOPLE.average.maps));
  });

  it('moves what an enrolment saw well less than what it did not', () => {
    const seenWell = { maps: PEOPLE.average.maps, confidence: new Float32Array(15).fill(0.95) };
    const displacement = new Float32Array(TEXELS).fill(-1e-3);
    const [open, known] = [nobody(PEOPLE), seenWell].map((person) => {
      const refinement = new BasisRefinement(PEOPLE, PEOPLE_MASKS, person);
      finishSteps(refinement.learn(expressionOf({}), { displacement, confidence: SURE }));
      return largestDifference(told(refinement), PEOPLE.average.maps);
    });
    expect(known).toBeLessThan(0.5 * (open ?? 0));
    expect(known).toBeGreaterThan(0);
  });

  it('stays finite, near the enrolment and within 4 mm whatever it is shown', () => {
    const random = seededRandom(9);
    const refinement = new BasisRefinement(PEOPLE, PEOPLE_MASKS, nobody(PEOPLE));
    const wild = [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 1e30, 1, -1, 0.004];
    for (let frame = 0; frame < 12; frame++) {
      const expression = Float32Array.from({ length: 52 }, () => random() * 4 - 2);
      const displacement = Float32Array.from(
        { length: TEXELS },
        () => wild[Math.floor(random() * (frame < 5 ? 7 : 4) + (frame < 5 ? 0 : 3))] ?? 0,
      );
      finishSteps(refinement.learn(expression, { displacement, confidence: SURE }));
    }
    const { corrections, covariances } = refinement.state;
    const most = PEOPLE.deviation.reduce((largest, value) => Math.max(largest, value), 0);
    expect(corrections.every((value) => Math.abs(value) <= 2 * most)).toBe(true);
    expect(covariances.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(told(refinement).every((value) => Math.abs(value) <= LARGEST_WRINKLE)).toBe(true);
  });

  it.each([
    ['an expression that is no number', new Float32Array(52).fill(Number.NaN), 1e-3, 1],
    ['a displacement that is no number', new Float32Array(52), Number.NaN, 1],
    ['a confidence that is no number', new Float32Array(52), 1e-3, Number.NaN],
    ['what is hardly seen', new Float32Array(52), 1e-3, 0.4],
  ])('learns nothing from %s', (_, expression, depth, belief) => {
    const refinement = new BasisRefinement(PEOPLE, PEOPLE_MASKS, nobody(PEOPLE));
    const before = refinement.state.covariances.slice();
    const seen = {
      displacement: new Float32Array(TEXELS).fill(depth),
      confidence: new Float32Array(TEXELS).fill(belief),
    };
    finishSteps(refinement.learn(expression, seen));
    expect(refinement.state.corrections.every((value) => value === 0)).toBe(true);
    expect(largestDifference(refinement.state.covariances, before)).toBe(0);
  });

  it('can still change its mind after long of one face', () => {
    const rest = expressionOf({});
    const refinement = new BasisRefinement(PEOPLE, PEOPLE_MASKS, nobody(PEOPLE), {
      ...REFINEMENT_PACE,
      forgotten: 0.3,
    });
    const show = (depth: number, frames: number) => {
      const displacement = new Float32Array(TEXELS).fill(depth);
      for (let frame = 0; frame < frames; frame++) {
        finishSteps(refinement.learn(rest, { displacement, confidence: SURE }));
      }
      return told(refinement);
    };
    const first = show(-2e-4, 12);
    const second = show(2e-4, 12);
    expect(largestDifference(first, second)).toBeGreaterThan(1e-4);
  });

  it('goes on from its state as if it had never stopped', () => {
    const person = createPerson(2);
    const show = (refinement: BasisRefinement, expressions: readonly Float32Array[]) => {
      for (const expression of expressions) {
        const displacement = showWrinkles(person, expression);
        finishSteps(refinement.learn(expression, { displacement, confidence: SURE }));
      }
    };
    const [whole, first, second] = [0, 1, 2].map(
      () => new BasisRefinement(PEOPLE, PEOPLE_MASKS, nobody(PEOPLE)),
    ) as [BasisRefinement, BasisRefinement, BasisRefinement];
    show(whole, ACTING);
    show(first, ACTING.slice(0, 3));
    expect(second.restore(first.state)).toBe(true);
    show(second, ACTING.slice(3));
    expect(largestDifference(second.state.corrections, whole.state.corrections)).toBe(0);
    expect(largestDifference(second.state.covariances, whole.state.covariances)).toBe(0);
  });

  it('does not go on from a state of other blocks', () => {
    const refinement = new BasisRefinement(PEOPLE, PEOPLE_MASKS, nobody(PEOPLE));
    const { covariances } = refinement.state;
    expect(refinement.restore({ corrections: new Float32Array(17), covariances })).toBe(false);
  });
});
