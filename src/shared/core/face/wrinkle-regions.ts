import { mirroredIndices } from './mirrored-indices.ts';

/**
 * Facial regions with a wrinkle weight of their own (0..1), streamed like blendshapes.
 * A wrinkle array (`Float32Array [15]`) is always indexed in this order. Left and right are the subject's.
 */
export const WRINKLE_REGIONS = [
  'forehead',
  'glabella',
  'noseBridge',
  'crowsFeetLeft',
  'crowsFeetRight',
  'underEyeLeft',
  'underEyeRight',
  'nasolabialLeft',
  'nasolabialRight',
  'cheekLeft',
  'cheekRight',
  'lips',
  'marionetteLeft',
  'marionetteRight',
  'chin',
] as const;

export type WrinkleRegion = (typeof WRINKLE_REGIONS)[number];

/** 15. */
export const WRINKLE_REGION_COUNT = WRINKLE_REGIONS.length;

/** For each region, the index of its mirror image. */
export const MIRRORED_WRINKLE_REGION: readonly number[] = mirroredIndices(WRINKLE_REGIONS);
