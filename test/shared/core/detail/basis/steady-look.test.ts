import { expect, it } from 'vitest';
import { SteadyLook } from '../../../../../src/shared/core/detail/basis/steady-look.ts';
import { expressionOf } from '../../../../support/wrinkle-people.ts';

const TEXELS = Uint32Array.of(1, 2, 5, 7);
const REST = expressionOf({});
const SMILE = expressionOf({ mouthSmileLeft: 1, mouthSmileRight: 1 });
const WELL = new Float32Array(8).fill(0.8);

it('takes looks at a face that is held, from the second on', () => {
  const look = new SteadyLook(TEXELS);
  expect([REST, REST, SMILE, SMILE].map((face) => look.judge(face, WELL))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

it('takes no looks at a face of which too little is seen', () => {
  const look = new SteadyLook(TEXELS);
  look.judge(REST, WELL);
  expect(look.judge(REST, new Float32Array(8).fill(0.4))).toBe(false);
  expect(look.judge(REST, new Float32Array(8).fill(Number.NaN))).toBe(false);
  expect(look.judge(REST, new Float32Array(8).fill(0.4).fill(0.6, 5, 6))).toBe(true);
});
