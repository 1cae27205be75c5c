import { createFaceObservation, type FaceObservation } from '../../src/shared/core/face/face-observation.ts';
import {
  CHIN,
  type EyeLandmarks,
  LEFT_EYE,
  LEFT_INNER_BROW,
  LEFT_MOUTH_CORNER,
  LEFT_OUTER_BROW,
  LOWER_LIP_INNER,
  NASION,
  RIGHT_EYE,
  RIGHT_INNER_BROW,
  RIGHT_MOUTH_CORNER,
  RIGHT_OUTER_BROW,
  SUBNASALE,
  UPPER_LIP_INNER,
} from '../../src/shared/core/face/landmark-indices.ts';
import { matrixFromQuaternion } from '../../src/shared/core/face/rotation.ts';

/** A face made of a few points, in centimetres and radians; what is left out is at rest. */
export interface SyntheticFace {
  /** Head to camera, unit quaternion x, y, z, w. */
  readonly rotation?: readonly number[];
  readonly translation?: readonly number[];
  /** Yaw and pitch of both eyes. */
  readonly gaze?: readonly [yaw: number, pitch: number];
  /** Lid gap over eye width. */
  readonly leftGap?: number;
  readonly rightGap?: number;
  /** How far the inner lips are apart, and how far the left mouth corner has risen, centimetres. */
  readonly lipGap?: number;
  readonly leftCornerRise?: number;
}

const IMAGE_WIDTH = 640;
const IMAGE_HEIGHT = 480;
/** MediaPipe's assumed camera: 63° high. */
const FOCAL_PIXELS = IMAGE_HEIGHT / 2 / Math.tan((31.5 * Math.PI) / 180);

type Point = readonly [x: number, y: number, z: number];

/** Outer eye corners 9 cm apart, eyes 2.7 cm wide; the eyeballs as the gaze estimator takes them. */
const BIOCULAR = 9;
const EYE_WIDTH = 2.7;
const EYEBALL_RADIUS = 0.125 * BIOCULAR;
const EYEBALL_DEPTH = 0.07 * BIOCULAR;
const EYEBALL_RISE = 0.013 * BIOCULAR;
const PITCH_GAIN = 1.4;

/**
 * An observation as MediaPipe would make it of such a face, projected with perspective: good for poses and gaze, and
 * for the expressions named above. Landmarks that no measure reads lie at the nasion.
 */
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
  for (let i = 0; i < observation.landmarks.length / 3; i++) {
    const point = points.get(i) ?? points.get(NASION) ?? [0, 0, 0];
    observation.landmarks.set(project(turn(rotation, point), translation), i * 3);
  }
  return observation;
}

function matrixOf(quaternion: readonly number[]): Float64Array {
  const matrix = new Float64Array(9);
  matrixFromQuaternion(quaternion, matrix);
  return matrix;
}

/** Landmarks in the head frame, centimetres. */
function headPoints(face: SyntheticFace): Map<number, Point> {
  const { lipGap = 0, leftCornerRise = 0, gaze = [0, 0], leftGap = 0.32, rightGap = 0.32 } = face;
  const points = new Map<number, Point>();
  points.set(NASION, [0, 0.3, 5]);
  points.set(SUBNASALE, [0, -4.5, 5]);
  points.set(CHIN, [0, -12 - lipGap, 3.5]);
  points.set(UPPER_LIP_INNER, [0, -6.5, 5]);
  points.set(LOWER_LIP_INNER, [0, -6.5 - lipGap, 5]);
  points.set(LEFT_MOUTH_CORNER, [2.6, -6.5 - lipGap / 2 + leftCornerRise, 4]);
  points.set(RIGHT_MOUTH_CORNER, [-2.6, -6.5 - lipGap / 2, 4]);
  placeEye(points, LEFT_EYE, 1, leftGap, gaze);
  placeEye(points, RIGHT_EYE, -1, rightGap, gaze);
  placeBrow(points, LEFT_INNER_BROW, LEFT_OUTER_BROW, 1);
  placeBrow(points, RIGHT_INNER_BROW, RIGHT_OUTER_BROW, -1);
  return points;
}

function placeEye(
  points: Map<number, Point>,
  eye: EyeLandmarks,
  side: number,
  gap: number,
  [yaw, pitch]: readonly [number, number],
): void {
  const middle = side * (BIOCULAR / 2 - EYE_WIDTH / 2);
  points.set(eye.outerCorner, [(side * BIOCULAR) / 2, 0, 4]);
  points.set(eye.innerCorner, [side * (BIOCULAR / 2 - EYE_WIDTH), 0, 4]);
  points.set(eye.upperLid, [middle, gap * EYE_WIDTH * 0.65, 4.4]);
  points.set(eye.lowerLid, [middle, -gap * EYE_WIDTH * 0.35, 4.4]);
  const elevation = pitch / PITCH_GAIN;
  points.set(eye.iris, [
    middle + EYEBALL_RADIUS * Math.sin(yaw) * Math.cos(elevation),
    EYEBALL_RISE + EYEBALL_RADIUS * Math.sin(elevation),
    4 - EYEBALL_DEPTH + EYEBALL_RADIUS * Math.cos(yaw) * Math.cos(elevation),
  ]);
}

function placeBrow(
  points: Map<number, Point>,
  inner: readonly number[],
  outer: readonly number[],
  side: number,
): void {
  for (const landmark of inner) {
    points.set(landmark, [side * 1.5, 2, 4.8]);
  }
  for (const landmark of outer) {
    points.set(landmark, [side * 3.5, 2.1, 4.2]);
  }
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
