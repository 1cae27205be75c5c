import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { invertQuaternion, matrixFromQuaternion, multiplyQuaternions } from '../face/rotation.ts';
import { clamp } from './interpolation.ts';
import { IDENTITY_ADJUSTMENT, type Neutral, type PipelineSettings } from './pipeline-settings.ts';

/** A weight's rest beyond this is not stretched any more: what is left would be mostly noise, amplified. */
const LARGEST_REST = 0.75;

/** What is relative to a person: how their face reads at rest, and their corrections. Made once per change. */
export class Calibration {
  /** Whether there is a neutral, that is, whether head and gaze are relative to it. */
  readonly hasNeutral: boolean;

  readonly #rest = new Float64Array(EXPRESSION_COUNT);
  readonly #gain = new Float64Array(EXPRESSION_COUNT);
  readonly #offset = new Float64Array(EXPRESSION_COUNT);
  readonly #minimum = new Float64Array(EXPRESSION_COUNT);
  readonly #maximum = new Float64Array(EXPRESSION_COUNT);
  readonly #undoRotation = new Float64Array([0, 0, 0, 1]);
  readonly #restAxes = new Float64Array(9);
  readonly #restTranslation = new Float64Array(3);
  readonly #restGazeLeft = new Float64Array(2);
  readonly #restGazeRight = new Float64Array(2);

  constructor({ neutral, adjustments }: Pick<PipelineSettings, 'neutral' | 'adjustments'>) {
    this.hasNeutral = neutral !== undefined;
    for (const [i, name] of EXPRESSION_NAMES.entries()) {
      const adjustment = adjustments[name] ?? IDENTITY_ADJUSTMENT;
      this.#gain[i] = adjustment.gain;
      this.#offset[i] = adjustment.offset;
      this.#minimum[i] = adjustment.minimum;
      this.#maximum[i] = adjustment.maximum;
    }
    if (neutral !== undefined) {
      this.#takeNeutral(neutral);
    }
  }

  #takeNeutral(neutral: Neutral): void {
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      this.#rest[i] = clamp(neutral.expression[i] ?? 0, 0, LARGEST_REST);
    }
    invertQuaternion(neutral.headRotation, this.#undoRotation);
    this.#restTranslation.set(neutral.headTranslation.slice(0, 3));
    this.#restGazeLeft.set(neutral.gazeLeft.slice(0, 2));
    this.#restGazeRight.set(neutral.gazeRight.slice(0, 2));
    matrixFromQuaternion(neutral.headRotation, this.#restAxes);
  }

  /**
   * Turns a frame as tracked into one relative to the neutral: `expression` from `rawExpression`, head and gaze in
   * place. The head's rotation and place are then measured along the axes of the head at rest (+X the subject's left,
   * +Y up, +Z towards the face's front), so a camera that looks from the side or from above makes no difference.
   */
  apply(frame: FaceFrame): void {
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      frame.expression[i] = this.#weight(i, frame.rawExpression[i] ?? 0);
    }
    if (!this.hasNeutral) {
      return;
    }
    multiplyQuaternions(this.#undoRotation, frame.headRotation, frame.headRotation);
    this.#placeRelativeToRest(frame.headTranslation);
    for (let axis = 0; axis < 2; axis++) {
      frame.gazeLeft[axis] = (frame.gazeLeft[axis] ?? 0) - (this.#restGazeLeft[axis] ?? 0);
      frame.gazeRight[axis] = (frame.gazeRight[axis] ?? 0) - (this.#restGazeRight[axis] ?? 0);
    }
  }

  /** Rest taken out and the remainder stretched, so that 1 stays 1; then gain, offset, range. */
  #weight(index: number, raw: number): number {
    const rest = this.#rest[index] ?? 0;
    const relative = clamp((raw - rest) / (1 - rest), 0, 1);
    const adjusted = relative * (this.#gain[index] ?? 1) + (this.#offset[index] ?? 0);
    return clamp(clamp(adjusted, this.#minimum[index] ?? 0, this.#maximum[index] ?? 1), 0, 1);
  }

  #placeRelativeToRest(translation: Float32Array): void {
    const axes = this.#restAxes;
    const x = (translation[0] ?? 0) - (this.#restTranslation[0] ?? 0);
    const y = (translation[1] ?? 0) - (this.#restTranslation[1] ?? 0);
    const z = (translation[2] ?? 0) - (this.#restTranslation[2] ?? 0);
    for (let axis = 0; axis < 3; axis++) {
      const column = axis * 3;
      translation[axis] = (axes[column] ?? 0) * x + (axes[column + 1] ?? 0) * y + (axes[column + 2] ?? 0) * z;
    }
  }
}
