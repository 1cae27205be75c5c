import { evidenceIndex } from '../../face/image-evidence.ts';
import { ALIGNED_BIOCULAR, type AlignedFace } from './aligned-face.ts';
import type { FacePixels } from './face-pixels.ts';

/** Landmarks of the outline beside the mouth's corners and beside the chin. */
const OUTLINES = [
  { index: evidenceIndex('cheekOutlineLeft'), landmark: 288 },
  { index: evidenceIndex('cheekOutlineRight'), landmark: 58 },
  { index: evidenceIndex('jawOutlineLeft'), landmark: 397 },
  { index: evidenceIndex('jawOutlineRight'), landmark: 172 },
] as const;

/** Middle of the rays: between the tip of the nose and the mouth. */
const NOSE = 5;
const MOUTH = 13;

/** How far from the landmark the outline is looked for, pixels, and the points looked at: one more at each end. */
const REACH = 14;
const POINTS = 2 * REACH + 3;
/** A change this far from the landmark counts for a third: something nearer is more likely the cheek's own edge. */
const NEARBY = 10;

/**
 * How far the outline of cheeks and jaw lies from the middle of the face: where light and colour change most along a ray
 * through the landmark, which itself hardly follows a puffed cheek.
 */
export function measureOutline(pixels: FacePixels, { points }: AlignedFace, target: Float32Array): void {
  const middleX = ((points[NOSE * 2] ?? 0) + (points[MOUTH * 2] ?? 0)) / 2;
  const middleY = ((points[NOSE * 2 + 1] ?? 0) + (points[MOUTH * 2 + 1] ?? 0)) / 2;
  for (let i = 0; i < OUTLINES.length; i++) {
    const landmark = (OUTLINES[i]?.landmark ?? 0) * 2;
    const x = (points[landmark] ?? 0) - middleX;
    const y = (points[landmark + 1] ?? 0) - middleY;
    const length = Math.max(1, Math.sqrt(x * x + y * y));
    const edge = edgeAlong(pixels, middleX, middleY, x / length, y / length, length);
    target[OUTLINES[i]?.index ?? 0] = edge / ALIGNED_BIOCULAR;
  }
}

/** Distance from the middle at which the picture changes most, pixels. */
function edgeAlong(
  pixels: FacePixels,
  middleX: number,
  middleY: number,
  directionX: number,
  directionY: number,
  length: number,
): number {
  const { lights, rednesses } = pixels;
  const start = length - REACH - 1;
  pixels.lookAlong(
    middleX + start * directionX,
    middleY + start * directionY,
    directionX,
    directionY,
    POINTS,
  );
  let sum = 0;
  let weighted = 0;
  for (let i = 1; i < POINTS - 1; i++) {
    const offset = i - 1 - REACH;
    const lighter = Math.abs((lights[i + 1] ?? 0) - (lights[i - 1] ?? 0));
    const redder = Math.abs((rednesses[i + 1] ?? 0) - (rednesses[i - 1] ?? 0));
    const weight = (lighter + redder) ** 2 * Math.exp(-2 * (offset / NEARBY) ** 2);
    sum += weight;
    weighted += weight * offset;
  }
  return length + (sum > 0 ? weighted / sum : 0);
}
