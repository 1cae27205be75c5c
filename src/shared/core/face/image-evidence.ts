import { mirroredIndices } from './mirrored-indices.ts';

/**
 * Measures taken in the aligned picture of the face, by name; an evidence array is indexed in this order. Left and right
 * are the subject's. Only ever added to at the end: takes hold the numbers in this order, older ones fewer.
 *
 * Lengths are in units of the distance between the outer eye corners; shades are logarithms of light relative to the
 * cheeks' (0 as bright, −0.7 half as bright); folds are standard deviations of the fine shade.
 */
export const IMAGE_EVIDENCE_NAMES = [
  'visibilityLeft',
  'visibilityRight',
  'lidApertureLeft',
  'lidApertureRight',
  'lidApertureAboveLeft',
  'lidApertureAboveRight',
  'lidApertureBelowLeft',
  'lidApertureBelowRight',
  'lowerLidShadeLeft',
  'lowerLidShadeRight',
  'underEyeShadeLeft',
  'underEyeShadeRight',
  'cheekTopShadeLeft',
  'cheekTopShadeRight',
  'cheekShadeLeft',
  'cheekShadeRight',
  'cheekSideShadeLeft',
  'cheekSideShadeRight',
  'nasolabialShadeLeft',
  'nasolabialShadeRight',
  'noseSideShadeLeft',
  'noseSideShadeRight',
  'noseWingShadeLeft',
  'noseWingShadeRight',
  'besideMouthShadeLeft',
  'besideMouthShadeRight',
  'belowMouthShadeLeft',
  'belowMouthShadeRight',
  'jawShadeLeft',
  'jawShadeRight',
  'mouthCornerShadeLeft',
  'mouthCornerShadeRight',
  'dimpleShadeLeft',
  'dimpleShadeRight',
  'philtrumShade',
  'lipGrooveShade',
  'chinBossShade',
  'chinShade',
  'upperLipHeight',
  'upperLipHeightLeft',
  'upperLipHeightRight',
  'lowerLipHeight',
  'lowerLipHeightLeft',
  'lowerLipHeightRight',
  'mouthDarkness',
  'teeth',
  'innerRed',
  'cheekOutlineLeft',
  'cheekOutlineRight',
  'jawOutlineLeft',
  'jawOutlineRight',
  'noseRootFolds',
  'noseSideFoldsLeft',
  'noseSideFoldsRight',
  'crowsFeetFoldsLeft',
  'crowsFeetFoldsRight',
  'underEyeFoldsLeft',
  'underEyeFoldsRight',
  'chinFolds',
] as const;

export type ImageEvidenceName = (typeof IMAGE_EVIDENCE_NAMES)[number];

const INDEX_BY_NAME: ReadonlyMap<string, number> = new Map(
  IMAGE_EVIDENCE_NAMES.map((name, index) => [name, index]),
);

/** Index of a measure in every evidence array; the type admits only names that exist. */
export function evidenceIndex(name: ImageEvidenceName): number {
  const index = INDEX_BY_NAME.get(name);
  if (index === undefined) {
    throw new Error(`not a measure: ${name}`);
  }
  return index;
}

/** For each measure, the index of its mirror image. */
export const MIRRORED_EVIDENCE: readonly number[] = mirroredIndices(IMAGE_EVIDENCE_NAMES);
