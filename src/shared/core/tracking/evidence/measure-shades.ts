import { evidenceIndex, type ImageEvidenceName } from '../../face/image-evidence.ts';
import { LEFT_EYE, LEFT_MOUTH_CORNER, RIGHT_EYE, RIGHT_MOUTH_CORNER } from '../../face/landmark-indices.ts';
import type { AlignedFace } from './aligned-face.ts';
import type { FacePixels } from './face-pixels.ts';
import { PATCH_REACH, type SkinReference } from './skin-reference.ts';

/** A patch of skin: where it lies, and what it is compared with. */
interface Patch {
  readonly index: number;
  readonly landmark: number;
  /** From the landmark, pixels of the aligned picture. */
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly isByMouth: boolean;
}

/** Half the side of a small patch, pixels: the corners of the mouth are no larger. */
const SMALL_REACH = 2;

const PATCHES: readonly Patch[] = [
  ...bothSides('cheekShade', 280, 50),
  ...bothSides('cheekSideShade', 352, 123),
  ...bothSides('nasolabialShade', 425, 205),
  ...bothSides('noseSideShade', 351, 122),
  ...bothSides('noseWingShade', 429, 209),
  ...bothSides('besideMouthShade', 436, 216),
  ...bothSides('belowMouthShade', 434, 214),
  ...bothSides('jawShade', 365, 136),
  ...bothCorners('mouthCornerShade', 5),
  ...bothCorners('dimpleShade', 12),
  byMouth('philtrumShade', 164),
  byMouth('lipGrooveShade', 18),
  byMouth('chinBossShade', 200),
  byMouth('chinShade', 199),
];

/** Rows below the line of an eye's corners, pixels: lower lid, hollow under the eye, top of the cheek. */
const UNDER_EYE = [
  ['lowerLidShade', 10],
  ['underEyeShade', 15],
  ['cheekTopShade', 22],
] as const;

const UNDER_LEFT_EYE = UNDER_EYE.map(([name, down]) => ({ index: evidenceIndex(`${name}Left`), down }));
const UNDER_RIGHT_EYE = UNDER_EYE.map(([name, down]) => ({ index: evidenceIndex(`${name}Right`), down }));

/**
 * How light the skin is where it bulges and sinks when the face moves.
 * @param cheeks what most of it is compared with.
 * @param mouth skin around the mouth, which the rest is compared with.
 */
export function measureShades(
  pixels: FacePixels,
  face: AlignedFace,
  cheeks: SkinReference,
  mouth: SkinReference,
  target: Float32Array,
): void {
  const { points } = face;
  for (let i = 0; i < PATCHES.length; i++) {
    const patch = PATCHES[i];
    if (patch !== undefined) {
      const x = (points[patch.landmark * 2] ?? 0) + patch.x;
      const y = (points[patch.landmark * 2 + 1] ?? 0) + patch.y;
      pixels.lookAround(Math.floor(x), Math.floor(y), patch.reach);
      target[patch.index] = pixels.light - (patch.isByMouth ? mouth : cheeks).light;
    }
  }
  measureUnderEye(pixels, face, LEFT_EYE, UNDER_LEFT_EYE, cheeks, target);
  measureUnderEye(pixels, face, RIGHT_EYE, UNDER_RIGHT_EYE, cheeks, target);
}

/** The corners of an eye stay where they are, whatever its lids do. */
function measureUnderEye(
  pixels: FacePixels,
  { points }: AlignedFace,
  eye: typeof LEFT_EYE,
  rows: typeof UNDER_LEFT_EYE,
  cheeks: SkinReference,
  target: Float32Array,
): void {
  const x = ((points[eye.innerCorner * 2] ?? 0) + (points[eye.outerCorner * 2] ?? 0)) / 2;
  const y = ((points[eye.innerCorner * 2 + 1] ?? 0) + (points[eye.outerCorner * 2 + 1] ?? 0)) / 2;
  for (let i = 0; i < rows.length; i++) {
    pixels.lookAround(Math.floor(x), Math.floor(y) + (rows[i]?.down ?? 0), PATCH_REACH - 2);
    target[rows[i]?.index ?? 0] = pixels.light - cheeks.light;
  }
}

type SidedShade<Name> = Name extends `${infer Stem}Left` ? Stem : never;

function bothSides(stem: SidedShade<ImageEvidenceName>, left: number, right: number): Patch[] {
  const patch = { x: 0, y: 0, reach: PATCH_REACH, isByMouth: false };
  return [
    { ...patch, index: evidenceIndex(`${stem}Left`), landmark: left },
    { ...patch, index: evidenceIndex(`${stem}Right`), landmark: right },
  ];
}

/** @param outwards from the corner of the mouth, pixels. */
function bothCorners(stem: 'mouthCornerShade' | 'dimpleShade', outwards: number): Patch[] {
  const patch = { y: 0, reach: SMALL_REACH, isByMouth: true };
  return [
    { ...patch, index: evidenceIndex(`${stem}Left`), landmark: LEFT_MOUTH_CORNER, x: outwards },
    { ...patch, index: evidenceIndex(`${stem}Right`), landmark: RIGHT_MOUTH_CORNER, x: -outwards },
  ];
}

function byMouth(name: ImageEvidenceName, landmark: number): Patch {
  return { index: evidenceIndex(name), landmark, x: 0, y: 0, reach: PATCH_REACH, isByMouth: true };
}
