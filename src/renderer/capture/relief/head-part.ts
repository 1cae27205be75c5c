import type { PicturePart } from '../../../shared/core/detail/relief/relief-unwrap.ts';
import { type FaceObservation, LANDMARK_COUNT } from '../../../shared/core/face/face-observation.ts';

/** How far skin reaches beyond the landmarks, as a share of their extent: forehead, temples, below the chin. */
const MARGIN = 0.3;

/** A face smaller than this, pixels along its longer edge, shows no folds. */
const SMALLEST = 60;

/**
 * The part of a picture that shows the head, on whole pixels.
 * @param largest its edges are shrunk to so many pixels at most.
 * @returns undefined when there is none, or too little of it.
 */
export function headPart(
  { landmarks, imageWidth, imageHeight }: FaceObservation,
  largest: number,
): PicturePart | undefined {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (let at = 0; at < LANDMARK_COUNT * 3; at += 3) {
    const x = landmarks[at] ?? 0;
    const y = landmarks[at + 1] ?? 0;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const margin = MARGIN * Math.max((right - left) * imageWidth, (bottom - top) * imageHeight);
  const first = {
    column: Math.max(Math.floor(left * imageWidth - margin), 0),
    row: Math.max(Math.floor(top * imageHeight - margin), 0),
  };
  const width = Math.min(Math.ceil(right * imageWidth + margin), imageWidth) - first.column;
  const height = Math.min(Math.ceil(bottom * imageHeight + margin), imageHeight) - first.row;
  // Not so for landmarks that are not finite either.
  if (!(Math.min(width, height) >= SMALLEST)) {
    return undefined;
  }
  const scale = Math.min(1, largest / Math.max(width, height));
  return {
    left: first.column,
    top: first.row,
    width: Math.floor(width * scale),
    height: Math.floor(height * scale),
    scale,
  };
}
