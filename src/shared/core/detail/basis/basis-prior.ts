import { MalformedFileError } from '../../tensor/malformed-file-error.ts';
import { readSafetensors } from '../../tensor/safetensors.ts';
import { takeTensor } from '../../tensor/take-tensor.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { RELIEF_SIZE } from '../relief/relief-observation.ts';
import { LARGEST_STEP, scaleMaps } from './stepped-maps.ts';
import { BASIS_MAP_COUNT, boundWrinkleBasis, type WrinkleBasis } from './wrinkle-basis.ts';

/** What is known of anybody's wrinkles before they are seen: those of many made-up people. */
export interface BasisPrior {
  /** The average person's. */
  readonly average: WrinkleBasis;
  /** Standard deviation of each number of its maps over people, metres, Float32Array [17 × 256 × 256]. */
  readonly deviation: Float32Array;
  /** Standard deviation of a relief network's displacement where its confidence is 1, metres. */
  readonly noise: number;
}

/** A network that errs by more is none, metres. */
const LARGEST_NOISE = 0.01;

const FILE = 'wrinkle basis';
const SHAPE = [BASIS_MAP_COUNT, RELIEF_SIZE, RELIEF_SIZE];

/**
 * Reads the open pack's `wrinkle-basis.safetensors`: maps of 8 bits, and how many metres a step of each map is.
 * @throws MalformedFileError naming the first thing that is wrong.
 */
export function readBasisPrior(bytes: Uint8Array): BasisPrior {
  const { tensors } = readSafetensors(bytes);
  const [noise = 0] = takeTensor(FILE, tensors, 'noise', 'F32', [1]).data;
  if (!(noise > 0 && noise <= LARGEST_NOISE)) {
    throw new MalformedFileError(`${FILE}: a noise of ${noise} m, up to ${LARGEST_NOISE} expected`);
  }
  const maps = scaledMaps(tensors, 'average', 'I8');
  boundWrinkleBasis(maps);
  return {
    average: { size: RELIEF_SIZE, maps },
    deviation: scaledMaps(tensors, 'deviation', 'U8'),
    noise,
  };
}

function scaledMaps(tensors: ReadonlyMap<string, Tensor>, name: string, type: 'I8' | 'U8'): Float32Array {
  const { data } = takeTensor(FILE, tensors, `${name}/maps`, type, SHAPE);
  const steps = takeTensor(FILE, tensors, `${name}/steps`, 'F32', [BASIS_MAP_COUNT]).data;
  if (!steps.every((step) => step >= 0 && step <= LARGEST_STEP)) {
    throw new MalformedFileError(`${FILE}: "${name}/steps" must lie between 0 and ${LARGEST_STEP} m`);
  }
  return scaleMaps({ maps: data, steps });
}
