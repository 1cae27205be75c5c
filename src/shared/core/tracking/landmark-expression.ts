import { expressionIndex } from '../face/expression-names.ts';
import {
  CHIN,
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
} from '../face/landmark-indices.ts';
import type { FaceView } from './face-view.ts';
import { lidGap } from './gaze.ts';
import { ramp } from './interpolation.ts';

const JAW_OPEN = expressionIndex('jawOpen');
const MOUTH_PUCKER = expressionIndex('mouthPucker');
const BROW_INNER_UP = expressionIndex('browInnerUp');

const LEFT_SIDE = {
  eye: LEFT_EYE,
  outerBrow: LEFT_OUTER_BROW,
  mouthCorner: LEFT_MOUTH_CORNER,
  outward: 1,
  blink: expressionIndex('eyeBlinkLeft'),
  lookIn: expressionIndex('eyeLookInLeft'),
  lookOut: expressionIndex('eyeLookOutLeft'),
  lookUp: expressionIndex('eyeLookUpLeft'),
  lookDown: expressionIndex('eyeLookDownLeft'),
  smile: expressionIndex('mouthSmileLeft'),
  browOuterUp: expressionIndex('browOuterUpLeft'),
};

const RIGHT_SIDE: typeof LEFT_SIDE = {
  eye: RIGHT_EYE,
  outerBrow: RIGHT_OUTER_BROW,
  mouthCorner: RIGHT_MOUTH_CORNER,
  outward: -1,
  blink: expressionIndex('eyeBlinkRight'),
  lookIn: expressionIndex('eyeLookInRight'),
  lookOut: expressionIndex('eyeLookOutRight'),
  lookUp: expressionIndex('eyeLookUpRight'),
  lookDown: expressionIndex('eyeLookDownRight'),
  smile: expressionIndex('mouthSmileRight'),
  browOuterUp: expressionIndex('browOuterUpRight'),
};

/** Angles that count as a full look, radians: In/Out 30°, Up 24°, Down 28°. */
const FULL_LOOK_SIDE = (30 * Math.PI) / 180;
const FULL_LOOK_UP = (24 * Math.PI) / 180;
const FULL_LOOK_DOWN = (28 * Math.PI) / 180;

/**
 * A few expressions read straight off the landmarks, for bundles without scores. This is a stopgap until the
 * expression solver: it knows jawOpen, eyeBlink, eyeLook, mouthSmile, mouthPucker, browInnerUp and browOuterUp and
 * nothing else, treats every face as the average one (calibrate!), and its measures leak into each other.
 *
 * Each measure is a length in the distance of the outer eye corners, with the head's turn taken out, and runs from
 * rest to full between two marks: medians of frames at rest and at the peak of each expression in three clips of
 * people and one rendered sweep.
 *
 * @param gazeLeft yaw and pitch in radians, from `GazeEstimator`.
 * @param target `Float32Array [52]`, overwritten, 0..1.
 */
export function estimateExpression(
  view: FaceView,
  gazeLeft: Float32Array,
  gazeRight: Float32Array,
  target: Float32Array,
): void {
  const { points } = view;
  target.fill(0);
  const lipGap = height(points, UPPER_LIP_INNER) - height(points, LOWER_LIP_INNER);
  const jawDrop = height(points, NASION) - height(points, CHIN);
  target[JAW_OPEN] = (ramp(0.02, 0.38, lipGap) + ramp(1.42, 1.66, jawDrop)) / 2;
  const mouthWidth = (points[LEFT_MOUTH_CORNER * 3] ?? 0) - (points[RIGHT_MOUTH_CORNER * 3] ?? 0);
  target[MOUTH_PUCKER] = ramp(0.55, 0.43, mouthWidth);
  const innerBrow =
    (meanHeight(points, LEFT_INNER_BROW) + meanHeight(points, RIGHT_INNER_BROW)) / 2 -
    (eyeHeight(points, LEFT_SIDE) + eyeHeight(points, RIGHT_SIDE)) / 2;
  target[BROW_INNER_UP] = ramp(0.23, 0.33, innerBrow);
  estimateSide(view, LEFT_SIDE, gazeLeft, target);
  estimateSide(view, RIGHT_SIDE, gazeRight, target);
}

function estimateSide(
  view: FaceView,
  side: typeof LEFT_SIDE,
  gaze: Float32Array,
  target: Float32Array,
): void {
  const { points } = view;
  const outwardYaw = (gaze[0] ?? 0) * side.outward;
  const pitch = gaze[1] ?? 0;
  target[side.blink] = ramp(0.28, 0.08, lidGap(view, side.eye));
  target[side.lookOut] = ramp(0, FULL_LOOK_SIDE, outwardYaw);
  target[side.lookIn] = ramp(0, FULL_LOOK_SIDE, -outwardYaw);
  target[side.lookUp] = ramp(0, FULL_LOOK_UP, pitch);
  target[side.lookDown] = ramp(0, FULL_LOOK_DOWN, -pitch);

  const lipMiddle = (height(points, UPPER_LIP_INNER) + height(points, LOWER_LIP_INNER)) / 2;
  const cornerRise = height(points, side.mouthCorner) - lipMiddle;
  const cornerReach = ((points[side.mouthCorner * 3] ?? 0) - (points[SUBNASALE * 3] ?? 0)) * side.outward;
  target[side.smile] = (ramp(0.02, 0.08, cornerRise) + ramp(0.3, 0.37, cornerReach)) / 2;
  target[side.browOuterUp] = ramp(0.25, 0.35, meanHeight(points, side.outerBrow) - eyeHeight(points, side));
}

function height(points: Float64Array, landmark: number): number {
  return points[landmark * 3 + 1] ?? 0;
}

function meanHeight(points: Float64Array, landmarks: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < landmarks.length; i++) {
    sum += height(points, landmarks[i] ?? 0);
  }
  return sum / landmarks.length;
}

/** Height of the line between an eye's corners, which stays when the lids move. */
function eyeHeight(points: Float64Array, { eye }: typeof LEFT_SIDE): number {
  return (height(points, eye.outerCorner) + height(points, eye.innerCorner)) / 2;
}
