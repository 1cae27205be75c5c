import { FACE_MESH_TRIANGLES } from 'virtual:face-mesh-triangles';
import {
  AlwaysStencilFunc,
  BufferAttribute,
  BufferGeometry,
  CircleGeometry,
  DoubleSide,
  DynamicDrawUsage,
  EqualStencilFunc,
  Group,
  Mesh,
  MeshBasicMaterial,
  type MeshPhysicalMaterial,
  MeshStandardMaterial,
  ReplaceStencilOp,
} from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { type FaceObservation, LANDMARK_COUNT } from '../../shared/core/face/face-observation.ts';
import { createClayMaterial, setClayPresence } from './clay-material.ts';
import { EYE_COLORS, PUPIL_SHARE } from './eye-material.ts';
import {
  EYE_RING_LEFT,
  EYE_RING_RIGHT,
  fanTriangles,
  IRIS_LEFT,
  IRIS_RIGHT,
  MOUTH_RING,
} from './face-openings.ts';
import { MaskPose } from './mask-pose.ts';

const MOUTH = 0x2a1214;

/**
 * The tracked face mesh as a lit clay surface: 468 landmarks with eyes and mouth filled. What the camera saw, with no
 * head model between; it turns as the head turns.
 */
export class MaskDisplay {
  readonly object = new Group();
  readonly #pose = new MaskPose();
  readonly #positions = new Float32Array(LANDMARK_COUNT * 3);
  readonly #positionAttribute = new BufferAttribute(this.#positions, 3).setUsage(DynamicDrawUsage);
  readonly #skin: Mesh<BufferGeometry, MeshPhysicalMaterial>;
  readonly #irises: readonly Group[];
  readonly #disposables: { dispose(): void }[] = [];

  constructor() {
    this.#skin = this.#surface(FACE_MESH_TRIANGLES, createClayMaterial());
    this.#surface(fanTriangles(MOUTH_RING), new MeshStandardMaterial({ color: MOUTH, roughness: 0.9 }));
    // The eye's opening is stamped into the stencil; the iris is drawn through it, so lids cover it exactly.
    for (const ring of [EYE_RING_LEFT, EYE_RING_RIGHT]) {
      const white = new MeshStandardMaterial({ color: EYE_COLORS.white, roughness: 0.35 });
      white.stencilWrite = true;
      white.stencilRef = 1;
      white.stencilFunc = AlwaysStencilFunc;
      white.stencilZPass = ReplaceStencilOp;
      this.#surface(fanTriangles(ring), white).renderOrder = 1;
    }
    this.#irises = [this.#iris(), this.#iris()];
    this.object.visible = false;
  }

  update(frame: FaceFrame, observation: FaceObservation): void {
    const isTracked = frame.tracking === 'tracked';
    if (isTracked && observation.hasFace && observation.imageHeight > 0) {
      this.#show(observation.landmarks, observation.imageWidth / observation.imageHeight);
    }
    const presence = isTracked ? 1 : frame.confidence;
    setClayPresence(this.#skin.material, presence);
    if (presence === 0) {
      this.#pose.reset();
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  /** @param aspect picture width / height */
  #show(landmarks: Float32Array, aspect: number): void {
    this.#pose.place(landmarks, aspect, this.#positions);
    this.#positionAttribute.needsUpdate = true;
    for (const child of this.object.children) {
      if (child instanceof Mesh) {
        child.geometry.computeVertexNormals();
      }
    }
    this.#placeIris(0, IRIS_LEFT);
    this.#placeIris(1, IRIS_RIGHT);
    this.object.visible = true;
  }

  #surface<Material extends MeshStandardMaterial>(
    triangles: ArrayLike<number>,
    material: Material,
  ): Mesh<BufferGeometry, Material> {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', this.#positionAttribute);
    geometry.setIndex(new BufferAttribute(Uint16Array.from(triangles), 1));
    material.side = DoubleSide;
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    this.object.add(mesh);
    this.#disposables.push(geometry, material);
    return mesh;
  }

  #iris(): Group {
    const iris = new Group();
    const geometry = new CircleGeometry(1, 32);
    this.#disposables.push(geometry);
    for (const [color, radius, order] of [
      [EYE_COLORS.iris, 1, 2],
      [EYE_COLORS.pupil, PUPIL_SHARE, 3],
    ] as const) {
      const material = new MeshBasicMaterial({ color, depthTest: false });
      material.stencilWrite = true;
      material.stencilRef = 1;
      material.stencilFunc = EqualStencilFunc;
      const disc = new Mesh(geometry, material);
      disc.scale.setScalar(radius);
      disc.renderOrder = order;
      iris.add(disc);
      this.#disposables.push(material);
    }
    this.object.add(iris);
    return iris;
  }

  #placeIris(which: number, centre: number): void {
    const iris = this.#irises[which];
    if (iris === undefined) {
      return;
    }
    const points = this.#positions;
    let radius = 0;
    for (let border = centre + 1; border <= centre + 4; border++) {
      radius +=
        Math.hypot(
          (points[border * 3] ?? 0) - (points[centre * 3] ?? 0),
          (points[border * 3 + 1] ?? 0) - (points[centre * 3 + 1] ?? 0),
        ) / 4;
    }
    iris.position.set(points[centre * 3] ?? 0, points[centre * 3 + 1] ?? 0, points[centre * 3 + 2] ?? 0);
    iris.scale.setScalar(radius);
  }
}
