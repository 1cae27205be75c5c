import type { SurfaceRaster } from '../../src/shared/core/detail/surface-raster.ts';
import { LANDMARK_COUNT } from '../../src/shared/core/face/face-observation.ts';
import { headBoundsOf } from '../../src/shared/core/face/head-bounds.ts';
import type { LandmarkSet } from '../../src/shared/core/face/landmark-set.ts';
import type { PosableFace } from '../../src/shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../src/shared/core/face/vertex-normals.ts';
import { type HeadPicture, type HeadView, pictureHead } from './head-picture.ts';
import { FEWEST_HITS, type LandmarkHit, placeLandmark } from './place-landmark.ts';

/** Where a head has MediaPipe's landmarks, and how sure that is. */
export interface LandmarkEmbedding {
  /** One row of 478 points, for FaceModel.landmarks.mediapipe478. */
  readonly set: LandmarkSet;
  /** Median distance of what the views say of a landmark from where it was put, metres, Float32Array [478]. */
  readonly residuals: Float32Array;
  readonly viewCount: number;
  /** In how many of them the tracker found the face. */
  readonly foundCount: number;
}

const DEGREE = Math.PI / 180;
const YAWS = [-40, -20, 0, 20, 40];
const PITCHES = [-14, 0, 14];
/** From either side: lit from one alone, contours would shift to it. */
const LIGHTS = [
  [-0.5, 0.5, Math.SQRT1_2],
  [0.5, 0.5, Math.SQRT1_2],
] as const;
/** Triangles this many pixels from a landmark come into question for it. */
const SEARCH_RADIUS = 4;

/** Whatever finds the landmarks in a picture: PictureTracker. */
export interface LandmarkTracker {
  /**
   * @param pixels RGBA, [size × size × 4].
   * @returns x, y of 478 landmarks in pixels, [478 × 2]; undefined when no face was found.
   */
  track(pixels: Uint8ClampedArray, size: number): Promise<readonly number[] | undefined>;
}

/**
 * Finds MediaPipe's 478 landmarks on a head: pictures its neutral from several sides and in several lights, lets the
 * tracker find the landmarks, takes each back to the skin its pixel shows, and puts it where most views that can see it
 * agree. (A view from the side has the landmarks of the far cheek on the near one's outline.)
 *
 * @throws Error naming the landmark that too few views show, or that no face was found.
 */
export async function embedLandmarks(
  face: PosableFace,
  tracker: LandmarkTracker,
): Promise<LandmarkEmbedding> {
  const bounds = headBoundsOf(face);
  const hits = Array.from({ length: LANDMARK_COUNT }, (): LandmarkHit[] => []);
  const views = createViews();
  let foundCount = 0;
  for (const view of views) {
    const picture = pictureHead(face, bounds, view);
    const landmarks = await tracker.track(picture.pixels, picture.raster.size);
    if (landmarks !== undefined) {
      foundCount += 1;
      hits.forEach((ofLandmark, landmark) => {
        ofLandmark.push(...hitOf(picture, view, landmarks[landmark * 2], landmarks[landmark * 2 + 1]));
      });
    }
  }
  if (foundCount < FEWEST_HITS) {
    throw new Error(
      `The tracker found a face in ${foundCount} of ${views.length} pictures of "${face.model.name}".`,
    );
  }
  return { ...placeLandmarks(face, hits), viewCount: views.length, foundCount };
}

function createViews(): readonly HeadView[] {
  return YAWS.flatMap((yaw) =>
    PITCHES.flatMap((pitch) => LIGHTS.map((light) => ({ yaw: yaw * DEGREE, pitch: pitch * DEGREE, light }))),
  );
}

/** What a picture shows at a landmark; nothing beside the head. */
function hitOf(
  { raster, points, normals }: HeadPicture,
  view: HeadView,
  x = Number.NaN,
  y = Number.NaN,
): LandmarkHit[] {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const triangles = trianglesAround(raster, column, row);
  const pixel = row * raster.size + column;
  if (triangles.length === 0 || (raster.triangles[pixel] ?? -1) < 0) {
    return [];
  }
  // The more squarely skin is seen, the surer is its place.
  const weight = Math.max(0.05, normals[pixel * 3 + 2] ?? 0) ** 2;
  return [{ view, triangles, weight, point: Array.from(points.subarray(pixel * 3, pixel * 3 + 3)) }];
}

function trianglesAround({ size, triangles }: SurfaceRaster, column: number, row: number): number[] {
  const found: number[] = [];
  for (let y = Math.max(0, row - SEARCH_RADIUS); y <= Math.min(size - 1, row + SEARCH_RADIUS); y += 1) {
    for (
      let x = Math.max(0, column - SEARCH_RADIUS);
      x <= Math.min(size - 1, column + SEARCH_RADIUS);
      x += 1
    ) {
      const triangle = triangles[y * size + x] ?? -1;
      if (triangle >= 0) {
        found.push(triangle);
      }
    }
  }
  return found;
}

function placeLandmarks(
  face: PosableFace,
  hits: readonly (readonly LandmarkHit[])[],
): Pick<LandmarkEmbedding, 'set' | 'residuals'> {
  const normals = new Float32Array(face.neutral.length);
  computeVertexNormals(face.neutral, face.model.triangles, normals);
  const triangles = new Uint32Array(hits.length);
  const barycentrics = new Float32Array(hits.length * 3);
  const residuals = new Float32Array(hits.length);
  hits.forEach((ofLandmark, landmark) => {
    const placed = placeLandmark(face, normals, ofLandmark);
    if (placed === undefined) {
      throw new Error(`Too few views of "${face.model.name}" show landmark ${landmark}.`);
    }
    triangles[landmark] = placed.triangle;
    barycentrics.set(placed.barycentrics, landmark * 3);
    residuals[landmark] = placed.residual;
  });
  return { set: { rowCount: 1, pointCount: hits.length, triangles, barycentrics }, residuals };
}
