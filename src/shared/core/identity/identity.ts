import type { Rgb } from '../face/skin-look.ts';
import type { Neutral } from '../tracking/pipeline-settings.ts';

/**
 * Who a person is, as far as a face model can tell: found by enrolment, kept in one `.furrow` file (identity-file.ts)
 * and fixed from then on. Parts that were not found are undefined, and whatever shows the person falls back to the
 * face model's own.
 */
export interface Identity {
  /** Random and unique, a UUID: stays when the person is renamed or enrolled again. */
  readonly id: string;
  /** 1 for the first enrolment, one more for each that replaces it. */
  readonly revision: number;
  /** What the person wants to be called. */
  readonly name: string;
  /** When this revision was made, milliseconds since 1970 UTC. */
  readonly createdTime: number;
  /** What `shape`, `landmarkResidual`, `skin` and `relief` belong to. */
  readonly faceModel: FaceModelReference;
  /** Coefficients of the face model's identity basis, in its units, Float32Array [modes]. */
  readonly shape: Float32Array;
  /**
   * What the modes cannot make: from where they put MediaPipe's landmarks at rest to where the person's are, metres along
   * the face model's axes, Float32Array [478 × 3]. `personalHead` spreads it over the surface.
   */
  readonly landmarkResidual: Float32Array;
  readonly irisColor: Rgb | undefined;
  readonly skin: SkinPicture | undefined;
  readonly calibration: PersonalCalibration;
  readonly detail: DetailCode | undefined;
  readonly relief: StaticRelief | undefined;
  readonly quality: IdentityQuality;
}

/** A face model of one name and version: its vertex order, modes and UV atlas are frozen. */
export interface FaceModelReference {
  readonly name: string;
  readonly version: string;
}

/** How a skin may be encoded. */
export const SKIN_PICTURE_TYPES = ['image/png', 'image/jpeg'] as const;

/** The person's skin over the face model's UV square, first row at v = 1, sRGB, encoded. */
export interface SkinPicture {
  readonly type: (typeof SKIN_PICTURE_TYPES)[number];
  /** Texels along an edge. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** How the person's face reads to the frame pipeline. */
export interface PersonalCalibration {
  /** The face at rest, for the pipeline's settings; undefined when it never was at rest. */
  readonly neutral: Neutral | undefined;
  readonly range: ExpressionRange;
}

/**
 * How far each raw weight went during enrolment, `EXPRESSION_NAMES` order, both Float32Array [52], 0..1: extremes of all
 * but the rarest frames. A weight that never moved has maximum 0.
 */
export interface ExpressionRange {
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
}

/** A person's wrinkles, as a face pack tells them: what makes its decoder show theirs. */
export interface DetailCode {
  /** Name of the face pack that it belongs to. */
  readonly pack: string;
  /** Float32Array [as many as the pack's decoder takes]; the open pack's are the maps of a wrinkle basis. */
  readonly values: Float32Array;
  /**
   * How much of each wrinkle region could be seen at enrolment, 0 nothing to 1 all, `WRINKLE_REGIONS` order,
   * Float32Array [15]; undefined for packs that do not tell.
   */
  readonly confidence: Float32Array | undefined;
}

/** Relief of the skin at rest over the UV square. */
export interface StaticRelief {
  /** Texels along an edge. */
  readonly size: number;
  /** Metres along the normal, Float32Array [size × size], first row at v = 1. */
  readonly displacement: Float32Array;
}

/** How far each part can be trusted: 0 not there, 1 as good as a camera gets it. */
export interface IdentityQuality {
  readonly shape: number;
  readonly calibration: number;
  readonly skin: number;
  readonly detail: number;
}
