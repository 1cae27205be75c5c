import { EXPRESSION_COUNT } from './expression-names.ts';
import type { FlameParameters } from './flame-parameters.ts';
import { IMAGE_EVIDENCE_NAMES } from './image-evidence.ts';

/** MediaPipe's face landmarks: 468 of the mesh, then 5 of each iris: 468–472 the subject's right (eye of landmark 33), 473–477 left (263). */
export const LANDMARK_COUNT = 478;

/**
 * What one frame showed, untouched. Everything the frame pipeline consumes is in it, so a recorded take can be
 * run through the pipeline again and gives the same FaceFrames bit for bit.
 *
 * One object is reused per tracker: the arrays are overwritten by the next frame, so keepers copy them
 * (`copyObservation`).
 */
export interface FaceObservation {
  /** Counts the source's frames from 0, dropped ones included. */
  index: number;
  /** Capture time in milliseconds of the session's monotonic clock. */
  time: number;
  /** Width and height of the source frame in pixels. */
  imageWidth: number;
  imageHeight: number;
  /** Whether a face was found. When false, the arrays below hold the last face seen and are not to be read. */
  hasFace: boolean;
  /** How many faces the tracker saw; the pipeline follows the nearest. */
  faceCount: number;
  /**
   * `Float32Array [478 × 3]`: x right and y down as fractions of the picture's width and height, z towards the
   * camera negative, in the scale of x.
   */
  readonly landmarks: Float32Array;
  /**
   * `Float32Array [16]`, column-major: head to camera, centimetres, right-handed, +Y up, the camera looks along −Z
   * (MediaPipe's facial transformation matrix).
   */
  readonly headMatrix: Float32Array;
  /** Whether the bundle has a blendshape network, that is, whether `scores` holds numbers of this frame. */
  hasScores: boolean;
  /** `Float32Array [52]`: the bundle's own blendshape scores 0..1, `EXPRESSION_NAMES` order, tongueOut always 0. */
  readonly scores: Float32Array;
  /** `Float32Array [IMAGE_EVIDENCE_NAMES.length]`: measures taken in the picture; all 0 when there are none. */
  readonly imageEvidence: Float32Array;
  /**
   * The newest result of a face pack's networks that had arrived when this frame was processed; undefined while no
   * such pack runs. Frames share it until the next one comes, and nobody writes to it.
   */
  inference: InferenceResult | undefined;
}

/** What a face pack's networks found in one frame, unfiltered. */
export interface InferenceResult {
  /** Index of the source frame the result was made from. */
  readonly frameIndex: number;
  /** The coarse encoder's parameters; undefined for a pack that has none. */
  readonly flame: FlameParameters | undefined;
  /**
   * Wrinkle weights of the displacement, `Float32Array [15]`, 0..1, `WRINKLE_REGIONS` order; undefined while a pack
   * gives none.
   */
  readonly wrinkles: Float32Array | undefined;
}

/** A fresh observation without a face, with arrays of the right lengths. */
export function createFaceObservation(): FaceObservation {
  return {
    index: 0,
    time: 0,
    imageWidth: 0,
    imageHeight: 0,
    hasFace: false,
    faceCount: 0,
    landmarks: new Float32Array(LANDMARK_COUNT * 3),
    headMatrix: new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
    hasScores: false,
    scores: new Float32Array(EXPRESSION_COUNT),
    imageEvidence: new Float32Array(IMAGE_EVIDENCE_NAMES.length),
    inference: undefined,
  };
}

/** Copies an observation into `target`; allocates nothing. */
export function copyObservation(source: FaceObservation, target: FaceObservation): void {
  target.index = source.index;
  target.time = source.time;
  target.imageWidth = source.imageWidth;
  target.imageHeight = source.imageHeight;
  target.hasFace = source.hasFace;
  target.faceCount = source.faceCount;
  target.landmarks.set(source.landmarks);
  target.headMatrix.set(source.headMatrix);
  target.hasScores = source.hasScores;
  target.scores.set(source.scores);
  target.imageEvidence.set(source.imageEvidence);
  target.inference = source.inference;
}
