import type { FaceModel } from './face-model.ts';

/** Whether a joint alone moves a triangle, or nearly so: the eyeballs are what the eyes' joints hold. */
export function isHeldByJoint(model: FaceModel, triangle: number, joint: number): boolean {
  const jointCount = model.jointNames.length;
  for (let corner = triangle * 3; corner < triangle * 3 + 3; corner += 1) {
    const vertex = model.triangles[corner] ?? 0;
    if (!((model.skinningWeights[vertex * jointCount + joint] ?? 0) > 0.5)) {
      return false;
    }
  }
  return true;
}
