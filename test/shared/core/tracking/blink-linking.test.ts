import { expect, test } from 'vitest';
import { EXPRESSION_COUNT, expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import { linkBlinks } from '../../../../src/shared/core/tracking/blink-linking.ts';

test('both lids close as far as the average, and nothing else changes', () => {
  const expression = new Float32Array(EXPRESSION_COUNT).fill(0.25);
  expression[expressionIndex('eyeBlinkLeft')] = 1;
  expression[expressionIndex('eyeBlinkRight')] = 0.5;

  linkBlinks(expression);

  const expected = new Float32Array(EXPRESSION_COUNT).fill(0.25);
  expected[expressionIndex('eyeBlinkLeft')] = 0.75;
  expected[expressionIndex('eyeBlinkRight')] = 0.75;
  expect(expression).toEqual(expected);
});
