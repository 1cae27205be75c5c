/** Landmarks that keep their distance whatever the expression: outer eye corners, top of the forehead, nasion. */
const OUTER_EYE_RIGHT = 33;
const OUTER_EYE_LEFT = 263;
const FOREHEAD_TOP = 10;
const NASION = 168;
/** Ends of the face's outline: their mean is its middle. */
const OUTLINE = [10, 152, 234, 454] as const;

/** Share of the new size taken over per frame: the mask breathes with no one, yet follows a change of distance. */
const SIZE_FOLLOW = 0.08;

/**
 * Places tracked landmarks before the avatar camera: centred, one unit from the forehead to the chin or so, turned as
 * the head is turned. Keeps a slowly following size, so that leaning in does not blow the mask up.
 */
export class MaskPose {
  #size = 0;

  /**
   * @param landmarks `Float32Array [478 × 3]` as in FaceObservation
   * @param aspect picture width / height
   * @param target `Float32Array [478 × 3]`: +X right, +Y up, +Z towards the viewer; overwritten
   */
  place(landmarks: Float32Array, aspect: number, target: Float32Array): void {
    for (let i = 0; i < target.length; i += 3) {
      target[i] = (landmarks[i] ?? 0) * aspect;
      target[i + 1] = -(landmarks[i + 1] ?? 0);
      target[i + 2] = -(landmarks[i + 2] ?? 0) * aspect;
    }
    const size = Math.hypot(
      distance(target, OUTER_EYE_RIGHT, OUTER_EYE_LEFT),
      distance(target, FOREHEAD_TOP, NASION),
    );
    this.#size = this.#size === 0 ? size : this.#size + (size - this.#size) * SIZE_FOLLOW;
    const scale = this.#size > 0 ? 1 / this.#size : 1;
    for (let axis = 0; axis < 3; axis++) {
      let middle = 0;
      for (const landmark of OUTLINE) {
        middle += (target[landmark * 3 + axis] ?? 0) / OUTLINE.length;
      }
      for (let i = axis; i < target.length; i += 3) {
        target[i] = ((target[i] ?? 0) - middle) * scale;
      }
    }
  }

  /** Forgets the size, for the next face. */
  reset(): void {
    this.#size = 0;
  }
}

function distance(points: Float32Array, a: number, b: number): number {
  const x = (points[a * 3] ?? 0) - (points[b * 3] ?? 0);
  const y = (points[a * 3 + 1] ?? 0) - (points[b * 3 + 1] ?? 0);
  const z = (points[a * 3 + 2] ?? 0) - (points[b * 3 + 2] ?? 0);
  return Math.hypot(x, y, z);
}
