import { expressionIndex } from '../face/expression-names.ts';

const BLINK_LEFT = expressionIndex('eyeBlinkLeft');
const BLINK_RIGHT = expressionIndex('eyeBlinkRight');

/** Lets both lids close as far as the average of the two. `expression` (`Float32Array [52]`) is changed in place. */
export function linkBlinks(expression: Float32Array): void {
  const average = ((expression[BLINK_LEFT] ?? 0) + (expression[BLINK_RIGHT] ?? 0)) / 2;
  expression[BLINK_LEFT] = average;
  expression[BLINK_RIGHT] = average;
}
