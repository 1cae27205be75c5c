import { evidenceIndex, type ImageEvidenceName } from '../../face/image-evidence.ts';
import { ALIGNED_FACE_SIZE, type AlignedFace } from './aligned-face.ts';
import type { FacePixels } from './face-pixels.ts';

/** Where folds come up: a rectangle about the middle of two landmarks or beside one, pixels of the aligned picture. */
interface FoldRegion {
  readonly index: number;
  readonly landmarks: readonly [number, number];
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** Half sides of the squares whose lightness is compared: a fold is about as wide as the small one. */
const FINE_REACH = 1;
const COARSE_REACH = 3;
/** Every second pixel is enough for squares of this size. */
const STRIDE = 2;

const REGIONS: readonly FoldRegion[] = [
  region('noseRootFolds', [168, 6], 0, 0, 8, 6),
  region('noseSideFoldsLeft', [351, 351], 0, 0, 5, 6),
  region('noseSideFoldsRight', [122, 122], 0, 0, 5, 6),
  // From 0.3 to 0.8 of an eye's width outside the outer corner: nearer, lashes are read instead.
  region('crowsFeetFoldsLeft', [263, 263], 15, 1, 7, 9),
  region('crowsFeetFoldsRight', [33, 33], -15, 1, 7, 9),
  region('underEyeFoldsLeft', [450, 450], 0, 0, 8, 4),
  region('underEyeFoldsRight', [230, 230], 0, 0, 8, 4),
  region('chinFolds', [200, 200], 0, 0, 9, 7),
];

/** How folded the skin is: the standard deviation of what is finer than a few pixels. */
export function measureFolds(pixels: FacePixels, { points }: AlignedFace, target: Float32Array): void {
  for (let i = 0; i < REGIONS.length; i++) {
    const area = REGIONS[i];
    if (area !== undefined) {
      const first = area.landmarks[0] * 2;
      const second = area.landmarks[1] * 2;
      const x = ((points[first] ?? 0) + (points[second] ?? 0)) / 2 + area.x;
      const y = ((points[first + 1] ?? 0) + (points[second + 1] ?? 0)) / 2 + area.y;
      target[area.index] = fineDeviation(pixels, area, Math.floor(x), Math.floor(y));
    }
  }
}

/**
 * @param column of the region's middle, @param row likewise, both whole.
 * @returns 0 for a region that does not lie in the picture.
 */
function fineDeviation(pixels: FacePixels, area: FoldRegion, column: number, row: number): number {
  const left = column - area.halfWidth;
  const right = column + area.halfWidth;
  const top = row - area.halfHeight;
  const bottom = row + area.halfHeight;
  const farthest = ALIGNED_FACE_SIZE - 1 - COARSE_REACH;
  if (!(left >= COARSE_REACH && top >= COARSE_REACH && right <= farthest && bottom <= farthest)) {
    return 0;
  }
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = top; y <= bottom; y += STRIDE) {
    for (let x = left; x <= right; x += STRIDE) {
      pixels.lookAround(x, y, FINE_REACH);
      const fine = pixels.light;
      pixels.lookAround(x, y, COARSE_REACH);
      const difference = fine - pixels.light;
      count += 1;
      sum += difference;
      squares += difference * difference;
    }
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

function region(
  name: ImageEvidenceName,
  landmarks: readonly [number, number],
  x: number,
  y: number,
  halfWidth: number,
  halfHeight: number,
): FoldRegion {
  return { index: evidenceIndex(name), landmarks, x, y, halfWidth, halfHeight };
}
