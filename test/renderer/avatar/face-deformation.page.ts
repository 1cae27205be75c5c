import { WebGLRenderer } from 'three';
import { FaceDeformation } from '../../../src/renderer/avatar/face-deformation.ts';
import { vertexCountOf } from '../../../src/shared/core/face/face-model.ts';
import { readFaceModel } from '../../../src/shared/core/face/face-model-file.ts';
import { bakeIdentity, type PosableFace } from '../../../src/shared/core/face/posable-face.ts';

/** What a face is evaluated with, as plain lists. */
export interface Pose {
  readonly expression: readonly number[];
  readonly jointRotations: readonly number[];
}

async function loadFace(address: string, identity: readonly number[]): Promise<PosableFace> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  return bakeIdentity(readFaceModel(bytes), Float32Array.from(identity));
}

function setPose(deformation: FaceDeformation, { expression, jointRotations }: Pose): void {
  deformation.setPose(Float32Array.from(expression), Float32Array.from(jointRotations));
}

/** Posed vertices [poses][vertices × 3] as the graphics card finds them. */
export async function evaluatePoses(
  address: string,
  identity: readonly number[],
  poses: readonly Pose[],
): Promise<number[][]> {
  const face = await loadFace(address, identity);
  const renderer = new WebGLRenderer();
  const deformation = new FaceDeformation(face);
  const { target } = deformation;
  const texels = new Float32Array(target.width * target.height * 4);
  const found = poses.map((pose) => {
    setPose(deformation, pose);
    deformation.evaluate(renderer);
    renderer.readRenderTargetPixels(target, 0, 0, target.width, target.height, texels);
    return Array.from(
      { length: vertexCountOf(face.model) * 3 },
      (_, i) => texels[Math.floor(i / 3) * 4 + (i % 3)] ?? NaN,
    );
  });
  deformation.dispose();
  renderer.dispose();
  return found;
}
