import type { ExpressionName } from '../face/expression-names.ts';

/** Strength of smoothing per group, 0 (off) to 1 (strongest). */
export interface FilterSettings {
  readonly head: number;
  readonly eyes: number;
  readonly brows: number;
  readonly mouth: number;
}

/** A user's correction of one expression, applied after the neutral is taken out: gain, then offset, then range. */
export interface ExpressionAdjustment {
  readonly gain: number;
  readonly offset: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What the face reads at rest, measured by a calibration. All relative measures start from here. */
export interface Neutral {
  /** 52 raw weights at rest, `EXPRESSION_NAMES` order. */
  readonly expression: readonly number[];
  /** Head rotation at rest, unit quaternion x, y, z, w. */
  readonly headRotation: readonly number[];
  /** Head position at rest, centimetres in the camera's frame. */
  readonly headTranslation: readonly number[];
  /** Yaw and pitch of each eye at rest, radians. */
  readonly gazeLeft: readonly number[];
  readonly gazeRight: readonly number[];
  /**
   * Where the 478 landmarks lie at rest, 478 × 3, centimetres in the solver's head frame: what the expression is solved
   * against. A neutral of older settings has none; the solver then learns by itself.
   */
  readonly landmarks?: readonly number[] | undefined;
  /** The bundle's 52 scores at rest, where it has any. */
  readonly scores?: readonly number[] | undefined;
  /** What is measured in the picture at rest, `IMAGE_EVIDENCE_NAMES` order; learned where older settings have none. */
  readonly evidence?: readonly number[] | undefined;
}

/** The user's own wish to be seen or not: `hide` goes to neutral and says so, `freeze` keeps the last frame. */
export const CONCEALMENTS = ['none', 'hide', 'freeze'] as const;

export type Concealment = (typeof CONCEALMENTS)[number];

/**
 * Everything that steers the frame pipeline besides the observations. Plain JSON, recorded with every change, so
 * that observations + settings give the same FaceFrames again.
 */
export interface PipelineSettings {
  readonly filter: FilterSettings;
  /** Both lids close as far as the average of the two; for faces whose winks are tracker noise. */
  readonly linkBlinks: boolean;
  /** The camera's field of view from the picture's top to its bottom, degrees. */
  readonly fieldOfView: number;
  readonly neutral?: Neutral | undefined;
  readonly adjustments: Readonly<Partial<Record<ExpressionName, ExpressionAdjustment>>>;
  readonly concealment: Concealment;
}

/** Changes nothing: gain 1, offset 0, the whole range. */
export const IDENTITY_ADJUSTMENT: ExpressionAdjustment = { gain: 1, offset: 0, minimum: 0, maximum: 1 };

/** What a new user gets. */
export const DEFAULT_PIPELINE_SETTINGS: PipelineSettings = {
  filter: { head: 0.5, eyes: 0.5, brows: 0.5, mouth: 0.5 },
  linkBlinks: false,
  // What webcams sold as 78° across the diagonal have of a 4:3 picture.
  fieldOfView: 45,
  adjustments: {},
  concealment: 'none',
};
