import { EXPRESSION_COUNT, expressionIndex } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { type FaceObservation, LANDMARK_COUNT } from '../face/face-observation.ts';
import { IMAGE_EVIDENCE_NAMES } from '../face/image-evidence.ts';
import { angleBetween, setQuaternion } from '../face/rotation.ts';
import type { Neutral } from './pipeline-settings.ts';

/** The neutral is the mean over this much of the newest tracking, milliseconds. */
const WINDOW = 500;
/** And refused when the frames in it span less, or are fewer. */
const SHORTEST_SPAN = 300;
const FEWEST_FRAMES = 5;
/** Where frames come slowly the window grows until it holds enough of them, up to this; milliseconds. */
const LONGEST_WINDOW = 1500;
/** Frames kept: enough for the window at 120 frames a second. */
const CAPACITY = 64;

/** Refused when the head strays farther than this from its mean: 3°. */
const LARGEST_TURN = (3 * Math.PI) / 180;
/** Refused when a weight's standard deviation is larger: a face at rest stays below 0.03. */
const LARGEST_DEVIATION = 0.12;
/** Frames whose lids are closed this much farther than in the most open one are a blink, and left out. */
const BLINK_RISE = 0.2;

const BLINK_LEFT = expressionIndex('eyeBlinkLeft');
const BLINK_RIGHT = expressionIndex('eyeBlinkRight');

/** One remembered frame: expression, then rotation, translation, gaze left, gaze right, scores, image evidence, landmarks. */
const ROTATION = EXPRESSION_COUNT;
const TRANSLATION = ROTATION + 4;
const GAZE_LEFT = TRANSLATION + 3;
const GAZE_RIGHT = GAZE_LEFT + 2;
const SCORES = GAZE_RIGHT + 2;
const EVIDENCE = SCORES + EXPRESSION_COUNT;
const LANDMARKS = EVIDENCE + IMAGE_EVIDENCE_NAMES.length;
const ROW = LANDMARKS + LANDMARK_COUNT * 3;

/** Landmarks are kept to a hundredth of a millimetre: settings are text. */
const LANDMARK_STEPS = 1000;

/** Remembers the newest tracked frames as they are before calibration, and takes their mean as the neutral. */
export class NeutralMeasurement {
  readonly #rows = new Float32Array(CAPACITY * ROW);
  readonly #times = new Float64Array(CAPACITY);
  #count = 0;
  #next = 0;

  /** Forgets all frames: after a loss, what was before does not count. */
  reset(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /**
   * Remembers an uncalibrated frame (`rawExpression`, head and gaze as tracked). Allocates nothing.
   * @param landmarks Float64Array [478 × 3]: in the head frame, centimetres.
   * @param observation what the frame was made of: its scores and evidence are remembered.
   */
  record(
    frame: FaceFrame,
    landmarks: Float64Array,
    { scores, imageEvidence }: Pick<FaceObservation, 'scores' | 'imageEvidence'>,
  ): void {
    const row = this.#next * ROW;
    this.#rows.set(frame.rawExpression, row);
    this.#rows.set(frame.headRotation, row + ROTATION);
    this.#rows.set(frame.headTranslation, row + TRANSLATION);
    this.#rows.set(frame.gazeLeft, row + GAZE_LEFT);
    this.#rows.set(frame.gazeRight, row + GAZE_RIGHT);
    this.#rows.set(scores, row + SCORES);
    this.#rows.set(imageEvidence, row + EVIDENCE);
    this.#rows.set(landmarks, row + LANDMARKS);
    this.#times[this.#next] = frame.time;
    this.#next = (this.#next + 1) % CAPACITY;
    this.#count = Math.min(this.#count + 1, CAPACITY);
  }

  /** The neutral, or undefined when the face was not seen for long enough or did not keep still. */
  measure(): Neutral | undefined {
    const rows = this.#steadyRows();
    if (rows === undefined) {
      return undefined;
    }
    const mean = meanRow(rows);
    const rotation = new Float64Array(4);
    const [x = 0, y = 0, z = 0, w = 1] = mean.slice(ROTATION);
    setQuaternion(rotation, x, y, z, w);
    const hasTurned = rows.some(
      (row) => angleBetween(row.subarray(ROTATION, TRANSLATION), rotation) > LARGEST_TURN,
    );
    if (hasTurned || largestDeviation(rows, mean) > LARGEST_DEVIATION) {
      return undefined;
    }
    return {
      // The expression is solved against this neutral from now on, so that it reads nothing at rest.
      expression: new Array<number>(EXPRESSION_COUNT).fill(0),
      headRotation: [...rotation],
      headTranslation: mean.slice(TRANSLATION, GAZE_LEFT),
      gazeLeft: mean.slice(GAZE_LEFT, GAZE_RIGHT),
      gazeRight: mean.slice(GAZE_RIGHT, SCORES),
      scores: mean.slice(SCORES, EVIDENCE),
      evidence: mean.slice(EVIDENCE, LANDMARKS),
      landmarks: mean.slice(LANDMARKS).map((value) => Math.round(value * LANDMARK_STEPS) / LANDMARK_STEPS),
    };
  }

  /** The window's frames without the blinks. */
  #steadyRows(): readonly Float32Array[] | undefined {
    const recent: Float32Array[] = [];
    const newest = this.#timeBack(1);
    let oldest = newest;
    for (let back = 1; back <= this.#count; back++) {
      if (newest - this.#timeBack(back) > (back > FEWEST_FRAMES ? WINDOW : LONGEST_WINDOW)) {
        break;
      }
      const start = ((this.#next - back + CAPACITY) % CAPACITY) * ROW;
      recent.push(this.#rows.subarray(start, start + ROW));
      oldest = this.#timeBack(back);
    }
    const mostOpen = Math.min(...recent.map(closure));
    const open = recent.filter((row) => closure(row) <= mostOpen + BLINK_RISE);
    return newest - oldest >= SHORTEST_SPAN && open.length >= FEWEST_FRAMES ? open : undefined;
  }

  #timeBack(back: number): number {
    return this.#times[(this.#next - back + CAPACITY) % CAPACITY] ?? Number.NaN;
  }
}

function closure(row: Float32Array): number {
  return ((row[BLINK_LEFT] ?? 0) + (row[BLINK_RIGHT] ?? 0)) / 2;
}

/**
 * Row by row, as they lie in memory: the tracker waits meanwhile. Quaternions may be averaged number by number here: all
 * have w ≥ 0 and lie close together.
 */
function meanRow(rows: readonly Float32Array[]): number[] {
  const mean = new Array<number>(ROW).fill(0);
  for (const row of rows) {
    for (let i = 0; i < ROW; i++) {
      mean[i] = (mean[i] ?? 0) + (row[i] ?? 0) / rows.length;
    }
  }
  return mean;
}

function largestDeviation(rows: readonly Float32Array[], mean: readonly number[]): number {
  let largest = 0;
  for (let i = 0; i < EXPRESSION_COUNT; i++) {
    const squares = rows.reduce((sum, row) => sum + ((row[i] ?? 0) - (mean[i] ?? 0)) ** 2, 0);
    largest = Math.max(largest, Math.sqrt(squares / rows.length));
  }
  return largest;
}
