import { EXPRESSION_COUNT } from './expression-names.ts';
import { copyFlameParameters, type FlameParameters } from './flame-parameters.ts';
import { WRINKLE_REGION_COUNT } from './wrinkle-regions.ts';

/**
 * Where the tracker stands: `tracked` sees the face; `held` keeps the last pose for a moment after losing it;
 * `eased` moves to neutral; `lost` rests at neutral; `hidden` is the user's own wish (hide or freeze).
 */
export const TRACKING_STATES = ['tracked', 'held', 'eased', 'lost', 'hidden'] as const;

export type TrackingState = (typeof TRACKING_STATES)[number];

/**
 * Calibrated, filtered parameters of one frame: the one currency of the app.
 *
 * Head frame: right-handed, +X the subject's left, +Y up, +Z out of the face, centimetres. Rotation zero is
 * MediaPipe's canonical face upright before the camera. Quaternions are unit, ordered x, y, z, w. Angles in radians.
 *
 * One object is reused per pipeline: the arrays are overwritten by the next frame, so keepers copy them
 * (`copyFaceFrame`).
 */
export interface FaceFrame {
  /** Index of the observation it was made from. */
  index: number;
  /** Capture time in milliseconds of the session's monotonic clock. */
  time: number;
  tracking: TrackingState;
  /** 0..1; 1 while the face is well seen, 0 when lost. */
  confidence: number;
  /** `Float32Array [4]`: head rotation x, y, z, w, relative to facing the camera or, once calibrated, to the neutral. */
  readonly headRotation: Float32Array;
  /**
   * `Float32Array [3]`, centimetres. Without a neutral: the head's place in the camera's frame, z negative in front of
   * the camera. Once calibrated: how far it has moved from its place at rest, along the axes of the head at rest.
   */
  readonly headTranslation: Float32Array;
  /** `Float32Array [2]`: yaw (positive towards the subject's left) and pitch (positive up), relative to the head. */
  readonly gazeLeft: Float32Array;
  readonly gazeRight: Float32Array;
  /** `Float32Array [52]`, 0..1, `EXPRESSION_NAMES` order: calibrated and filtered. */
  readonly expression: Float32Array;
  /** `Float32Array [52]`: before calibration and filtering. */
  readonly rawExpression: Float32Array;
  /** `Float32Array [15]`, 0..1, `WRINKLE_REGIONS` order; all zero without a detail model. */
  readonly wrinkles: Float32Array;
  /** Capture time of the frame whose displacement gave the wrinkle weights; NaN without a detail model. */
  wrinkleTime: number;
  /** FLAME parameters at this frame's time when a pack with a coarse encoder runs, otherwise undefined. */
  flame: FlameParameters | undefined;
}

/** A neutral, lost frame with arrays of the right lengths. */
export function createFaceFrame(): FaceFrame {
  return {
    index: 0,
    time: 0,
    tracking: 'lost',
    confidence: 0,
    headRotation: new Float32Array([0, 0, 0, 1]),
    headTranslation: new Float32Array(3),
    gazeLeft: new Float32Array(2),
    gazeRight: new Float32Array(2),
    expression: new Float32Array(EXPRESSION_COUNT),
    rawExpression: new Float32Array(EXPRESSION_COUNT),
    wrinkles: new Float32Array(WRINKLE_REGION_COUNT),
    wrinkleTime: Number.NaN,
    flame: undefined,
  };
}

/** Copies a frame into `target`; allocates nothing but the first FLAME parameters that a target gets. */
export function copyFaceFrame(source: FaceFrame, target: FaceFrame): void {
  target.index = source.index;
  target.time = source.time;
  target.tracking = source.tracking;
  target.confidence = source.confidence;
  target.headRotation.set(source.headRotation);
  target.headTranslation.set(source.headTranslation);
  target.gazeLeft.set(source.gazeLeft);
  target.gazeRight.set(source.gazeRight);
  target.expression.set(source.expression);
  target.rawExpression.set(source.rawExpression);
  target.wrinkles.set(source.wrinkles);
  target.wrinkleTime = source.wrinkleTime;
  target.flame = copyFlameParameters(source.flame, target.flame);
}
