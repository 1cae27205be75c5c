import { EYE_RING_LEFT, EYE_RING_RIGHT, MOUTH_RING } from '../../src/renderer/avatar/face-openings.ts';
import { FACE_OUTLINE } from '../../src/shared/core/face/landmark-indices.ts';
import type { SkinView } from '../../src/shared/core/identity/skin/skin-view.ts';

type Point = readonly [number, number];

/**
 * Mean difference of a drawn head from the picture inside the face, 0..1: within the tracked landmarks' outline, without
 * eyes and open mouth.
 *
 * @param drawn as renderSkin has it.
 * @param landmarks FaceObservation.landmarks.
 */
export function skinDifference(
  { pixels, width, height }: Pick<SkinView, 'pixels' | 'width' | 'height'>,
  drawn: Uint8ClampedArray,
  landmarks: Float32Array,
): number {
  const place = (landmark: number): Point => [
    (landmarks[landmark * 3] ?? 0) * width,
    (landmarks[landmark * 3 + 1] ?? 0) * height,
  ];
  const outline = FACE_OUTLINE.map(place);
  const holes = [EYE_RING_LEFT, EYE_RING_RIGHT, MOUTH_RING].map((ring) => ring.map(place));
  let sum = 0;
  let count = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = (row * width + column) * 4;
      const point: Point = [column + 0.5, row + 0.5];
      if (drawn[at + 3] !== 255 || !isInside(outline, point) || holes.some((hole) => isInside(hole, point))) {
        continue;
      }
      count += 1;
      for (let channel = 0; channel < 3; channel += 1) {
        sum += Math.abs((pixels[at + channel] ?? 0) - (drawn[at + channel] ?? 0)) / 3 / 255;
      }
    }
  }
  return sum / count;
}

function isInside(outline: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  outline.forEach(([ax, ay], i) => {
    const [bx, by] = outline[(i + 1) % outline.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) {
      inside = !inside;
    }
  });
  return inside;
}
