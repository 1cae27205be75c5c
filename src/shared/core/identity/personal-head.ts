import type { FaceModel } from '../face/face-model.ts';
import { evaluateLandmarks } from '../face/landmark-set.ts';
import { accumulateRows } from '../tensor/accumulate-rows.ts';
import { Eyeball } from './eyeball.ts';
import type { Identity } from './identity.ts';
import { fitLidTravel } from './lid-travel.ts';
import { modelLandmarksOf } from './model-landmarks.ts';
import { ResidualWarp } from './residual-warp.ts';

const EYE_JOINTS: readonly string[] = ['eyeLeft', 'eyeRight'];

/**
 * A person's head: the face model with the identity's shape as its template, and no modes left. Blinks reach as far as the
 * person's eyes are open; everything else is the model's own, so it is posed, drawn and unwrapped like any face model.
 *
 * What the modes cannot make bends the whole head as one smooth field, so that lips stay on teeth; eyeballs move without
 * being bent, and lids keep their distance from them.
 *
 * @throws RangeError when the identity belongs to another face model.
 */
export function personalHead(
  model: FaceModel,
  { faceModel, shape, landmarkResidual }: Pick<Identity, 'faceModel' | 'shape' | 'landmarkResidual'>,
): FaceModel {
  if (faceModel.name !== model.name || faceModel.version !== model.version) {
    throw new RangeError(
      `an identity for the face model ${faceModel.name} ${faceModel.version} does not fit ${model.name} ${model.version}`,
    );
  }
  const template = model.template.slice();
  accumulateRows(template, model.identityBasis, shape);
  bend(model, template, landmarkResidual);
  return {
    ...model,
    template,
    identityBasis: new Float32Array(0),
    expressionBasis: fitLidTravel(model, template),
  };
}

/** Bends a head at rest so that its landmarks come nearer to the person's. */
function bend(model: FaceModel, vertices: Float32Array, landmarkResidual: Float32Array): void {
  const { set, landmarks } = modelLandmarksOf(model);
  const points = new Float32Array(landmarks.length * 3);
  evaluateLandmarks(set, 0, model.triangles, vertices, points);
  const displacements = Float64Array.from(
    points,
    (_, i) => landmarkResidual[(landmarks[Math.floor(i / 3)] ?? 0) * 3 + (i % 3)] ?? 0,
  );
  const warp = new ResidualWarp(points, displacements);
  const shift = new Float64Array(3);
  const shiftAt = ([x = 0, y = 0, z = 0]: readonly number[]) => {
    warp.at(x, y, z, shift);
    return shift;
  };

  const original = vertices.slice();
  const eyeballs = EYE_JOINTS.flatMap((joint) => Eyeball.find(model, original, joint) ?? []);
  for (const eyeball of eyeballs) {
    eyeball.move(shiftAt(eyeball.centre));
  }
  for (let at = 0; at < vertices.length; at += 3) {
    const from = [original[at] ?? 0, original[at + 1] ?? 0, original[at + 2] ?? 0];
    const to = shiftAt(from);
    for (let axis = 0; axis < 3; axis += 1) {
      to[axis] = (to[axis] ?? 0) + (from[axis] ?? 0);
    }
    for (const eyeball of eyeballs) {
      eyeball.keepDistance(from, to);
    }
    vertices.set(to, at);
  }
  for (const eyeball of eyeballs) {
    const [x = 0, y = 0, z = 0] = shiftAt(eyeball.centre);
    for (const vertex of eyeball.vertices) {
      const at = vertex * 3;
      vertices.set([(original[at] ?? 0) + x, (original[at + 1] ?? 0) + y, (original[at + 2] ?? 0) + z], at);
    }
  }
}
