import { evidenceIndex } from '../../face/image-evidence.ts';
import { type EyeLandmarks, LEFT_EYE, RIGHT_EYE } from '../../face/landmark-indices.ts';
import { ramp } from '../interpolation.ts';
import { ALIGNED_BIOCULAR, type AlignedFace } from './aligned-face.ts';
import type { FacePixels } from './face-pixels.ts';
import type { SkinReference } from './skin-reference.ts';

/** Columns across the eye, as shares of the way from its inner to its outer corner. */
const COLUMNS = 7;
const FIRST_COLUMN = 0.25;
const LAST_COLUMN = 0.75;

/** Rows looked at above and below the line of the corners: half an eye's width, and the step between them, pixels. */
const ABOVE = 13;
const BELOW = 11;
const STEP = 0.7;
const ROWS = 1 + Math.floor((ABOVE + BELOW) / STEP);

/** What is less red than skin by this much is sclera, and what is darker by this much iris, pupil or lashes. */
const PALE = [0.06, 0.2] as const;
const DARK = [0.6, 1.2] as const;

const LEFT = indicesOf('Left');
const RIGHT = indicesOf('Right');

/** How far the eyes are open, above and below the line of their corners, counted in what is not skin. */
export function measureEyes(
  pixels: FacePixels,
  face: AlignedFace,
  skin: SkinReference,
  target: Float32Array,
): void {
  measureEye(pixels, face, skin, LEFT_EYE, LEFT, target);
  measureEye(pixels, face, skin, RIGHT_EYE, RIGHT, target);
}

function measureEye(
  pixels: FacePixels,
  { points }: AlignedFace,
  skin: SkinReference,
  eye: EyeLandmarks,
  indices: ReturnType<typeof indicesOf>,
  target: Float32Array,
): void {
  const innerX = points[eye.innerCorner * 2] ?? 0;
  const innerY = points[eye.innerCorner * 2 + 1] ?? 0;
  const acrossX = (points[eye.outerCorner * 2] ?? 0) - innerX;
  const acrossY = (points[eye.outerCorner * 2 + 1] ?? 0) - innerY;
  const { lights, rednesses } = pixels;
  let above = 0;
  let below = 0;
  for (let column = 0; column < COLUMNS; column++) {
    const share = FIRST_COLUMN + ((LAST_COLUMN - FIRST_COLUMN) * column) / (COLUMNS - 1);
    const x = innerX + share * acrossX;
    const y = innerY + share * acrossY;
    pixels.lookAlong(x, y - ABOVE, 0, STEP, ROWS);
    for (let i = 0; i < ROWS; i++) {
      const pale = ramp(PALE[0], PALE[1], skin.redness - (rednesses[i] ?? 0));
      const dark = ramp(DARK[0], DARK[1], skin.light - (lights[i] ?? 0));
      const open = Math.max(pale, dark);
      const isAbove = i * STEP < ABOVE;
      above += isAbove ? open : 0;
      below += isAbove ? 0 : open;
    }
  }
  const unit = STEP / COLUMNS / ALIGNED_BIOCULAR;
  target[indices.all] = (above + below) * unit;
  target[indices.above] = above * unit;
  target[indices.below] = below * unit;
}

function indicesOf(side: 'Left' | 'Right') {
  return {
    all: evidenceIndex(`lidAperture${side}`),
    above: evidenceIndex(`lidApertureAbove${side}`),
    below: evidenceIndex(`lidApertureBelow${side}`),
  } as const;
}
