import { type BufferGeometry, Color, type Material, Mesh, Vector3, type WebGLRenderer } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { ModelPose } from '../../shared/core/face/model-pose.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import { drawDeformed } from './deformed-surface.ts';
import { createEyeMaterial, EYE_COLORS } from './eye-material.ts';
import { FaceDeformation } from './face-deformation.ts';
import { createFaceGeometry, packTriangleCorners } from './face-model-geometry.ts';
import type { VertexLists } from './vertex-lists.ts';

/** A face model with an identity as a mesh in the model's own frame, metres, moved by FaceFrames on the graphics card. */
export class HeadMesh {
  readonly mesh: Mesh<BufferGeometry, Material[]>;
  readonly #pose: ModelPose;
  readonly #deformation: FaceDeformation;
  readonly #corners: VertexLists;

  /**
   * @param face overwritten with each frame's joints; not to be shared.
   * @param skin what all but the eyes is made of; disposed with the mesh.
   * @param iris its colour; by default that of every display.
   */
  constructor(face: PosableFace, skin: Material, iris: Color = new Color(EYE_COLORS.iris)) {
    this.#pose = new ModelPose(face.model);
    this.#deformation = new FaceDeformation(face);
    this.#corners = packTriangleCorners(face.model);
    const materials = [
      skin,
      createEyeMaterial(joint(face, 'eyeLeft'), { iris }),
      createEyeMaterial(joint(face, 'eyeRight'), { iris }),
    ];
    this.mesh = new Mesh(createFaceGeometry(face, this.#corners), materials);
    // The bounds at rest say nothing of the posed head.
    this.mesh.frustumCulled = false;
    for (const material of materials) {
      this.deform(material);
    }
  }

  /** Lets a further material draw a geometry that has the mesh's attributes, moved as the mesh is. */
  deform(material: Material): void {
    drawDeformed(material, { positions: this.#deformation.positions, corners: this.#corners.texture });
  }

  /** Takes over a frame's expression, head rotation and gaze. Allocates nothing. */
  pose(frame: FaceFrame): void {
    this.#pose.update(frame);
    this.#deformation.setPose(this.#pose.expression, this.#pose.jointRotations);
  }

  /** Evaluates the pose; to be called before each drawing of the mesh. */
  prepare(renderer: WebGLRenderer): void {
    this.#deformation.evaluate(renderer);
  }

  dispose(): void {
    this.#deformation.dispose();
    this.#corners.texture.dispose();
    this.mesh.geometry.dispose();
    for (const material of this.mesh.material) {
      material.dispose();
    }
  }
}

/** A joint of the identity at rest; the origin for a model without it. */
function joint({ model, neutralJoints }: PosableFace, name: string): Vector3 {
  return new Vector3().fromArray(neutralJoints, Math.max(0, model.jointNames.indexOf(name)) * 3);
}
