import { accumulateRows } from '../tensor/accumulate-rows.ts';
import type { FaceModel } from './face-model.ts';
import { identityCountOf, vertexCountOf } from './face-model.ts';

/**
 * A face model with one identity baked in: everything that does not change from frame to frame, the room a frame
 * needs, and what the latest `evaluateFaceModel` left.
 */
export interface PosableFace {
  readonly model: FaceModel;
  /** The identity at rest, Float32Array [vertices × 3], metres. */
  readonly neutral: Float32Array;
  /** Its joints, Float32Array [joints × 3], metres. */
  readonly neutralJoints: Float32Array;
  /** How each expression moves the joints, Float32Array [expressions × joints × 3]: the regressor times the basis. */
  readonly expressionJoints: Float32Array;
  readonly skin: SkinTable;
  /** The latest frame's unposed joints, Float32Array [joints × 3], metres. */
  readonly joints: Float32Array;
  /** The latest frame's joints in the world, Float64Array [joints × 12]: 3 × 4 rows [R | t], t in metres. */
  readonly jointTransforms: Float64Array;
  /** As jointTransforms, but from the unposed mesh to the world: what the skin is moved by. */
  readonly skinTransforms: Float64Array;
  /** Elements of R − I of all joints but the root, Float32Array [(joints − 1) × 9]. */
  readonly poseFeature: Float32Array;
}

/** Skinning weights without their zeros. Vertex v's are at firstWeight[v] up to firstWeight[v + 1]. */
export interface SkinTable {
  readonly firstWeight: Uint32Array;
  readonly joints: Uint16Array;
  readonly weights: Float32Array;
}

/**
 * Bakes an identity into a face model, once per person: a few milliseconds at FLAME's size.
 * @param identity coefficients in the basis's units (standard deviations for FLAME), Float32Array of at most the
 * model's number of components; missing ones are 0.
 */
export function bakeIdentity(model: FaceModel, identity: Float32Array): PosableFace {
  if (identity.length > identityCountOf(model)) {
    throw new RangeError(`${identity.length} coefficients for ${identityCountOf(model)} identity components`);
  }
  const jointCount = model.jointNames.length;
  const neutral = model.template.slice();
  accumulateRows(neutral, model.identityBasis, identity);
  return {
    model,
    neutral,
    neutralJoints: regressJoints(model, neutral),
    expressionJoints: regressJoints(model, model.expressionBasis),
    skin: createSkinTable(model),
    joints: new Float32Array(jointCount * 3),
    jointTransforms: new Float64Array(jointCount * 12),
    skinTransforms: new Float64Array(jointCount * 12),
    poseFeature: new Float32Array((jointCount - 1) * 9),
  };
}

/** Applies the joint regressor to each of `fields` [n × vertices × 3]; gives [n × joints × 3]. */
function regressJoints(model: FaceModel, fields: Float32Array): Float32Array {
  const vertexCount = vertexCountOf(model);
  const jointCount = model.jointNames.length;
  const fieldCount = fields.length / (vertexCount * 3);
  const joints = new Float32Array(fieldCount * jointCount * 3);
  for (let joint = 0; joint < jointCount; joint += 1) {
    for (let vertex = 0; vertex < vertexCount; vertex += 1) {
      const weight = model.jointRegressor[joint * vertexCount + vertex] ?? 0;
      if (weight === 0) {
        continue;
      }
      for (let field = 0; field < fieldCount; field += 1) {
        const out = (field * jointCount + joint) * 3;
        const start = (field * vertexCount + vertex) * 3;
        for (let axis = 0; axis < 3; axis += 1) {
          joints[out + axis] = (joints[out + axis] ?? 0) + weight * (fields[start + axis] ?? 0);
        }
      }
    }
  }
  return joints;
}

function createSkinTable(model: FaceModel): SkinTable {
  const vertexCount = vertexCountOf(model);
  const jointCount = model.jointNames.length;
  const firstWeight = new Uint32Array(vertexCount + 1);
  const joints: number[] = [];
  const weights: number[] = [];
  for (let vertex = 0; vertex < vertexCount; vertex += 1) {
    for (let joint = 0; joint < jointCount; joint += 1) {
      const weight = model.skinningWeights[vertex * jointCount + joint] ?? 0;
      if (weight !== 0) {
        joints.push(joint);
        weights.push(weight);
      }
    }
    firstWeight[vertex + 1] = weights.length;
  }
  return { firstWeight, joints: Uint16Array.from(joints), weights: Float32Array.from(weights) };
}
