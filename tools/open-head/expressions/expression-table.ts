import {
  besideCorner,
  closeLips,
  corner,
  jaw,
  lids,
  lowerLip,
  lowerLipLeft,
  type Motion,
  purse,
  push,
  rollLip,
  rollLipLeft,
  upperLip,
  upperLipLeft,
} from './motions.ts';

/** What an expression does beyond moving the skin. */
export interface ExpressionShape {
  readonly motions: readonly Motion[];
  /** Lower teeth and tongue move with the jaw: degrees, cm. */
  readonly jaw?: { readonly open?: number; readonly side?: number; readonly forward?: number };
  /** Share of the lids' folds that is left. */
  readonly crease?: number;
  readonly tongueOut?: number;
}

/** Moves are in cm: x outwards (to the subject's left), y up, z out of the face. */
const INNER_BROW = [1.35, 1.25, 1.5] as const;
const MIDDLE_BROW = [3.3, 1.8, 1.2] as const;
const OUTER_BROW = [5.2, 1.45, 0] as const;

const JAW_OPEN_DEGREES = 20;
const OPEN_MOUTH: readonly Motion[] = [jaw({ open: JAW_OPEN_DEGREES }), upperLip([0, 0.08, 0])];

/** Expressions with a left and a right: the left one; the right one is its mirror image. */
export const SIDED_EXPRESSIONS: Readonly<Record<string, ExpressionShape>> = {
  browDown: {
    motions: [
      push(INNER_BROW, 1.2, [-0.44, -0.86, 0.2]),
      push(MIDDLE_BROW, 1.45, [-0.2, -0.74, 0.14]),
      push(OUTER_BROW, 1.3, [-0.08, -0.34, 0.04]),
      push([0.5, 1.4, 2], 0.7, [-0.08, -0.2, 0.16]),
      push([2.6, 3.4, 1.6], 1.6, [-0.06, -0.3, 0]),
      lids(0.2, 0.08),
    ],
  },
  browOuterUp: {
    motions: [
      push(OUTER_BROW, 1.3, [0, 0.62, -0.05]),
      push(MIDDLE_BROW, 1.5, [0, 0.42, 0]),
      push([4.6, 3.3, 0.2], 1.6, [0, 0.3, 0]),
      lids(-0.05, 0),
    ],
  },
  cheekSquint: {
    motions: [
      push([3.7, -2.2, 0.5], 1.5, [0.03, 0.44, 0.24]),
      push([4.9, -1.2, -0.6], 1.1, [0.04, 0.16, 0.04]),
      lids(0.05, 0.24),
    ],
  },
  eyeBlink: { motions: [lids(0.85, 0.25), push(MIDDLE_BROW, 1.3, [0, -0.05, 0])], crease: 0.5 },
  eyeLookDown: { motions: [lids(0.5, -0.08)], crease: 0.75 },
  eyeLookIn: { motions: [lids(0.02, 0)] },
  eyeLookOut: { motions: [lids(0.02, 0)] },
  eyeLookUp: { motions: [lids(-0.16, 0.05), push(MIDDLE_BROW, 1.3, [0, 0.06, 0])] },
  eyeSquint: {
    motions: [
      lids(0.2, 0.28),
      push([3.6, -1.7, 0.5], 1.2, [0, 0.18, 0.1]),
      push([5.2, -0.2, -0.6], 0.8, [-0.06, 0, 0]),
    ],
  },
  eyeWide: {
    motions: [lids(-0.48, -0.2), push(MIDDLE_BROW, 1.5, [0, 0.28, 0]), push(INNER_BROW, 1.2, [0, 0.12, 0])],
    crease: 1.15,
  },
  mouthDimple: {
    motions: [
      corner([-0.3, 0.05, -0.5], 1.1),
      besideCorner([0.75, 0, -0.3], 0.65, [0.02, 0, -0.24]),
      upperLipLeft([0, 0.05, -0.05]),
      lowerLipLeft([0, 0, -0.05]),
    ],
  },
  mouthFrown: {
    motions: [
      corner([0.48, -0.7, -0.3]),
      besideCorner([0.35, -1.05, 0], 1.1, [0.1, -0.4, 0]),
      lowerLipLeft([0.1, -0.06, -0.05]),
    ],
  },
  mouthLowerDown: {
    motions: [lowerLipLeft([0.1, -0.8, 0]), push([1.5, -8.4, 1.8], 1.1, [0.08, -0.3, 0])],
  },
  mouthPress: {
    motions: [
      rollLipLeft('lowerLip', [0, 0.06, -0.3], [0.02, 0.46, -0.24], [0, 0.2, -0.04]),
      rollLipLeft('upperLip', [0, -0.04, -0.28], [0.02, -0.36, -0.2], [0, -0.14, -0.04]),
      corner([0.2, 0.02, -0.22], 1),
      push([0.7, -8.6, 2.2], 1, [0, 0.14, 0.08]),
    ],
  },
  mouthSmile: {
    motions: [
      corner([0.62, 0.62, -0.62]),
      besideCorner([0.9, 1, -0.6], 1.6, [0.22, 0.3, 0.04]),
      push([4.1, -3, 0.3], 1.7, [0.12, 0.36, 0.24]),
      besideCorner([0.5, -1.3, 0], 1.1, [0.12, 0.12, -0.04]),
      upperLipLeft([0.15, 0.12, -0.22]),
      lowerLipLeft([0.15, 0.06, -0.2]),
      lids(0, 0.14),
    ],
  },
  mouthStretch: {
    motions: [
      corner([0.72, -0.38, -0.55]),
      lowerLipLeft([0.2, -0.18, -0.1]),
      upperLipLeft([0.12, -0.02, -0.08]),
      push([4.2, -9, -1.5], 2, [0.1, -0.28, 0]),
      push([3.5, -14, -3.5], 2, [0.12, 0.1, 0.14]),
    ],
  },
  mouthUpperUp: {
    motions: [
      upperLipLeft([0.06, 0.48, 0.05]),
      push([1.9, -3.8, 1.8], 0.9, [0.05, 0.18, 0.02]),
      push([3, -4.2, 1.2], 1.1, [0, 0.2, 0.12]),
    ],
  },
  noseSneer: {
    motions: [
      push([1.7, -3.6, 2.1], 0.75, [0.08, 0.46, 0.04]),
      push([1, -1.3, 2.6], 0.8, [0, 0.18, 0.12]),
      upperLipLeft([0, 0.2, 0.05]),
      push(INNER_BROW, 0.9, [-0.08, -0.24, 0.08]),
      push([2.9, -3.6, 1.3], 1, [0, 0.24, 0.18]),
      lids(0.05, 0.1),
    ],
  },
};

/** Expressions of the whole face. A motion given once for the left is repeated on the right (see build-expressions). */
export const WHOLE_EXPRESSIONS: Readonly<
  Record<string, ExpressionShape & { readonly mirrored?: readonly Motion[] }>
> = {
  browInnerUp: {
    motions: [push([0, 3.3, 1.6], 1.9, [0, 0.34, 0])],
    mirrored: [
      push(INNER_BROW, 1.05, [-0.12, 0.66, 0.02]),
      push([2.4, 1.7, 1.5], 1.1, [-0.05, 0.22, 0]),
      push([0.9, 2.6, 1.9], 1.1, [0, 0.16, 0.04]),
    ],
  },
  cheekPuff: {
    motions: [upperLip([0, 0, 0.14]), lowerLip([0, 0, 0.14])],
    mirrored: [
      push([4.7, -5.3, -0.5], 2.1, [0.62, 0.05, 0.66]),
      push([3.6, -6.6, 0.6], 1.3, [0.22, 0, 0.3]),
      corner([-0.1, 0, 0.1], 0.9),
    ],
  },
  jawForward: { motions: [jaw({ forward: 0.75 })], jaw: { forward: 0.75 } },
  jawOpen: {
    motions: OPEN_MOUTH,
    mirrored: [corner([0.02, 0.13, -0.1])],
    jaw: { open: JAW_OPEN_DEGREES },
  },
  mouthClose: {
    motions: [closeLips(OPEN_MOUTH, 0.32)],
    mirrored: [corner([0.14, 0.49, -0.06], 1.15)],
  },
  mouthFunnel: {
    motions: [
      purse(0.42, 0.74, 0.36),
      upperLip([0, 0.36, 0.26]),
      lowerLip([0, -0.52, 0.3]),
      push([0, -8.8, 2.2], 1.4, [0, -0.4, 0]),
    ],
  },
  mouthPucker: {
    motions: [purse(0.42, 0.62, 0.3), upperLip([0, -0.02, 0.12]), lowerLip([0, 0.06, 0.1])],
  },
  mouthRollLower: {
    motions: [
      rollLip('lowerLip', [0, 0.1, -0.66], [0, 0.9, -0.5], [0, 0.2, -0.08]),
      upperLip([0, -0.1, -0.05]),
    ],
    mirrored: [corner([0.1, 0, -0.1])],
  },
  mouthRollUpper: {
    motions: [rollLip('upperLip', [0, -0.14, -0.64], [0, -0.9, -0.5], [0, -0.5, -0.12])],
    mirrored: [corner([-0.08, -0.08, 0])],
  },
  mouthShrugLower: {
    motions: [
      lowerLip([0, 0.66, 0.26]),
      upperLip([0, 0.42, 0.1]),
      push([0, -9.2, 2.2], 1.5, [0, 0.78, 0.08]),
      push([0, -8.2, 2.2], 0.9, [0, 0.14, -0.08]),
    ],
    mirrored: [corner([0.03, -0.12, 0], 0.8)],
  },
  mouthShrugUpper: { motions: [upperLip([0, 0.32, 0.14]), lowerLip([0, 0.1, 0.04])] },
  tongueOut: {
    motions: [jaw({ open: 6 }), upperLip([0, 0.22, 0.02]), lowerLip([0, -0.42, 0.1])],
    jaw: { open: 6 },
    tongueOut: 1,
  },
};

/** Expressions that lead the face to the left; their partner leads it to the right. */
export const LEADING_EXPRESSIONS: Readonly<Record<string, ExpressionShape>> = {
  jaw: { motions: [jaw({ side: 0.85 })], jaw: { side: 0.85 } },
  mouth: {
    motions: [push([0, -6.4, 2], 2.3, [0.8, 0, 0]), corner([0.1, 0.12, -0.3])],
  },
};
