import { GROUP_OF_EXPRESSION } from '../face/expression-groups.ts';
import { EXPRESSION_COUNT } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { OneEuroFilter, type OneEuroParameters, OneEuroRotationFilter } from './one-euro-filter.ts';
import type { FilterSettings } from './pipeline-settings.ts';

/**
 * Cutoff at rest, Hz, by strength: a geometric line from 11.5 just above off to 0.4 at full strength. It passes
 * through 3 Hz at strength 0.4, what face trackers in the field use for everything (1€ with minimum cutoff 3.0,
 * beta 0.9).
 */
const WEAKEST_CUTOFF = 11.5;
const STRONGEST_CUTOFF = 0.4;

/** Hz. Faster than the paper's 1 Hz, so that a blink of three frames opens the filter before it is over. */
const DERIVATIVE_CUTOFF = 3;

/**
 * Betas, per unit a second of what is filtered. Weights (0..1): lids get enough to keep 95 % of a blink of three
 * frames at every strength, speech keeps 80 % of a syllable's peak, brows have the field's 0.9. Radians: a saccade
 * (5 rad/s) or a quick turn of the head (2 rad/s) adds 10 Hz and more. Centimetres: leaning in (20 cm/s) adds 6 Hz.
 */
const WEIGHT_BETA = { eyes: 6, brows: 0.9, mouth: 2 } as const;
const GAZE_BETA = 3;
const HEAD_ROTATION_BETA = 5;
const HEAD_TRANSLATION_BETA = 0.3;

/** Smooths a FaceFrame in place, each group with its own strength; strength 0 leaves the group bit-identical. */
export class FrameFilter {
  readonly #expression = new OneEuroFilter(EXPRESSION_COUNT);
  readonly #gaze = new OneEuroFilter(4);
  readonly #translation = new OneEuroFilter(3);
  readonly #rotation = new OneEuroRotationFilter();
  readonly #parameters = {
    brows: oneEuroParameters(0, 0),
    eyes: oneEuroParameters(0, 0),
    mouth: oneEuroParameters(0, 0),
    gaze: oneEuroParameters(0, 0),
    rotation: oneEuroParameters(0, 0),
    translation: oneEuroParameters(0, 0),
  };

  /** Takes new strengths over without a jump. */
  configure(settings: FilterSettings): void {
    this.#parameters.brows = oneEuroParameters(settings.brows, WEIGHT_BETA.brows);
    this.#parameters.eyes = oneEuroParameters(settings.eyes, WEIGHT_BETA.eyes);
    this.#parameters.mouth = oneEuroParameters(settings.mouth, WEIGHT_BETA.mouth);
    this.#parameters.gaze = oneEuroParameters(settings.eyes, GAZE_BETA);
    this.#parameters.rotation = oneEuroParameters(settings.head, HEAD_ROTATION_BETA);
    this.#parameters.translation = oneEuroParameters(settings.head, HEAD_TRANSLATION_BETA);
  }

  /** Forgets everything: the next frame comes out as it goes in. */
  reset(): void {
    this.#expression.reset();
    this.#gaze.reset();
    this.#translation.reset();
    this.#rotation.reset();
  }

  /**
   * Smooths the frame's head, gaze and expression.
   * @param seconds since the last frame that was filtered.
   */
  apply(frame: FaceFrame, seconds: number): void {
    const parameters = this.#parameters;
    this.#rotation.step(frame.headRotation, seconds, parameters.rotation);
    stepAll(this.#translation, 0, frame.headTranslation, seconds, parameters.translation);
    stepAll(this.#gaze, 0, frame.gazeLeft, seconds, parameters.gaze);
    stepAll(this.#gaze, 2, frame.gazeRight, seconds, parameters.gaze);
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      const group = GROUP_OF_EXPRESSION[i] ?? 'mouth';
      frame.expression[i] = this.#expression.step(i, frame.expression[i] ?? 0, seconds, parameters[group]);
    }
  }
}

function stepAll(
  filter: OneEuroFilter,
  firstIndex: number,
  values: Float32Array,
  seconds: number,
  parameters: OneEuroParameters | undefined,
): void {
  for (let i = 0; i < values.length; i++) {
    values[i] = filter.step(firstIndex + i, values[i] ?? 0, seconds, parameters);
  }
}

/** Parameters of a strength 0..1; undefined, that is off, for 0 and for what is no strength. */
function oneEuroParameters(strength: number, beta: number): OneEuroParameters | undefined {
  if (!(strength > 0)) {
    return undefined;
  }
  const minimumCutoff = WEAKEST_CUTOFF * (STRONGEST_CUTOFF / WEAKEST_CUTOFF) ** Math.min(strength, 1);
  return { minimumCutoff, beta, derivativeCutoff: DERIVATIVE_CUTOFF };
}
