import { LEFT_EYE, RIGHT_EYE } from '../../face/landmark-indices.ts';
import { evaluateLandmarks } from '../../face/landmark-set.ts';
import type { PosedSurface } from './posed-surface.ts';
import type { SkinLayout } from './skin-layout.ts';
import type { SkinView } from './skin-view.ts';

/** The ring of an iris without pupil and dark border, as shares of its radius. */
const INNER = 0.48;
const OUTER = 0.88;
/** Share of the ring that must show between the lids. */
const OPEN = 0.4;
/** Landmarks of an iris: its centre and four points on its border. */
const IRIS_LANDMARKS = 5;

/**
 * The picture's pixels that lie on an iris between the lids, linear, [n × 3] one after the other; none of an eye that is
 * nearly closed, and none for a model that does not know MediaPipe's landmarks.
 */
export function irisPixels(
  view: SkinView,
  surface: PosedSurface,
  { model, isEye }: Pick<SkinLayout, 'model' | 'isEye'>,
  linearLevels: Float32Array,
): readonly number[] {
  const landmarks = model.landmarks.mediapipe478;
  if (landmarks === undefined) {
    return [];
  }
  const points = new Float32Array(landmarks.pointCount * 3);
  evaluateLandmarks(landmarks, 0, model.triangles, surface.places, points);
  return [LEFT_EYE, RIGHT_EYE].flatMap(({ iris }) =>
    ringPixels(view, surface, points.subarray(iris * 3, (iris + IRIS_LANDMARKS) * 3), isEye, linearLevels),
  );
}

function ringPixels(
  { pixels, width, height }: SkinView,
  { raster }: PosedSurface,
  iris: Float32Array,
  isEye: Uint8Array,
  linearLevels: Float32Array,
): number[] {
  const [x = Number.NaN, y = Number.NaN] = iris;
  let radius = 0;
  for (let point = 1; point < IRIS_LANDMARKS; point += 1) {
    radius += Math.hypot((iris[point * 3] ?? 0) - x, (iris[point * 3 + 1] ?? 0) - y) / (IRIS_LANDMARKS - 1);
  }
  const colors: number[] = [];
  let all = 0;
  let open = 0;
  for (let row = Math.floor(y - radius); row <= y + radius; row += 1) {
    for (let column = Math.floor(x - radius); column <= x + radius; column += 1) {
      const share = Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius;
      if (share < INNER || share > OUTER || row < 0 || column < 0 || row >= height || column >= width) {
        continue;
      }
      all += 1;
      if (isEye[raster.triangles[row * raster.size + column] ?? -1] === 1) {
        open += 1;
        const pixel = (row * width + column) * 4;
        for (let channel = 0; channel < 3; channel += 1) {
          colors.push(linearLevels[pixels[pixel + channel] ?? 0] ?? 0);
        }
      }
    }
  }
  return open > OPEN * all ? colors : [];
}
