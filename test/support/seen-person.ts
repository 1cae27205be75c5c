import {
  createFaceObservation,
  type FaceObservation,
  LANDMARK_COUNT,
} from '../../src/shared/core/face/face-observation.ts';

const WIDTH = 640;
const HEIGHT = 480;
const DEGREE = Math.PI / 180;

/** How a head stands before the camera. */
export interface SeenPose {
  /** Degrees: positive turns the nose to the subject's left, and down. */
  readonly yaw: number;
  readonly pitch: number;
  /** Distance from the camera, centimetres. */
  readonly distance: number;
}

/**
 * An observation of a head whose landmarks are known, as a faultless tracker would make it.
 * @param points Float64Array [478 × 3], centimetres in the head frame.
 * @param fieldOfView degrees, from top to bottom.
 */
export function seePerson(
  points: Float64Array,
  { yaw, pitch, distance }: SeenPose,
  fieldOfView: number,
): FaceObservation {
  const observation = createFaceObservation();
  observation.hasFace = true;
  observation.faceCount = 1;
  observation.imageWidth = WIDTH;
  observation.imageHeight = HEIGHT;
  const focal = HEIGHT / 2 / Math.tan((fieldOfView / 2) * DEGREE);
  const [cy, sy, cp, sp] = [
    Math.cos(yaw * DEGREE),
    Math.sin(yaw * DEGREE),
    Math.cos(pitch * DEGREE),
    Math.sin(pitch * DEGREE),
  ];
  // Ry · Rx, row by row.
  const rows = [
    [cy, sy * sp, sy * cp],
    [0, cp, -sp],
    [-sy, cy * sp, cy * cp],
  ];
  for (let landmark = 0; landmark < LANDMARK_COUNT; landmark += 1) {
    const [x = 0, y = 0, z = 0] = rows.map((row) =>
      row.reduce((sum, value, axis) => sum + value * (points[landmark * 3 + axis] ?? 0), 0),
    );
    const depth = distance - z;
    observation.landmarks[landmark * 3] = 0.5 + (x * focal) / depth / WIDTH;
    observation.landmarks[landmark * 3 + 1] = 0.5 - (y * focal) / depth / HEIGHT;
    observation.landmarks[landmark * 3 + 2] = (-z * focal) / distance / WIDTH;
  }
  observation.headMatrix.set([
    ...[0, 1, 2].flatMap((column) => [...rows.map((row) => row[column] ?? 0), 0]),
    0,
    0,
    -distance,
    1,
  ]);
  return observation;
}
