import { accumulateRows } from '../tensor/accumulate-rows.ts';
import { rotationFromAxisAngle } from './axis-angle.ts';
import type { PosableFace, SkinTable } from './posable-face.ts';

/** Numbers of one joint's 3 × 4 transform. */
const TRANSFORM = 12;

/**
 * The face's vertices in one expression and pose, by FLAME's order of operations (FLAME paper, section 3, and SMPL's
 * linear blend skinning): identity and expression, joints from the deformed mesh, pose correctives, joint chain, skin.
 * The root's rotation turns the head about the root joint at the base of the neck. Allocates nothing.
 *
 * @param face holds the identity; its joints and transforms are overwritten with this frame's.
 * @param expression Float32Array [expressions], in the basis's units.
 * @param jointRotations axis-angle of each joint relative to its parent, radians, Float32Array [joints × 3].
 * @param target Float32Array [vertices × 3], metres; overwritten.
 */
export function evaluateFaceModel(
  face: PosableFace,
  expression: Float32Array,
  jointRotations: Float32Array,
  target: Float32Array,
): void {
  const { model } = face;
  if (expression.length !== model.expressionNames.length || target.length !== face.neutral.length) {
    throw new RangeError('the expression or the target does not have the size of the face model');
  }
  target.set(face.neutral);
  accumulateRows(target, model.expressionBasis, expression);
  face.joints.set(face.neutralJoints);
  accumulateRows(face.joints, face.expressionJoints, expression);

  poseJoints(face, jointRotations);
  if (model.poseCorrectives !== undefined) {
    accumulateRows(target, model.poseCorrectives, face.poseFeature);
  }
  skinVertices(face.skin, face.skinTransforms, target);
}

/** Fills jointTransforms, skinTransforms and poseFeature from the joints and their rotations. */
function poseJoints(face: PosableFace, jointRotations: Float32Array): void {
  const { model, joints, jointTransforms: world, skinTransforms: skin, poseFeature } = face;
  for (let joint = 0; joint < model.parents.length; joint += 1) {
    // The joint's own rotation stands in its skin transform until the chain is applied.
    const own = joint * TRANSFORM;
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
  const own = joint * TRANSFORM;
  const offsetX = (joints[joint * 3] ?? 0) - (joints[parent * 3] ?? 0);
  const offsetY = (joints[joint * 3 + 1] ?? 0) - (joints[parent * 3 + 1] ?? 0);
  const offsetZ = (joints[joint * 3 + 2] ?? 0) - (joints[parent * 3 + 2] ?? 0);
  for (let row = 0; row < 3; row += 1) {
    const from = parent * TRANSFORM + row * 4;
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
  for (let row = own; row < own + TRANSFORM; row += 4) {
    const rx = world[row] ?? 0;
    const ry = world[row + 1] ?? 0;
    const rz = world[row + 2] ?? 0;
    skin[row] = rx;
    skin[row + 1] = ry;
    skin[row + 2] = rz;
    skin[row + 3] = (world[row + 3] ?? 0) - (rx * x + ry * y + rz * z);
  }
}

/** v = Σ_j w_j (A_j · [v, 1]), in place. */
function skinVertices(skin: SkinTable, transforms: Float64Array, vertices: Float32Array): void {
  const { firstWeight, joints, weights } = skin;
  const vertexCount = firstWeight.length - 1;
  let index = 0;
  for (let vertex = 0; vertex < vertexCount; vertex += 1) {
    const at = vertex * 3;
    const x = vertices[at] ?? 0;
    const y = vertices[at + 1] ?? 0;
    const z = vertices[at + 2] ?? 0;
    let skinnedX = 0;
    let skinnedY = 0;
    let skinnedZ = 0;
    for (const end = firstWeight[vertex + 1] ?? 0; index < end; index += 1) {
      const weight = weights[index] ?? 0;
      const a = (joints[index] ?? 0) * TRANSFORM;
      const rowY = a + 4;
      const rowZ = a + 8;
      skinnedX +=
        weight *
        ((transforms[a] ?? 0) * x +
          (transforms[a + 1] ?? 0) * y +
          (transforms[a + 2] ?? 0) * z +
          (transforms[a + 3] ?? 0));
      skinnedY +=
        weight *
        ((transforms[rowY] ?? 0) * x +
          (transforms[rowY + 1] ?? 0) * y +
          (transforms[rowY + 2] ?? 0) * z +
          (transforms[rowY + 3] ?? 0));
      skinnedZ +=
        weight *
        ((transforms[rowZ] ?? 0) * x +
          (transforms[rowZ + 1] ?? 0) * y +
          (transforms[rowZ + 2] ?? 0) * z +
          (transforms[rowZ + 3] ?? 0));
    }
    vertices[at] = skinnedX;
    vertices[at + 1] = skinnedY;
    vertices[at + 2] = skinnedZ;
  }
}
