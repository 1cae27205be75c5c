import { Matrix4, Vector3 } from 'three';
import { headJointOf } from '../../shared/core/face/model-pose.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import { TRANSFORM_LENGTH } from '../../shared/core/face/pose-joints.ts';

/**
 * Origin of the head's frame from the place between the eyeballs, metres: MediaPipe's canonical face has its eyes'
 * corners at (±3.2, 2.6, 3.5) cm, and eyeballs lie 0.8 cm behind theirs.
 */
const ORIGIN_FROM_EYES = new Vector3(0, -0.026, -0.027);

/** The origin of FaceFrame's head frame in a posed head: what a frame's translation is about. */
export class HeadOrigin {
  /** The place between the eyeballs of the identity at rest, metres. */
  readonly eyes: Vector3;
  /** The head joint's transform of the latest pose, from the head at rest, metres. */
  readonly headTransform = new Matrix4();
  readonly #face: PosableFace;
  readonly #atRest: Vector3;
  readonly #start: number;

  constructor(face: PosableFace) {
    this.#face = face;
    this.#start = headJointOf(face.model) * TRANSFORM_LENGTH;
    this.eyes = jointOf(face, 'eyeLeft').add(jointOf(face, 'eyeRight')).multiplyScalar(0.5);
    this.#atRest = this.eyes.clone().add(ORIGIN_FROM_EYES);
  }

  /** Where the origin is in the latest pose, model frame, metres, into `target`; `headTransform` is up to date then. */
  locate(target: Vector3): Vector3 {
    const { skinTransforms } = this.#face;
    const { elements } = this.headTransform;
    for (let row = 0; row < 3; row += 1) {
      for (let column = 0; column < 4; column += 1) {
        elements[column * 4 + row] = skinTransforms[this.#start + row * 4 + column] ?? 0;
      }
    }
    return target.copy(this.#atRest).applyMatrix4(this.headTransform);
  }
}

/** A joint of the identity at rest, metres; the origin for a model without it. */
export function jointOf({ model, neutralJoints }: PosableFace, name: string): Vector3 {
  const joint = model.jointNames.indexOf(name);
  return joint < 0 ? new Vector3() : new Vector3().fromArray(neutralJoints, joint * 3);
}
