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

/** How far from the landmark the outline is looked for, the step, and over how much a change is taken, pixels. */
const REACH = 14;
const STEP = 1;
const SPAN = 1;
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
  let sum = 0;
  let weighted = 0;
  for (let offset = -REACH; offset <= REACH; offset += STEP) {
    const near = length + offset - SPAN;
    const far = length + offset + SPAN;
    pixels.look(middleX + near * directionX, middleY + near * directionY);
    const { light, redness } = pixels;
    pixels.look(middleX + far * directionX, middleY + far * directionY);
    const change = Math.abs(pixels.light - light) + Math.abs(pixels.redness - redness);
    const weight = change * change * Math.exp(-2 * (offset / NEARBY) ** 2);
    sum += weight;
    weighted += weight * offset;
  }
  return length + (sum > 0 ? weighted / sum : 0);
}
