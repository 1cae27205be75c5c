import type { ExpressionName } from '../../src/shared/core/face/expression-names.ts';
import { IMAGE_EVIDENCE_NAMES } from '../../src/shared/core/face/image-evidence.ts';

/** Measures by stem, so that a stem stands for both sides' measures. */
type Stems = readonly string[];

const EYE: Stems = [
  'lidAperture',
  'lidApertureAbove',
  'lidApertureBelow',
  'lowerLidShade',
  'underEyeShade',
  'cheekTopShade',
];
const CHEEK: Stems = [
  'lidApertureBelow',
  'lowerLidShade',
  'underEyeShade',
  'cheekTopShade',
  'cheekShade',
  'cheekSideShade',
  'nasolabialShade',
];
const NOSE: Stems = [
  'noseSideShade',
  'noseWingShade',
  'besideMouthShade',
  'nasolabialShade',
  'lowerLidShade',
  'underEyeShade',
  'philtrumShade',
];
const PUFF: Stems = [
  'cheekShade',
  'nasolabialShade',
  'besideMouthShade',
  'belowMouthShade',
  'jawShade',
  'cheekOutline',
  'jawOutline',
  'lipGrooveShade',
  'chinBossShade',
  'upperLipHeight',
  'lowerLipHeight',
  'dimpleShade',
];
const MOUTH: Stems = [
  'upperLipHeight',
  'lowerLipHeight',
  'mouthDarkness',
  'teeth',
  'innerRed',
  'lipGrooveShade',
  'chinBossShade',
  'chinShade',
  'philtrumShade',
  'mouthCornerShade',
  'dimpleShade',
  'nasolabialShade',
  'besideMouthShade',
  'belowMouthShade',
  'jawShade',
];

/**
 * Measures that may speak about an expression, by what of the face it moves: indices into `IMAGE_EVIDENCE_NAMES`. Eyes,
 * cheeks and nose are judged by their own side alone. None for brows and gaze, which landmarks carry, nor for the tongue,
 * whose colour the lips and the mouth's inside have too.
 */
export function measuresFor(expression: ExpressionName): readonly number[] {
  const group = groupOf(expression);
  const side = group.isSided ? (/(Left|Right)$/.exec(expression)?.[0] ?? '') : '(Left|Right)?';
  return IMAGE_EVIDENCE_NAMES.flatMap((name, index) =>
    group.stems.some((stem) => name === stem || new RegExp(`^${stem}${side}$`).test(name)) ? [index] : [],
  );
}

function groupOf(expression: ExpressionName): { readonly stems: Stems; readonly isSided: boolean } {
  if (/^(brow|eyeLook|tongue)/.test(expression)) {
    return { stems: [], isSided: false };
  }
  if (expression.startsWith('eye')) {
    return { stems: EYE, isSided: true };
  }
  if (expression.startsWith('cheekSquint')) {
    return { stems: CHEEK, isSided: true };
  }
  if (expression.startsWith('noseSneer')) {
    return { stems: NOSE, isSided: true };
  }
  return { stems: expression === 'cheekPuff' ? PUFF : MOUTH, isSided: false };
}
