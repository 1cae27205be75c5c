import { smoothstep } from '../interpolation.ts';
import { CAMERA_START, JAW_START, LIGHT_START } from './flame-coefficients.ts';

/**
 * How a result that differs from what was expected is met. Differences up to `quiet` pass for the encoder's noise, of
 * which only the calm share is taken over; from `loud` on it has seen something new and is believed at once.
 */
export interface Belief {
  readonly calmShare: number;
  readonly quiet: number;
  readonly loud: number;
}

/** Radians. The tracker knows the head's rotation; the encoder only adds how the two differ. */
export const HEAD_BELIEF: Belief = { calmShare: 0.15, quiet: 0.05, loud: 0.2 };

/** Standard deviations. */
const EXPRESSION_BELIEF: Belief = { calmShare: 0.1, quiet: 0.2, loud: 0.8 };

/** Radians. */
const JAW_BELIEF: Belief = { calmShare: 0.1, quiet: 0.03, loud: 0.12 };

/** The face's place in its crop hardly changes, whatever the encoder makes of it. */
const CAMERA_BELIEF: Belief = { calmShare: 0.2, quiet: 1, loud: 4 };

/** Light changes within seconds, or all at once when somebody switches it on. */
const LIGHT_BELIEF: Belief = { calmShare: 0.1, quiet: 1, loud: 3 };

/** The belief in a coefficient of a row (flame-coefficients.ts). */
export function beliefOf(coefficient: number): Belief {
  if (coefficient < JAW_START) {
    return EXPRESSION_BELIEF;
  }
  if (coefficient < CAMERA_START) {
    return JAW_BELIEF;
  }
  return coefficient < LIGHT_START ? CAMERA_BELIEF : LIGHT_BELIEF;
}

/** What share of a difference is taken over. */
export function believedShare({ calmShare, quiet, loud }: Belief, difference: number): number {
  return calmShare + (1 - calmShare) * smoothstep(quiet, loud, difference);
}
