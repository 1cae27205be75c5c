import {
  Color,
  DoubleSide,
  Group,
  Mesh,
  MeshDepthMaterial,
  RGBADepthPacking,
  Vector3,
  type WebGLRenderer,
} from 'three';
import { drawDeformed } from '../../../src/renderer/avatar/deformed-surface.ts';
import { createEyeMaterial } from '../../../src/renderer/avatar/eye-material.ts';
import { FaceDeformation } from '../../../src/renderer/avatar/face-deformation.ts';
import { createFaceGeometry, packTriangleCorners } from '../../../src/renderer/avatar/face-model-geometry.ts';
import {
  createSkinMaterial,
  createSkinTextures,
  FULL_ANISOTROPY,
} from '../../../src/renderer/avatar/skin-material.ts';
import { fillCorrectiveWeights, findCorrectives } from '../../../src/shared/core/face/corrective-weights.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import { paintSkin, type SkinPictures } from '../../../src/shared/core/face/paint-skin.ts';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import type { SkinLook } from '../../../src/shared/core/face/skin-look.ts';
import { GAZE_DEGREES } from '../expressions/gaze-degrees.ts';

/** The sheet's scene is in decimetres. */
const UNITS_PER_METRE = 10;

/** A head with one identity and skin, in the sheet's scene. */
export class Figure {
  readonly object = new Group();
  readonly #deformation: FaceDeformation;
  readonly #model: FaceModel;

  constructor(
    model: FaceModel,
    identity: Float32Array,
    skin: SkinLook,
    pictures: SkinPictures,
    skinSize: number,
  ) {
    const face = bakeIdentity(model, identity);
    const corners = packTriangleCorners(model);
    this.#model = model;
    this.#deformation = new FaceDeformation(face);
    const tables = { positions: this.#deformation.positions, corners: corners.texture };
    const eye = (name: string) =>
      createEyeMaterial(new Vector3().fromArray(face.neutralJoints, model.jointNames.indexOf(name) * 3), {
        iris: new Color().setRGB(skin.iris[0] / 255, skin.iris[1] / 255, skin.iris[2] / 255, 'srgb'),
      });
    const materials = [
      createSkinMaterial(
        createSkinTextures(paintSkin(pictures, skin, skinSize), FULL_ANISOTROPY),
        UNITS_PER_METRE,
      ),
      eye('eyeLeft'),
      eye('eyeRight'),
    ];
    const depth = new MeshDepthMaterial({ depthPacking: RGBADepthPacking, side: DoubleSide });
    for (const material of [...materials, depth]) {
      drawDeformed(material, tables);
    }
    const mesh = new Mesh(createFaceGeometry(face, corners), materials);
    mesh.customDepthMaterial = depth;
    mesh.frustumCulled = false;
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    mesh.scale.setScalar(UNITS_PER_METRE);
    this.object.add(mesh);
  }

  /** Poses the face by weights of expressions; the eyes turn with the eyeLook ones. */
  pose(weights: Readonly<Record<string, number>>, renderer: WebGLRenderer): void {
    const { expressionNames, jointNames } = this.#model;
    const expression = Float32Array.from(expressionNames, (name) => weights[name] ?? 0);
    fillCorrectiveWeights(findCorrectives(expressionNames), expression);
    const rotations = new Float32Array(jointNames.length * 3);
    for (const [side, sign] of [
      ['Left', 1],
      ['Right', -1],
    ] as const) {
      const weight = (name: string) => weights[`${name}${side}`] ?? 0;
      const turn = (name: keyof typeof GAZE_DEGREES) => (GAZE_DEGREES[name] * weight(name) * Math.PI) / 180;
      const joint = jointNames.indexOf(`eye${side}`) * 3;
      rotations[joint] = turn('eyeLookUp') + turn('eyeLookDown');
      rotations[joint + 1] = sign * (turn('eyeLookIn') + turn('eyeLookOut'));
    }
    this.#deformation.setPose(expression, rotations);
    this.#deformation.evaluate(renderer);
  }

  dispose(): void {
    this.#deformation.dispose();
  }
}
