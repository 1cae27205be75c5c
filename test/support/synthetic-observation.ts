import { EXPRESSION_NAMES, type ExpressionName } from '../../src/shared/core/face/expression-names.ts';
import { createFaceObservation, type FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import { type EyeLandmarks, LEFT_EYE, RIGHT_EYE } from '../../src/shared/core/face/landmark-indices.ts';
import { matrixFromQuaternion } from '../../src/shared/core/face/rotation.ts';
import { HEAD_ORIGIN } from '../../src/shared/core/tracking/solver/head-origin.ts';
import { LANDMARK_NUMBERS, openLandmarkBasis } from '../../src/shared/core/tracking/solver/landmark-basis.ts';

/** A face in centimetres and radians; what is left out is at rest. */
export interface SyntheticFace {
  /** Head to camera, unit quaternion x, y, z, w. */
  readonly rotation?: readonly number[];
  readonly translation?: readonly number[];
  /** Yaw and pitch of both eyes; lids do not follow. */
  readonly gaze?: readonly [yaw: number, pitch: number];
  /** Weights by name. */
  readonly expression?: Readonly<Partial<Record<ExpressionName, number>>>;
}

const IMAGE_WIDTH = 640;
const IMAGE_HEIGHT = 480;
/** Vertical field of view of the camera in degrees: MediaPipe's assumed one. */
export const SYNTHETIC_FIELD_OF_VIEW = 63;
const FOCAL_PIXELS = IMAGE_HEIGHT / 2 / Math.tan((SYNTHETIC_FIELD_OF_VIEW * Math.PI) / 360);

/** The eyeballs as the gaze estimator takes them, in units of the outer eye corners' distance. */
const EYEBALL_RADIUS = 0.125;
const EYEBALL_DEPTH = 0.07;
const EYEBALL_RISE = 0.013;
const PITCH_GAIN = 1.4;

type Point = readonly [x: number, y: number, z: number];

/** An observation as MediaPipe would make it of the solver's average face, projected with perspective. */
export function syntheticObservation(time: number, face: SyntheticFace = {}): FaceObservation {
  const observation = createFaceObservation();
  observation.index = Math.round(time / 33);
  observation.time = time;
  observation.imageWidth = IMAGE_WIDTH;
  observation.imageHeight = IMAGE_HEIGHT;
  observation.hasFace = true;
  observation.faceCount = 1;
  const rotation = matrixOf(face.rotation ?? [0, 0, 0, 1]);
  const translation = face.translation ?? [0, 0, -50];
  observation.headMatrix.set(rotation.subarray(0, 3), 0);
  observation.headMatrix.set(rotation.subarray(3, 6), 4);
  observation.headMatrix.set(rotation.subarray(6, 9), 8);
  observation.headMatrix.set(translation, 12);

  const points = headPoints(face);
  for (let i = 0; i < LANDMARK_NUMBERS; i += 3) {
    observation.landmarks.set(project(turn(rotation, pointAt(points, i / 3)), translation), i);
  }
  return observation;
}

function matrixOf(quaternion: readonly number[]): Float64Array {
  const matrix = new Float64Array(9);
  matrixFromQuaternion(quaternion, matrix);
  return matrix;
}

/** Landmarks from MediaPipe's origin of the head, centimetres. */
function headPoints({ expression = {}, gaze = [0, 0] }: SyntheticFace): Float64Array {
  const { neutral, displacements } = openLandmarkBasis();
  const points = Float64Array.from(neutral, (value, i) => value - (HEAD_ORIGIN[i % 3] ?? 0));
  for (const [index, name] of EXPRESSION_NAMES.entries()) {
    const weight = expression[name] ?? 0;
    for (let i = 0; weight !== 0 && i < LANDMARK_NUMBERS; i++) {
      points[i] = (points[i] ?? 0) + weight * (displacements[index * LANDMARK_NUMBERS + i] ?? 0);
    }
  }
  placeIris(points, LEFT_EYE, gaze);
  placeIris(points, RIGHT_EYE, gaze);
  return points;
}

function placeIris(points: Float64Array, eye: EyeLandmarks, [yaw, pitch]: readonly [number, number]): void {
  const outer = pointAt(points, eye.outerCorner);
  const inner = pointAt(points, eye.innerCorner);
  const [leftX, leftY, leftZ] = pointAt(points, LEFT_EYE.outerCorner);
  const [rightX, rightY, rightZ] = pointAt(points, RIGHT_EYE.outerCorner);
  const unit = Math.hypot(leftX - rightX, leftY - rightY, leftZ - rightZ);
  const elevation = pitch / PITCH_GAIN;
  const radius = EYEBALL_RADIUS * unit;
  points.set(
    [
      (outer[0] + inner[0]) / 2 + radius * Math.sin(yaw) * Math.cos(elevation),
      (outer[1] + inner[1]) / 2 + EYEBALL_RISE * unit + radius * Math.sin(elevation),
      (outer[2] + inner[2]) / 2 - EYEBALL_DEPTH * unit + radius * Math.cos(yaw) * Math.cos(elevation),
    ],
    eye.iris * 3,
  );
}

function pointAt(points: Float64Array, landmark: number): Point {
  return [points[landmark * 3] ?? 0, points[landmark * 3 + 1] ?? 0, points[landmark * 3 + 2] ?? 0];
}

function turn(matrix: Float64Array, [x, y, z]: Point): Point {
  const row = (i: number): number =>
    (matrix[i] ?? 0) * x + (matrix[3 + i] ?? 0) * y + (matrix[6 + i] ?? 0) * z;
  return [row(0), row(1), row(2)];
}

/** Fractions of the picture; depth in the scale of x, relative to the head's origin. */
function project([x, y, z]: Point, [tx = 0, ty = 0, tz = 0]: readonly number[]): Point {
  const scale = FOCAL_PIXELS / -(z + tz);
  return [
    0.5 + ((x + tx) * scale) / IMAGE_WIDTH,
    0.5 - ((y + ty) * scale) / IMAGE_HEIGHT,
    (-z * FOCAL_PIXELS) / -tz / IMAGE_WIDTH,
  ];
}

/** Unit quaternion of a turn about one axis: `axis` 0 is x, 1 is y, 2 is z. */
export function turnAbout(axis: 0 | 1 | 2, radians: number): readonly number[] {
  const quaternion = [0, 0, 0, Math.cos(radians / 2)];
  quaternion[axis] = Math.sin(radians / 2);
  return quaternion;
}
