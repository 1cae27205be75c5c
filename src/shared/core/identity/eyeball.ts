import type { FaceModel } from '../face/face-model.ts';
import { smoothstep } from '../tracking/interpolation.ts';

/** Share of the eye's joint from which a vertex belongs to the eyeball. */
const HELD = 0.5;

/** In radii of the eyeball: up to here skin keeps its distance from it, and from here on it goes where it is sent. */
const NEAR = 1.2;
const FAR = 1.7;

/** A head's eyeball, and how a bend of the head moves it: as a whole, with the lids on it. */
export class Eyeball {
  readonly vertices: readonly number[];
  /** Middle of the eyeball, metres. */
  readonly centre: readonly number[];
  readonly #radius: number;
  readonly #newCentre: number[];

  private constructor(vertices: readonly number[], centre: readonly number[], radius: number) {
    this.vertices = vertices;
    this.centre = centre;
    this.#radius = radius;
    this.#newCentre = [...centre];
  }

  /**
   * The eyeball that a joint holds; undefined in a model without.
   * @param positions Float32Array [vertices × 3], metres.
   */
  static find(model: FaceModel, positions: Float32Array, joint: string): Eyeball | undefined {
    const index = model.jointNames.indexOf(joint);
    const jointCount = model.jointNames.length;
    const vertices: number[] = [];
    for (let vertex = 0; index >= 0 && vertex < positions.length / 3; vertex += 1) {
      if ((model.skinningWeights[vertex * jointCount + index] ?? 0) > HELD) {
        vertices.push(vertex);
      }
    }
    if (vertices.length === 0) {
      return undefined;
    }
    const centre = [0, 1, 2].map((axis) =>
      middle(vertices.map((vertex) => positions[vertex * 3 + axis] ?? 0)),
    );
    const distances = vertices.map((vertex) =>
      Math.hypot(...centre.map((value, axis) => (positions[vertex * 3 + axis] ?? 0) - value)),
    );
    return new Eyeball(vertices, centre, middle(distances));
  }

  /** Moves it by `shift` [3], metres. */
  move(shift: ArrayLike<number>): void {
    this.#newCentre.splice(0, 3, ...this.centre.map((value, axis) => value + (shift[axis] ?? 0)));
  }

  /**
   * Puts a point of the skin as far from the moved eyeball as it was from the unmoved one, if it is near.
   * @param from [3]: where the point was.
   * @param to [3]: where it is sent, changed in place.
   */
  keepDistance(from: ArrayLike<number>, to: Float64Array): void {
    const before = distance(from, this.centre);
    const after = distance(to, this.#newCentre);
    const share = smoothstep(FAR, NEAR, before / this.#radius);
    const scale = after > 0 ? 1 + share * (before / after - 1) : 1;
    for (let axis = 0; axis < 3; axis += 1) {
      const centre = this.#newCentre[axis] ?? 0;
      to[axis] = centre + scale * ((to[axis] ?? 0) - centre);
    }
  }
}

/** Midway between the least and the greatest: an eyeball's vertices crowd where it is seen. */
function middle(values: readonly number[]): number {
  return (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0), (a[2] ?? 0) - (b[2] ?? 0));
}
