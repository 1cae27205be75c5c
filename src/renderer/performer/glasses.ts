import {
  CurvePath,
  Group,
  LineCurve3,
  Mesh,
  MeshPhysicalMaterial,
  TorusGeometry,
  TubeGeometry,
  Vector3,
} from 'three';
import type { PerformerLook } from '../../shared/core/performance/performer-look.ts';

/** Half width and half height of a lens, and thickness of its rim, metres. */
const KINDS = {
  round: { width: 0.024, height: 0.023, rim: 0.0009, color: 0x8a6a3a },
  broad: { width: 0.029, height: 0.02, rim: 0.0022, color: 0x16130f },
} as const;

/** How far the lenses stand before the middle of the eyeballs, and how far below it, metres. */
const BEFORE_EYES = 0.026;
const BELOW_EYES = 0.003;
/** Where the temples reach the ears, from between the eyes, metres. */
const EARS = { x: 0.076, y: 0.008, z: -0.075 } as const;

/**
 * A pair of glasses in the frame of a head at rest.
 * @param left middle of the left eyeball, in the model's frame, metres.
 */
export function createGlasses(
  kind: NonNullable<PerformerLook['glasses']>,
  left: Vector3,
  right: Vector3,
): Group {
  const { width, height, rim, color } = KINDS[kind];
  const material = new MeshPhysicalMaterial({ color, roughness: 0.35, metalness: 0.3, clearcoat: 0.6 });
  const group = new Group();
  const middle = left.clone().add(right).multiplyScalar(0.5);
  for (const eye of [left, right]) {
    const side = Math.sign(eye.x - middle.x);
    const lens = new Vector3(eye.x, eye.y - BELOW_EYES, eye.z + BEFORE_EYES);
    const ring = new Mesh(new TorusGeometry(1, rim / width, 8, 48), material);
    ring.scale.set(width, height, width);
    ring.position.copy(lens);
    const temple = [
      new Vector3(lens.x + side * width, lens.y + 0.004, lens.z),
      new Vector3(lens.x + side * (width + 0.008), lens.y + 0.006, lens.z - 0.01),
      new Vector3(side * EARS.x, middle.y + EARS.y, middle.z + EARS.z),
    ];
    group.add(ring, new Mesh(tube(temple, rim), material));
  }
  const bridge = [right, left].map(
    (eye) =>
      new Vector3(eye.x - Math.sign(eye.x - middle.x) * width, eye.y + 0.002, eye.z + BEFORE_EYES + rim),
  );
  group.add(new Mesh(tube(bridge, rim), material));
  return group;
}

/** A wire through points. */
function tube(points: readonly Vector3[], radius: number): TubeGeometry {
  const path = new CurvePath<Vector3>();
  for (const [index, point] of points.slice(1).entries()) {
    path.add(new LineCurve3(points[index] ?? point, point));
  }
  return new TubeGeometry(path, 24, radius, 6);
}
