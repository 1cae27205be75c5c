import { seededRandom } from './seeded-random.ts';

/** A wave of displacement through space: lengths in metres. */
interface Wave {
  /** Radians per metre along each axis. */
  readonly frequency: readonly [number, number, number];
  readonly phase: number;
  /** Unit direction that it moves points in. */
  readonly direction: readonly [number, number, number];
}

const WAVES = 6;

/** Shortest and longest wave, metres: eyeballs stay round, left and right differ. */
const SHORTEST = 0.13;
const LONGEST = 0.24;

/**
 * Bends a head by a smooth random field: asymmetry and proportions that no linear model of heads has among its modes.
 * What lies close together moves together, so lids stay on eyeballs and lips on teeth.
 *
 * @param vertices Float32Array [n × 3], metres; not changed.
 * @param height root mean square of the displacement, metres.
 * @returns the bent vertices.
 */
export function warpHead(vertices: Float32Array, height: number, seed: number): Float32Array {
  const waves = drawWaves(seed);
  // A sine's mean square is one half.
  const scale = height * Math.sqrt(2 / WAVES);
  const warped = vertices.slice();
  for (let at = 0; at < vertices.length; at += 3) {
    for (const { frequency, phase, direction } of waves) {
      const along =
        frequency[0] * (vertices[at] ?? 0) +
        frequency[1] * (vertices[at + 1] ?? 0) +
        frequency[2] * (vertices[at + 2] ?? 0);
      const swing = scale * Math.sin(along + phase);
      for (let axis = 0; axis < 3; axis += 1) {
        warped[at + axis] = (warped[at + axis] ?? 0) + swing * (direction[axis] ?? 0);
      }
    }
  }
  return warped;
}

function drawWaves(seed: number): Wave[] {
  const random = seededRandom(seed);
  return Array.from({ length: WAVES }, () => {
    const [x, y, z] = drawDirection(random);
    const radians = (2 * Math.PI) / (SHORTEST + (LONGEST - SHORTEST) * random());
    return {
      frequency: [x * radians, y * radians, z * radians],
      phase: 2 * Math.PI * random(),
      direction: drawDirection(random),
    };
  });
}

/** A direction with no preference (Archimedes: a sphere's height is evenly distributed). */
function drawDirection(random: () => number): [number, number, number] {
  const z = 2 * random() - 1;
  const angle = 2 * Math.PI * random();
  const radius = Math.sqrt(1 - z * z);
  return [radius * Math.cos(angle), radius * Math.sin(angle), z];
}
