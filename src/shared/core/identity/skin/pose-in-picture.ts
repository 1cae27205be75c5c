import { evaluateFaceModel } from '../../face/evaluate-face-model.ts';
import type { FaceFrame } from '../../face/face-frame.ts';
import type { FaceModel } from '../../face/face-model.ts';
import type { FaceObservation } from '../../face/face-observation.ts';
import { evaluateLandmarks, type LandmarkSet } from '../../face/landmark-set.ts';
import { ModelPose } from '../../face/model-pose.ts';
import { bakeIdentity, type PosableFace } from '../../face/posable-face.ts';
import { HeadPoseFit } from '../../tracking/solver/head-pose-fit.ts';
import { openLandmarkBasis } from '../../tracking/solver/landmark-basis.ts';
import { PicturePoints } from '../../tracking/solver/picture-points.ts';
import { LandmarkPull } from './landmark-pull.ts';

const CENTIMETRES = 100;
const UPRIGHT = Float32Array.of(0, 0, 0, 1);

/**
 * Puts a person's head where pictures show it: expression and gaze as tracked, rotation and place fitted to the
 * landmarks, and what is left of their distance taken up by the skin around each, so that lips, lids and brows of all
 * pictures come to lie on each other.
 */
export class PoseInPicture {
  readonly #face: PosableFace;
  readonly #set: LandmarkSet;
  readonly #pose: ModelPose;
  readonly #fit = new HeadPoseFit(openLandmarkBasis());
  readonly #picture = new PicturePoints();
  readonly #pull: LandmarkPull;
  readonly #vertices: Float32Array;
  readonly #landmarks: Float32Array;
  /** The landmarks in centimetres. */
  readonly #shape: Float64Array;

  /**
   * @param head the person's own (personal-head.ts), or a face model as it is.
   * @throws RangeError for a model without MediaPipe's landmarks.
   */
  constructor(head: FaceModel) {
    const set = head.landmarks.mediapipe478;
    if (set === undefined) {
      throw new RangeError(`the face model ${head.name} has no MediaPipe landmarks to be posed by`);
    }
    this.#set = set;
    this.#face = bakeIdentity(head, new Float32Array(0));
    this.#pose = new ModelPose(head);
    this.#pull = new LandmarkPull(head, set);
    this.#vertices = new Float32Array(head.template.length);
    this.#landmarks = new Float32Array(set.pointCount * 3);
    this.#shape = new Float64Array(set.pointCount * 3);
  }

  /**
   * @param frame the observation's, from a pipeline that need not be calibrated.
   * @param fieldOfView the camera's, from top to bottom, degrees.
   * @returns SkinView.vertices, overwritten by the next call; undefined when no pose explains the landmarks.
   */
  place(observation: FaceObservation, frame: FaceFrame, fieldOfView: number): Float32Array | undefined {
    const { model } = this.#face;
    const vertices = this.#vertices;
    this.#pose.update({ ...frame, headRotation: UPRIGHT });
    evaluateFaceModel(this.#face, this.#pose.expression, this.#pose.jointRotations, vertices);
    evaluateLandmarks(this.#set, 0, model.triangles, vertices, this.#landmarks);
    for (let i = 0; i < this.#shape.length; i += 1) {
      this.#shape[i] = (this.#landmarks[i] ?? 0) * CENTIMETRES;
    }
    this.#picture.update(observation, fieldOfView);
    this.#fit.reset();
    if (!this.#fit.fit(this.#picture, this.#shape, observation.headMatrix)) {
      return undefined;
    }
    this.#moveToCamera(vertices);
    this.#pull.apply(vertices, this.#picture);
    return vertices;
  }

  #moveToCamera(vertices: Float32Array): void {
    const { rotation, translation } = this.#fit;
    for (let at = 0; at < vertices.length; at += 3) {
      const x = vertices[at] ?? 0;
      const y = vertices[at + 1] ?? 0;
      const z = vertices[at + 2] ?? 0;
      for (let axis = 0; axis < 3; axis += 1) {
        vertices[at + axis] =
          (rotation[axis] ?? 0) * x +
          (rotation[3 + axis] ?? 0) * y +
          (rotation[6 + axis] ?? 0) * z +
          (translation[axis] ?? 0) / CENTIMETRES;
      }
    }
  }
}
