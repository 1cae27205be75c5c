import { BASIS_MAP_COUNT, boundWrinkleBasis } from './wrinkle-basis.ts';

/** The maps of a wrinkle basis in 8 bits: a quarter of the bytes, within half a step of each map. */
export interface SteppedMaps {
  /** Int8Array [17 × size × size], in steps of their map. */
  readonly maps: Int8Array;
  /** How many metres a step of each map is, Float32Array [17]. */
  readonly steps: Float32Array;
}

/** No map's numbers come in steps as large, metres: a few of them would be more than a fold is deep. */
export const LARGEST_STEP = 1e-3;

const MOST_STEPS = 127;

/**
 * Rounds one map to 8 bits, as finely as its largest number allows.
 * @param map metres, Float32Array [texels].
 * @param target in steps, Int8Array [texels].
 * @returns how many metres a step is.
 */
export function stepMap(map: Float32Array, target: Int8Array): number {
  let most = 0;
  for (let texel = 0; texel < map.length; texel++) {
    most = Math.max(most, Math.abs(map[texel] ?? 0));
  }
  const step = Math.fround(most / MOST_STEPS);
  for (let texel = 0; texel < map.length; texel++) {
    target[texel] = step > 0 ? Math.round((map[texel] ?? 0) / step) : 0;
  }
  return step;
}

/** The maps in metres, safe to show whoever made them, Float32Array [17 × texels]. */
export function unstepMaps(stepped: SteppedMaps): Float32Array {
  const maps = scaleMaps(stepped);
  boundWrinkleBasis(maps);
  return maps;
}

/** Maps of 8 bits times their steps, as they are. @param stepped steps Float32Array [17] */
export function scaleMaps({
  maps,
  steps,
}: {
  readonly maps: Int8Array | Uint8Array;
  readonly steps: Float32Array;
}): Float32Array {
  const texels = maps.length / BASIS_MAP_COUNT;
  const scaled = new Float32Array(maps.length);
  for (const [map, step] of steps.entries()) {
    for (let at = map * texels; at < (map + 1) * texels; at++) {
      scaled[at] = (maps[at] ?? 0) * step;
    }
  }
  return scaled;
}
