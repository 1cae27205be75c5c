import { axisAngleFromQuaternion } from './axis-angle.ts';
import { type Corrective, fillCorrectiveWeights, findCorrectives } from './corrective-weights.ts';
import { expressionIndex, isExpressionName } from './expression-names.ts';
import type { FaceFrame } from './face-frame.ts';
import type { FaceModel } from './face-model.ts';
import { NECK_SHARE } from './neck-share.ts';

/** Where FlameParameters.pose holds the jaw's rotation. */
const FLAME_JAW = 3;

/**
 * What a face model is evaluated with, made from FaceFrames: an expression in the units of its basis and the rotations
 * of its joints, the latter known by their names `jaw`, `eyeLeft` and `eyeRight`. The head turns about the joint that
 * carries the jaw and the one below it, the neck; what a model has no joint for does not move.
 *
 * A model whose expressions carry ARKit names takes the frame's weights by name and works out its correctives from them
 * (corrective-weights.ts), its other expressions staying at 0;
 * any other takes FLAME's coefficients and jaw, in their order, and stays neutral in frames that have none.
 */
export class ModelPose {
  /** Float32Array [expressions], for `evaluateFaceModel`. */
  readonly expression: Float32Array;
  /** Float32Array [joints × 3], axis-angle radians, for `evaluateFaceModel`. */
  readonly jointRotations: Float32Array;
  /** For each of the model's expressions its index in the frame's, −1 without one; undefined for FLAME's basis. */
  readonly #sources: Int8Array | undefined;
  readonly #correctives: readonly Corrective[];
  readonly #neck: number;
  readonly #head: number;
  readonly #jaw: number;
  readonly #eyeLeft: number;
  readonly #eyeRight: number;
  readonly #headRotation = new Float32Array(3);

  constructor(model: FaceModel) {
    this.expression = new Float32Array(model.expressionNames.length);
    this.jointRotations = new Float32Array(model.jointNames.length * 3);
    this.#sources = arkitSources(model.expressionNames);
    this.#correctives = findCorrectives(model.expressionNames);
    this.#jaw = model.jointNames.indexOf('jaw');
    this.#eyeLeft = model.jointNames.indexOf('eyeLeft');
    this.#eyeRight = model.jointNames.indexOf('eyeRight');
    this.#head = headJointOf(model);
    this.#neck = model.parents[this.#head] ?? -1;
  }

  /** Takes over a frame. Numbers that are not finite count as 0. Allocates nothing. */
  update(frame: FaceFrame): void {
    this.#takeExpression(frame);
    this.#turnHead(frame.headRotation);
    this.#turnEye(this.#eyeLeft, frame.gazeLeft);
    this.#turnEye(this.#eyeRight, frame.gazeRight);
  }

  #takeExpression({ expression, flame }: FaceFrame): void {
    const sources = this.#sources;
    if (sources !== undefined) {
      for (let i = 0; i < sources.length; i += 1) {
        const source = sources[i] ?? -1;
        this.expression[i] = source < 0 ? 0 : finite(expression[source]);
      }
      fillCorrectiveWeights(this.#correctives, this.expression);
      return;
    }
    for (let i = 0; i < this.expression.length; i += 1) {
      this.expression[i] = finite(flame?.expression[i]);
    }
    for (let axis = 0; this.#jaw >= 0 && axis < 3; axis += 1) {
      this.jointRotations[this.#jaw * 3 + axis] = finite(flame?.pose[FLAME_JAW + axis]);
    }
  }

  /** Neck and head turn about the same axis, so their shares add up to the whole rotation. */
  #turnHead(rotation: Float32Array): void {
    axisAngleFromQuaternion(
      rotation[0] ?? 0,
      rotation[1] ?? 0,
      rotation[2] ?? 0,
      rotation[3] ?? 1,
      this.#headRotation,
      0,
    );
    const neckShare = this.#neck < 0 ? 0 : NECK_SHARE;
    for (let axis = 0; axis < 3; axis += 1) {
      const angle = finite(this.#headRotation[axis]);
      this.jointRotations[this.#head * 3 + axis] = angle * (1 - neckShare);
      if (this.#neck >= 0) {
        this.jointRotations[this.#neck * 3 + axis] = angle * neckShare;
      }
    }
  }

  /** First pitch, then yaw, without roll. */
  #turnEye(joint: number, gaze: Float32Array): void {
    if (joint < 0) {
      return;
    }
    const halfYaw = finite(gaze[0]) / 2;
    const halfPitch = finite(gaze[1]) / 2;
    const sinYaw = Math.sin(halfYaw);
    const cosYaw = Math.cos(halfYaw);
    const sinPitch = Math.sin(halfPitch);
    const cosPitch = Math.cos(halfPitch);
    axisAngleFromQuaternion(
      -cosYaw * sinPitch,
      sinYaw * cosPitch,
      sinYaw * sinPitch,
      cosYaw * cosPitch,
      this.jointRotations,
      joint * 3,
    );
  }
}

/** The joint that holds the face: the one that jaw or eyes hang on, or else the second, or the only one. */
export function headJointOf({ jointNames, parents }: FaceModel): number {
  const held = ['jaw', 'eyeLeft', 'eyeRight'].map((name) => jointNames.indexOf(name)).find((i) => i > 0);
  return held === undefined ? Math.min(1, parents.length - 1) : (parents[held] ?? 0);
}

function arkitSources(names: readonly string[]): Int8Array | undefined {
  const sources = Int8Array.from(names, (name) => (isExpressionName(name) ? expressionIndex(name) : -1));
  return sources.some((source) => source >= 0) ? sources : undefined;
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
