import type { FaceFrame } from '../face/face-frame.ts';
import { type FaceObservation, LANDMARK_COUNT } from '../face/face-observation.ts';
import { angleBetween } from '../face/rotation.ts';

/** What keeps a frame from being used, the first that applies being the one to speak of. */
export const ENROLMENT_PROBLEMS = [
  'no-face',
  'several-faces',
  'cut-off',
  'too-far',
  'too-near',
  'too-dark',
  'too-bright',
  'too-far-turned',
  'too-fast',
] as const;

export type EnrolmentProblem = (typeof ENROLMENT_PROBLEMS)[number];

/** How a face is exposed in a picture. */
export interface FaceExposure {
  /** Mean of the face's brightness as it is stored (sRGB), 0..1. */
  readonly brightness: number;
  /** Share of the face that is as bright as the picture can be, 0..1. */
  readonly blownOut: number;
}

/** A face needs this many pixels from brow to chin for its skin to be worth unwrapping. */
const FEWEST_PIXELS = 90;
/** Shares of the picture's height. Above the second, lenses bend a face too much. */
const LEAST_HEIGHT = 0.16;
const LARGEST_HEIGHT = 0.9;

/** Below this the camera's noise is as strong as the skin's own marks. */
const DARKEST = 0.12;
/** Skin that is blown out by more than this share has lost its colour. */
const MOST_BLOWN_OUT = 0.3;

/** Beyond this angle half of the landmarks are guesses; radians. */
const FARTHEST_TURN = (55 * Math.PI) / 180;

/** Faster than this a head is blurred at usual exposure times; radians and face widths a second. */
const FASTEST_TURN = (150 * Math.PI) / 180;
const FASTEST_MOVE = 2.5;

/** Milliseconds between frames above which their difference is no speed. */
const LONGEST_STEP = 400;

/** Two frames' motion is not yet a fast one: trackers jitter. Milliseconds. */
const SHORTEST_RUSH = 120;

const AHEAD = [0, 0, 0, 1] as const;

/** The box of a face's landmarks, as shares of the picture's width and height. */
interface FaceBox {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Says of each frame whether it can be used to enrol a person, and if not, why. */
export class EnrolmentCheck {
  readonly #box: FaceBox = { left: 0, right: 0, top: 0, bottom: 0 };
  readonly #rotation = new Float64Array([0, 0, 0, 1]);
  #x = 0;
  #y = 0;
  #time = Number.NaN;
  #rushSince: number | undefined;

  /**
   * Takes in the next frame.
   * @param exposure of the newest picture that was looked at; undefined when none was.
   */
  check(
    observation: FaceObservation,
    frame: FaceFrame,
    exposure: FaceExposure | undefined,
  ): EnrolmentProblem | undefined {
    if (!observation.hasFace || frame.tracking !== 'tracked') {
      this.#time = Number.NaN;
      this.#rushSince = undefined;
      return 'no-face';
    }
    boxOf(observation.landmarks, this.#box);
    const isFast = this.#isFast(frame, observation);
    if (observation.faceCount > 1) {
      return 'several-faces';
    }
    return (
      placeProblem(this.#box, observation.imageHeight) ??
      lightProblem(exposure) ??
      (angleBetween(frame.headRotation, AHEAD) > FARTHEST_TURN ? 'too-far-turned' : undefined) ??
      (isFast ? 'too-fast' : undefined)
    );
  }

  #isFast({ headRotation, time }: FaceFrame, { imageWidth, imageHeight }: FaceObservation): boolean {
    const { left, right, top, bottom } = this.#box;
    const width = Math.max((right - left) * imageWidth, 1);
    const x = ((left + right) / 2) * imageWidth;
    const y = ((top + bottom) / 2) * imageHeight;
    const seconds = (time - this.#time) / 1000;
    const hasMoved =
      seconds > 0 &&
      seconds < LONGEST_STEP / 1000 &&
      (angleBetween(headRotation, this.#rotation) / seconds > FASTEST_TURN ||
        Math.hypot(x - this.#x, y - this.#y) / width / seconds > FASTEST_MOVE);
    this.#rushSince = hasMoved ? (this.#rushSince ?? this.#time) : undefined;
    this.#x = x;
    this.#y = y;
    this.#time = time;
    this.#rotation.set(headRotation);
    return this.#rushSince !== undefined && time - this.#rushSince >= SHORTEST_RUSH;
  }
}

function boxOf(landmarks: Float32Array, box: FaceBox): void {
  box.left = Number.POSITIVE_INFINITY;
  box.right = Number.NEGATIVE_INFINITY;
  box.top = Number.POSITIVE_INFINITY;
  box.bottom = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < LANDMARK_COUNT * 3; i += 3) {
    const x = landmarks[i] ?? 0;
    const y = landmarks[i + 1] ?? 0;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
}

function placeProblem(
  { left, right, top, bottom }: FaceBox,
  imageHeight: number,
): EnrolmentProblem | undefined {
  const height = bottom - top;
  if (height > LARGEST_HEIGHT) {
    return 'too-near';
  }
  if (left < 0 || right > 1 || top < 0 || bottom > 1) {
    return 'cut-off';
  }
  return height < LEAST_HEIGHT || height * imageHeight < FEWEST_PIXELS ? 'too-far' : undefined;
}

function lightProblem(exposure: FaceExposure | undefined): EnrolmentProblem | undefined {
  if (exposure === undefined) {
    return undefined;
  }
  if (exposure.brightness < DARKEST) {
    return 'too-dark';
  }
  return exposure.blownOut > MOST_BLOWN_OUT ? 'too-bright' : undefined;
}
