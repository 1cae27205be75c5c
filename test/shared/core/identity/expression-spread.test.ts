import { describe, expect, it } from 'vitest';
import { EXPRESSION_COUNT, expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { ExpressionSpread } from '../../../../src/shared/core/identity/expression-spread.ts';

function raisedBrows(weight: number): Float32Array {
  const expression = new Float32Array(EXPRESSION_COUNT);
  for (const name of ['browInnerUp', 'browOuterUpLeft', 'browOuterUpRight'] as const) {
    expression[expressionIndex(name)] = weight;
  }
  return expression;
}

describe('frames spread over expressions', () => {
  it('keep the strongest of a kind and the calmest of all, in the order they came', () => {
    const spread = new ExpressionSpread<number>();

    for (let index = 0; index < 100; index += 1) {
      spread.offer(raisedBrows(index / 200), () => index);
    }

    const { all } = spread;
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(all.slice(0, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(all.slice(9)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99]);
  });

  it('asks for nothing that will not be kept, and keeps its room when there is nothing', () => {
    const spread = new ExpressionSpread<number>();
    for (let index = 0; index < 9; index += 1) {
      spread.offer(raisedBrows(0.8), () => index);
    }

    spread.offer(raisedBrows(0.7), () => {
      throw new Error('asked for');
    });
    spread.offer(raisedBrows(0.9), () => undefined);

    expect(spread.all).toHaveLength(9);
  });

  it('stay few in a clip however long', () => {
    const spread = new ExpressionSpread<number>();
    const expression = new Float32Array(EXPRESSION_COUNT);
    for (let index = 0; index < 5200; index += 1) {
      expression.fill(0);
      expression[index % EXPRESSION_COUNT] = ((index * 7) % 100) / 100;
      spread.offer(expression, () => index);
    }

    expect(spread.all.length).toBeLessThanOrEqual(153);
    expect(spread.all.length).toBeGreaterThan(60);
  });
});
