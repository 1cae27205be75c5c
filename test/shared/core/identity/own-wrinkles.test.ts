import { describe, expect, it } from 'vitest';
import { LARGEST_WRINKLE } from '../../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { ownWrinkles } from '../../../../src/shared/core/identity/own-wrinkles.ts';
import { createPerson } from '../../../support/wrinkle-people.ts';

const CODE = { pack: 'open', values: createPerson(1).maps, confidence: undefined };

describe("a person's own wrinkles", () => {
  it('are the detail code of the open pack', () => {
    expect(ownWrinkles({ detail: CODE })?.maps[3]).toBe(CODE.values[3]);
  });

  it('are not told by another pack, by half a code or by none', () => {
    expect(ownWrinkles({ detail: { ...CODE, pack: 'deca' } })).toBeUndefined();
    expect(ownWrinkles({ detail: { ...CODE, values: CODE.values.subarray(1) } })).toBeUndefined();
    expect(ownWrinkles({ detail: undefined })).toBeUndefined();
  });

  it('are never deeper than wrinkles are, whatever a file says', () => {
    const values = CODE.values.slice();
    values[0] = 9000;
    expect(ownWrinkles({ detail: { ...CODE, values } })?.maps[0]).toBeCloseTo(LARGEST_WRINKLE, 6);
    expect(values[0]).toBe(9000);
  });
});
