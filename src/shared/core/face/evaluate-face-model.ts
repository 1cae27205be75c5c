import { accumulateRows } from '../tensor/accumulate-rows.ts';
import type { PosableFace, SkinTable } from './posable-face.ts';
import { poseJoints, TRANSFORM_LENGTH } from './pose-joints.ts';

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
  poseJoints(face, expression, jointRotations);
  target.set(face.neutral);
  accumulateRows(target, model.expressionBasis, expression);
  if (model.poseCorrectives !== undefined) {
    accumulateRows(target, model.poseCorrectives, face.poseFeature);
  }
  skinVertices(face.skin, face.skinTransforms, target);
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
      const a = (joints[index] ?? 0) * TRANSFORM_LENGTH;
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
