import type { FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import {
  type EyeLandmarks,
  LEFT_EYE,
  RIGHT_EYE,
  UPPER_LIP_INNER,
} from '../../src/shared/core/face/landmark-indices.ts';
import { ALIGNED_FACE_SIZE, AlignedFace } from '../../src/shared/core/tracking/evidence/aligned-face.ts';

type Colour = readonly [red: number, green: number, blue: number];

const SKIN: Colour = [200, 150, 125];
const SCLERA: Colour = [215, 210, 205];
const LIP: Colour = [185, 105, 100];
const INSIDE: Colour = [35, 15, 15];

/** How wide things are painted on both sides of their middle, pixels of the aligned picture. */
const HALF_EYE = 16;
const HALF_MOUTH = 34;

/** What is painted; heights in pixels of the aligned picture. */
export interface FacePaint {
  readonly lidOpening?: readonly [left: number, right: number];
  readonly upperLip?: number;
  readonly lowerLip?: number;
  readonly mouthGap?: number;
  /** Of vertical lines outside the left eye, as a share of the skin's light. */
  readonly crowsFeet?: number;
  /** Factor on all light. */
  readonly light?: number;
}

/**
 * A flat picture of an aligned face, [192 × 192 × 4] bytes: skin, eyes as pale bars on the line of their corners, lips
 * as red bars about the line where they meet.
 */
export function paintFace(observation: FaceObservation, paint: FacePaint = {}): Uint8ClampedArray {
  const { lidOpening = [10, 10], upperLip = 7, lowerLip = 9, mouthGap = 0, crowsFeet = 0, light = 1 } = paint;
  const { points } = updated(observation);
  const bytes = new Uint8ClampedArray(ALIGNED_FACE_SIZE * ALIGNED_FACE_SIZE * 4);
  const fill = (left: number, top: number, right: number, bottom: number, colour: Colour, factor = 1) => {
    for (let y = Math.max(0, Math.round(top)); y < Math.min(ALIGNED_FACE_SIZE, Math.round(bottom)); y++) {
      for (let x = Math.max(0, Math.round(left)); x < Math.min(ALIGNED_FACE_SIZE, Math.round(right)); x++) {
        bytes.set([...colour.map((value) => value * light * factor), 255], (y * ALIGNED_FACE_SIZE + x) * 4);
      }
    }
  };
  const at = (landmark: number) => [points[landmark * 2] ?? 0, points[landmark * 2 + 1] ?? 0] as const;
  const paintEye = ({ innerCorner, outerCorner }: EyeLandmarks, opening: number) => {
    const [innerX, innerY] = at(innerCorner);
    const [outerX, outerY] = at(outerCorner);
    const x = (innerX + outerX) / 2;
    const y = (innerY + outerY) / 2;
    fill(x - HALF_EYE, y - opening / 2, x + HALF_EYE, y + opening / 2, SCLERA);
  };

  fill(0, 0, ALIGNED_FACE_SIZE, ALIGNED_FACE_SIZE, SKIN);
  const [cornerX, cornerY] = at(LEFT_EYE.outerCorner);
  for (let x = cornerX + 4; x < cornerX + 28; x += 4) {
    fill(x, cornerY - 14, x + 2, cornerY + 14, SKIN, 1 - crowsFeet);
  }
  paintEye(LEFT_EYE, lidOpening[0]);
  paintEye(RIGHT_EYE, lidOpening[1]);
  const [mouthX, mouthY] = at(UPPER_LIP_INNER);
  const middle = Math.round(mouthY);
  fill(mouthX - HALF_MOUTH, middle - upperLip, mouthX + HALF_MOUTH, middle + lowerLip, LIP);
  fill(mouthX - HALF_MOUTH, middle - mouthGap / 2, mouthX + HALF_MOUTH, middle + mouthGap / 2, INSIDE);
  return bytes;
}

function updated(observation: FaceObservation): AlignedFace {
  const face = new AlignedFace();
  if (!face.update(observation)) {
    throw new Error('there is no face to be painted');
  }
  return face;
}
