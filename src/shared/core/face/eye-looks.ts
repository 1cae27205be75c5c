import { expressionIndex } from './expression-names.ts';

/** Where one eye's four eyeLook weights stand among the expressions. */
export interface EyeLooks {
  readonly in: number;
  readonly out: number;
  readonly up: number;
  readonly down: number;
}

const RADIANS = Math.PI / 180;

/** How far an eye turns at weight 1 of its eyeLook expressions, in or out, up and down, radians. */
export const FULL_LOOK = { side: 30 * RADIANS, up: 24 * RADIANS, down: 28 * RADIANS } as const;

/** The subject's left eye's. */
export const LEFT_LOOKS = looksOf('Left');

/** The subject's right eye's. */
export const RIGHT_LOOKS = looksOf('Right');

function looksOf(side: 'Left' | 'Right'): EyeLooks {
  return {
    in: expressionIndex(`eyeLookIn${side}`),
    out: expressionIndex(`eyeLookOut${side}`),
    up: expressionIndex(`eyeLookUp${side}`),
    down: expressionIndex(`eyeLookDown${side}`),
  };
}
