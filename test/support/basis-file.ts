import type { BasisPrior } from '../../src/shared/core/detail/basis/basis-prior.ts';
import { BASIS_MAP_COUNT } from '../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { writeSafetensors } from '../../src/shared/core/tensor/safetensors.ts';

/** A `wrinkle-basis.safetensors` of 8-bit maps, within half a hundredth of their largest number. */
export function writeBasisFile({ average, deviation, noise }: BasisPrior): Uint8Array<ArrayBuffer> {
  const shape = [BASIS_MAP_COUNT, average.size, average.size];
  const stepOf = (maps: Float32Array) =>
    maps.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 100;
  const step = { average: stepOf(average.maps), deviation: stepOf(deviation) };
  const steps = (size: number) => new Float32Array(BASIS_MAP_COUNT).fill(size);
  const inSteps = (value: number, size: number) => (size === 0 ? 0 : Math.round(value / size));
  return writeSafetensors(
    new Map([
      [
        'average/maps',
        { type: 'I8', shape, data: Int8Array.from(average.maps, (value) => inSteps(value, step.average)) },
      ],
      ['average/steps', { type: 'F32', shape: [BASIS_MAP_COUNT], data: steps(step.average) }],
      [
        'deviation/maps',
        { type: 'U8', shape, data: Uint8Array.from(deviation, (value) => inSteps(value, step.deviation)) },
      ],
      ['deviation/steps', { type: 'F32', shape: [BASIS_MAP_COUNT], data: steps(step.deviation) }],
      ['noise', { type: 'F32', shape: [1], data: Float32Array.of(noise) }],
    ]),
  );
}
