import type { RegionMask } from '../../face/face-model.ts';
import { showRelief } from '../shown-relief.ts';
import type { Steps } from './in-steps.ts';
import { type SteppedMaps, stepMap } from './stepped-maps.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from './wrinkle-basis.ts';

/**
 * What shows of a basis on its head (`showRelief`), in 8 bits: whatever its activations, the displacement is that of the
 * basis where the mask is full, and the model's fixed displacement is added once. A map a step.
 * @param fixed metres, Float32Array [size × size]; undefined for a model without one.
 */
export function* showBasis(
  { size, maps }: WrinkleBasis,
  mask: RegionMask,
  fixed: Float32Array | undefined,
): Steps<SteppedMaps> {
  const texels = size * size;
  const shown = { maps: new Int8Array(maps.length), steps: new Float32Array(BASIS_MAP_COUNT) };
  for (let map = 0; map < BASIS_MAP_COUNT; map++) {
    const start = map * texels;
    const displacement = maps.slice(start, start + texels);
    showRelief(displacement, mask, map === 0 ? fixed : undefined);
    shown.steps[map] = stepMap(displacement, shown.maps.subarray(start, start + texels));
    yield;
  }
  return shown;
}
