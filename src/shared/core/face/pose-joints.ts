import { accumulateRows } from '../tensor/accumulate-rows.ts';
import { rotationFromAxisAngle } from './axis-angle.ts';
import type { PosableFace } from './posable-face.ts';

/** Numbers of one joint's 3 × 4 transform. */
export const TRANSFORM_LENGTH = 12;

/**
 * Places a face's joints for one frame: fills `joints`, `jointTransforms`, `skinTransforms` and `poseFeature`. What is
 * left of evaluating the face is one sum and one skinning per vertex, done by the processor (evaluate-face-model.ts) or
 * the graphics card. Allocates nothing.
 *
 * @param expression Float32Array [expressions], in the basis's units.
 * @param jointRotations axis-angle of each joint relative to its parent, radians, Float32Array [joints × 3].
 */
export function poseJoints(face: PosableFace, expression: Float32Array, jointRotations: Float32Array): void {
  const { model, joints, jointTransforms: world, skinTransforms: skin, poseFeature } = face;
  joints.set(face.neutralJoints);
  accumulateRows(joints, face.expressionJoints, expression);
  for (let joint = 0; joint < model.parents.length; joint += 1) {
    // The joint's own rotation stands in its skin transform until the chain is applied.
    const own = joint * TRANSFORM_LENGTH;
    rotationFromAxisAngle(jointRotations, joint * 3, skin, own, 4);
    const parent = model.parents[joint] ?? -1;
    if (parent < 0) {
      copyRoot(skin, world, own, joints);
    } else {
      writePoseFeature(skin, own, poseFeature, (joint - 1) * 9);
      chainJoint(skin, world, joints, joint, parent);
    }
    writeSkinTransform(world, skin, own, joints, joint * 3);
  }
}

function copyRoot(rotation: Float64Array, world: Float64Array, own: number, joints: Float32Array): void {
  for (let row = 0; row < 3; row += 1) {
    const at = own + row * 4;
    world[at] = rotation[at] ?? 0;
    world[at + 1] = rotation[at + 1] ?? 0;
    world[at + 2] = rotation[at + 2] ?? 0;
    world[at + 3] = joints[row] ?? 0;
  }
}

/** R − I, row-major. */
function writePoseFeature(rotation: Float64Array, own: number, feature: Float32Array, start: number): void {
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      feature[start + row * 3 + column] = (rotation[own + row * 4 + column] ?? 0) - (row === column ? 1 : 0);
    }
  }
}

/** T_joint = T_parent · [R_joint | J_joint − J_parent]. */
function chainJoint(
  rotation: Float64Array,
  world: Float64Array,
  joints: Float32Array,
  joint: number,
  parent: number,
): void {
  const own = joint * TRANSFORM_LENGTH;
  const offsetX = (joints[joint * 3] ?? 0) - (joints[parent * 3] ?? 0);
  const offsetY = (joints[joint * 3 + 1] ?? 0) - (joints[parent * 3 + 1] ?? 0);
  const offsetZ = (joints[joint * 3 + 2] ?? 0) - (joints[parent * 3 + 2] ?? 0);
  for (let row = 0; row < 3; row += 1) {
    const from = parent * TRANSFORM_LENGTH + row * 4;
    const x = world[from] ?? 0;
    const y = world[from + 1] ?? 0;
    const z = world[from + 2] ?? 0;
    const to = own + row * 4;
    for (let column = 0; column < 3; column += 1) {
      world[to + column] =
        x * (rotation[own + column] ?? 0) +
        y * (rotation[own + 4 + column] ?? 0) +
        z * (rotation[own + 8 + column] ?? 0);
    }
    world[to + 3] = x * offsetX + y * offsetY + z * offsetZ + (world[from + 3] ?? 0);
  }
}

/** A = T with its translation replaced by t − R · J: the joint's unposed place goes to its posed one. */
function writeSkinTransform(
  world: Float64Array,
  skin: Float64Array,
  own: number,
  joints: Float32Array,
  joint: number,
): void {
  const x = joints[joint] ?? 0;
  const y = joints[joint + 1] ?? 0;
  const z = joints[joint + 2] ?? 0;
  for (let row = own; row < own + TRANSFORM_LENGTH; row += 4) {
    const rx = world[row] ?? 0;
    const ry = world[row + 1] ?? 0;
    const rz = world[row + 2] ?? 0;
    skin[row] = rx;
    skin[row + 1] = ry;
    skin[row + 2] = rz;
    skin[row + 3] = (world[row + 3] ?? 0) - (rx * x + ry * y + rz * z);
  }
}
