import { asin, atan2, exp } from '../arithmetic/elementary-functions.ts';
import { type EyeLandmarks, LEFT_EYE, RIGHT_EYE } from '../face/landmark-indices.ts';
import type { FaceView } from './face-view.ts';
import { clamp, smoothstep } from './interpolation.ts';

/**
 * The eyeball, in units of the distance between the outer eye corners (8.9 cm in an adult): a sphere whose centre of
 * rotation lies 6.2 mm behind the middle of the eye's two corners, and on which the iris lies 11 mm in front of the
 * centre (cornea to centre of rotation 13.5 mm, cornea to iris 2.5–3 mm; corners about 7 mm behind the cornea).
 * Checked on a person who turns the head by 25° with the eyes on the camera: the gaze found here turns back by
 * 1.00–1.06 of the head's angle. The test heads' eyes are larger, so theirs comes out a third too strong.
 */
const EYEBALL_RADIUS = 0.125;
const EYEBALL_DEPTH = 0.07;
/** How far above the corners' middle the iris rests when the eye looks straight ahead. */
const EYEBALL_RISE = 0.013;

/** The landmark model moves the iris up and down less than the eye does; measured on rendered gaze sweeps. */
const PITCH_GAIN = 1.4;

/**
 * Lid gap as a share of the same eye's at rest: below the first the iris cannot be seen, from the second on its points
 * are sound.
 */
const CLOSED_SHARE = 0.38;
const OPEN_SHARE = 0.85;

/** The iris never leaves this part of the eyeball's disc (sine of 53°). */
const LARGEST_SINE = 0.8;

/** With both eyes closed the gaze drifts straight ahead with this time constant, seconds: a blink hardly moves it. */
const REST_SECONDS = 1;

/**
 * Where both eyes look, relative to the head: yaw positive to the subject's left, pitch positive up, radians. An eye
 * that is closed takes the other's gaze; when both are closed the last gaze stays and slowly comes to rest.
 */
export class GazeEstimator {
  readonly #left = new Float64Array(2);
  readonly #right = new Float64Array(2);

  /** Forgets the last gaze. */
  reset(): void {
    this.#left.fill(0);
    this.#right.fill(0);
  }

  /**
   * @param rest Float64Array [478 × 3]: the face's landmarks at rest, in any unit: eyes open differently far.
   * @param seconds time since the last frame.
   * @param gazeLeft `Float32Array [2]`, receives yaw and pitch.
   */
  estimate(
    view: FaceView,
    rest: Float64Array,
    seconds: number,
    gazeLeft: Float32Array,
    gazeRight: Float32Array,
  ): void {
    const leftTrust = openness(view.points, rest, LEFT_EYE);
    const rightTrust = openness(view.points, rest, RIGHT_EYE);
    readEye(view, LEFT_EYE, gazeLeft);
    readEye(view, RIGHT_EYE, gazeRight);
    for (let axis = 0; axis < 2; axis++) {
      const left = gazeLeft[axis] ?? 0;
      const right = gazeRight[axis] ?? 0;
      this.#left[axis] = settle(this.#left[axis] ?? 0, left, leftTrust, right, rightTrust, seconds);
      this.#right[axis] = settle(this.#right[axis] ?? 0, right, rightTrust, left, leftTrust, seconds);
    }
    gazeLeft.set(this.#left);
    gazeRight.set(this.#right);
  }
}

/** How far the iris can be believed: 0 for a closed eye, 1 for an open one. */
function openness(points: Float64Array, rest: Float64Array, eye: EyeLandmarks): number {
  return smoothstep(CLOSED_SHARE, OPEN_SHARE, lidGap(points, eye) / lidGap(rest, eye));
}

/** Height of the opening between the lids over the eye's width: about 0.3 open, 0.08 closed. */
function lidGap(points: Float64Array, eye: EyeLandmarks): number {
  return distance(points, eye.upperLid, eye.lowerLid) / distance(points, eye.outerCorner, eye.innerCorner);
}

function distance(points: Float64Array, first: number, second: number): number {
  const x = (points[first * 3] ?? 0) - (points[second * 3] ?? 0);
  const y = (points[first * 3 + 1] ?? 0) - (points[second * 3 + 1] ?? 0);
  const z = (points[first * 3 + 2] ?? 0) - (points[second * 3 + 2] ?? 0);
  return Math.sqrt(x * x + y * y + z * z);
}

/**
 * Puts the iris on the eyeball. Only the picture's two axes of the iris are believed; the third, which the landmark
 * model does not measure, follows from the iris being on the sphere's side that faces the camera.
 */
function readEye({ points, viewRotation }: FaceView, eye: EyeLandmarks, gaze: Float32Array): void {
  const ax = viewRotation[0] ?? 0;
  const ay = viewRotation[1] ?? 0;
  const az = viewRotation[2] ?? 0;
  const bx = viewRotation[3] ?? 0;
  const by = viewRotation[4] ?? 0;
  const bz = viewRotation[5] ?? 0;
  const cx = viewRotation[6] ?? 0;
  const cy = viewRotation[7] ?? 0;
  const cz = viewRotation[8] ?? 0;
  const outer = eye.outerCorner * 3;
  const inner = eye.innerCorner * 3;
  const iris = eye.iris * 3;
  const x = (points[iris] ?? 0) - ((points[outer] ?? 0) + (points[inner] ?? 0)) / 2;
  const y =
    (points[iris + 1] ?? 0) - ((points[outer + 1] ?? 0) + (points[inner + 1] ?? 0)) / 2 - EYEBALL_RISE;
  const z =
    (points[iris + 2] ?? 0) - ((points[outer + 2] ?? 0) + (points[inner + 2] ?? 0)) / 2 + EYEBALL_DEPTH;

  let viewX = (ax * x + bx * y + cx * z) / EYEBALL_RADIUS;
  let viewY = (ay * x + by * y + cy * z) / EYEBALL_RADIUS;
  const sine = Math.sqrt(viewX * viewX + viewY * viewY);
  if (sine > LARGEST_SINE) {
    viewX *= LARGEST_SINE / sine;
    viewY *= LARGEST_SINE / sine;
  }
  const viewZ = Math.sqrt(1 - viewX * viewX - viewY * viewY);

  const headX = ax * viewX + ay * viewY + az * viewZ;
  const headY = bx * viewX + by * viewY + bz * viewZ;
  const headZ = cx * viewX + cy * viewY + cz * viewZ;
  gaze[0] = atan2(headX, headZ);
  gaze[1] = PITCH_GAIN * asin(clamp(headY, -1, 1));
}

/** One angle of one eye from its own reading, the other eye's, and where it was. */
function settle(
  last: number,
  own: number,
  ownTrust: number,
  other: number,
  otherTrust: number,
  seconds: number,
): number {
  const rest = last * exp(-seconds / REST_SECONDS);
  const trust = Math.max(ownTrust, otherTrust);
  if (trust === 0) {
    return rest;
  }
  const otherShare = (1 - ownTrust) * otherTrust;
  const seen = (ownTrust * own + otherShare * other) / (ownTrust + otherShare);
  return rest + trust * (seen - rest);
}
