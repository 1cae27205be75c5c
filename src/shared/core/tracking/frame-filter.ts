import { expressionGroup } from '../face/expression-groups.ts';
import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { OneEuroFilter, type OneEuroParameters, OneEuroRotationFilter } from './one-euro-filter.ts';
import type { FilterSettings } from './pipeline-settings.ts';

/**
 * Cutoff at rest, Hz, by strength: a geometric line from 6 just above off to 0.3 at full strength. What face trackers
 * in the field use for everything (1€ with minimum cutoff 3.0, beta 0.9) is met at strength 0.23; the middle, 1.3 Hz,
 * keeps nearly every weight of a still face below a jitter of 0.01 with the sensor noise of an ordinary room.
 */
const WEAKEST_CUTOFF = 6;
const STRONGEST_CUTOFF = 0.3;

/** How a kind of number moves: how fast its noise is, and how quickly a movement opens the filter. */
type Motion = Omit<OneEuroParameters, 'minimumCutoff'>;

/** Weights 0..1: a smile of 0.3 s lags 17 ms in the middle strength. The derivative's cutoff is the paper's. */
const WEIGHT: Motion = { beta: 15, noiseSpeed: 1, derivativeCutoff: 1 };
/** A blink is over in three frames: its speed must be believed at once. */
const BLINK: Motion = { beta: 15, noiseSpeed: 1, derivativeCutoff: 4 };
/** Radians; a saccade moves at 5 rad/s. */
const GAZE: Motion = { beta: 8, noiseSpeed: 0.5, derivativeCutoff: 1 };
/** Radians; a quick turn of the head moves at 2 rad/s. */
const HEAD_ROTATION: Motion = { beta: 8, noiseSpeed: 0.2, derivativeCutoff: 1 };
/** Centimetres; leaning in moves at 20 cm/s. */
const HEAD_TRANSLATION: Motion = { beta: 0.5, noiseSpeed: 3, derivativeCutoff: 1 };

/** Smooths a FaceFrame in place, each group with its own strength; strength 0 leaves the group bit-identical. */
export class FrameFilter {
  readonly #expression = new OneEuroFilter(EXPRESSION_COUNT);
  readonly #gazeLeft = new OneEuroFilter(2);
  readonly #gazeRight = new OneEuroFilter(2);
  readonly #translation = new OneEuroFilter(3);
  readonly #rotation = new OneEuroRotationFilter();

  /** Takes new strengths over without a jump. */
  configure(settings: FilterSettings): void {
    this.#expression.configure((index) => {
      const name = EXPRESSION_NAMES[index] ?? 'tongueOut';
      const motion = name.startsWith('eyeBlink') ? BLINK : WEIGHT;
      return oneEuroParameters(settings[expressionGroup(name)], motion);
    });
    this.#gazeLeft.configure(() => oneEuroParameters(settings.eyes, GAZE));
    this.#gazeRight.configure(() => oneEuroParameters(settings.eyes, GAZE));
    this.#translation.configure(() => oneEuroParameters(settings.head, HEAD_TRANSLATION));
    this.#rotation.configure(oneEuroParameters(settings.head, HEAD_ROTATION));
  }

  /** Forgets everything: the next frame comes out as it goes in. */
  reset(): void {
    this.#expression.reset();
    this.#gazeLeft.reset();
    this.#gazeRight.reset();
    this.#translation.reset();
    this.#rotation.reset();
  }

  /**
   * Smooths the frame's head, gaze and expression.
   * @param seconds since the last frame that was filtered.
   */
  apply(frame: FaceFrame, seconds: number): void {
    this.#rotation.step(frame.headRotation, seconds);
    this.#translation.step(frame.headTranslation, seconds);
    this.#gazeLeft.step(frame.gazeLeft, seconds);
    this.#gazeRight.step(frame.gazeRight, seconds);
    this.#expression.step(frame.expression, seconds);
  }
}

/** Parameters of a strength 0..1; undefined, that is off, for 0 and for what is no strength. */
function oneEuroParameters(strength: number, motion: Motion): OneEuroParameters | undefined {
  if (!(strength > 0)) {
    return undefined;
  }
  const minimumCutoff = WEAKEST_CUTOFF * (STRONGEST_CUTOFF / WEAKEST_CUTOFF) ** Math.min(strength, 1);
  return { ...motion, minimumCutoff };
}
