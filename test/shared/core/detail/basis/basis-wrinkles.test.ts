import { beforeAll, describe, expect, it } from 'vitest';
import { BasisWrinkles } from '../../../../../src/shared/core/detail/basis/basis-wrinkles.ts';
import type { WrinkleBasis } from '../../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { WRINKLE_REGION_COUNT } from '../../../../../src/shared/core/face/wrinkle-regions.ts';
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
const PERSON = createPerson(11);
const AT_REST = expressionOf({});
const BROWS = expressionOf({ browInnerUp: 1, browOuterUpLeft: 1, browOuterUpRight: 1 });
/** The region whose folds belong to the subject's left brow. */
const FOREHEAD = 0;

const SURE = new Float32Array(PEOPLE_SIZE ** 2).fill(1);
const UNSEEN = new Float32Array(PEOPLE_SIZE ** 2);
const SMOOTH = new Float32Array(PEOPLE_SIZE ** 2);

let wrinkles: BasisWrinkles;
const random = seededRandom(5);

beforeAll(() => {
  wrinkles = new BasisWrinkles(PEOPLE, PEOPLE_MASKS);
});

/** Starts over with somebody all of whose wrinkles are known, or a stranger. */
function meet(person: WrinkleBasis | undefined): void {
  wrinkles.begin(person && { maps: person.maps, confidence: new Float32Array(WRINKLE_REGION_COUNT).fill(1) });
}

/** The forehead's weight after so many looks at the same. */
function look(
  expression: Float32Array,
  displacement: Float32Array,
  confidence: Float32Array,
  times = 8,
): number {
  const weights = new Float32Array(WRINKLE_REGION_COUNT);
  for (let i = 0; i < times; i++) {
    wrinkles.measure(expression, { displacement, confidence }, weights);
  }
  return weights[FOREHEAD] ?? Number.NaN;
}

/** As a network errs, about as deep as so many metres. */
function noisy(displacement: Float32Array, noise = PEOPLE.noise): Float32Array {
  return displacement.map((depth) => depth + noise * (random() + random() + random() + random() - 2) * 1.7);
}

describe('wrinkle weights of a basis', () => {
  it('are those of the expression where nothing is seen', () => {
    meet(PERSON);
    expect(look(AT_REST, SMOOTH, UNSEEN)).toBe(0);
    expect(look(BROWS, SMOOTH, UNSEEN)).toBeGreaterThan(0.9);
    meet(undefined);
    expect(look(AT_REST, SMOOTH, UNSEEN)).toBe(0);
    expect(look(BROWS, SMOOTH, UNSEEN)).toBeGreaterThan(0.9);
  });

  it('rise with the expression and the folds that are seen with it', () => {
    meet(PERSON);
    expect(look(AT_REST, noisy(showWrinkles(PERSON, AT_REST)), SURE)).toBeLessThan(0.1);
    expect(look(BROWS, noisy(showWrinkles(PERSON, BROWS)), SURE)).toBeGreaterThan(0.85);
  });

  it('stay low when brows rise and no folds are seen', () => {
    meet(PERSON);
    expect(look(BROWS, noisy(SMOOTH), SURE)).toBeLessThan(0.15);
  });

  it('rise when folds are seen without the expression', () => {
    meet(PERSON);
    expect(look(AT_REST, noisy(showWrinkles(PERSON, BROWS)), SURE)).toBeGreaterThan(0.7);
  });

  it('do not rise with what does not lie like the person’s folds', () => {
    meet(PERSON);
    const freckles = noisy(showWrinkles(PERSON, AT_REST), 2 * PEOPLE.noise);
    expect(look(AT_REST, freckles, SURE)).toBeLessThan(0.15);
  });

  it('believe a stranger’s folds wherever they lie, and a smooth stranger none', () => {
    meet(undefined);
    expect(look(BROWS, noisy(SMOOTH), SURE)).toBeLessThan(0.15);
    expect(look(BROWS, noisy(showWrinkles(PERSON, BROWS)), SURE)).toBeGreaterThan(0.5);
  });

  it('do not flicker on a still face', () => {
    meet(PERSON);
    const half = BROWS.map((weight) => weight / 2);
    const shown = showWrinkles(PERSON, half);
    look(half, noisy(shown), SURE);
    const weights = Array.from({ length: 40 }, () => look(half, noisy(shown), SURE, 1));
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
    expect(mean).toBeGreaterThan(0.3);
    expect(Math.sqrt(variance)).toBeLessThan(0.02);
  });

  it('do not fill up with the errors made on somebody without wrinkles', () => {
    const smooth = { size: PEOPLE_SIZE, maps: PERSON.maps.map((depth) => depth * 0.05) };
    meet(smooth);
    expect(look(BROWS, noisy(showWrinkles(smooth, BROWS)), SURE)).toBeLessThan(0.15);
  });
});
