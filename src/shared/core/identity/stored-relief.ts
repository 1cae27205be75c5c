/**
 * The large maps of an identity file: a wrinkle basis and the relief at rest, in 8 bits. A step is a 127th of a map's
 * largest number, and half of it is lost: at most 16 µm of a fold that is 4 mm deep. Version 1 held metres (F32), which
 * are still read.
 */
import { LARGEST_STEP, scaleMaps, stepMap } from '../detail/basis/stepped-maps.ts';
import { BASIS_MAP_COUNT } from '../detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../detail/relief/relief-observation.ts';
import { WRINKLE_REGION_COUNT } from '../face/wrinkle-regions.ts';
import { MalformedFileError } from '../tensor/malformed-file-error.ts';
import { ANY_EXTENT } from '../tensor/take-tensor.ts';
import type { DetailCode, StaticRelief } from './identity.ts';
import type { IdentityTensors, NamedTensor } from './identity-tensors.ts';
import { isWrinkleBasis } from './own-wrinkles.ts';

/** Beyond these a value is no person's: codes, metres. */
const LARGEST_CODE = 1e4;
const LARGEST_RELIEF = 0.02;

/** Other packs' codes are far shorter than a wrinkle basis. */
const MOST_CODE_VALUES = BASIS_MAP_COUNT * RELIEF_SIZE ** 2;
const BASIS_SHAPE = [BASIS_MAP_COUNT, RELIEF_SIZE, RELIEF_SIZE];
const LARGEST_RELIEF_SIZE = 1024;

/** @throws MalformedFileError for what is no detail code. */
export function readDetail(take: IdentityTensors, pack: string): DetailCode {
  return {
    pack,
    values: take.has('detail/maps')
      ? readBasis(take)
      : take.floats('detail', [ANY_EXTENT], LARGEST_CODE, MOST_CODE_VALUES),
    confidence: take.has('detail/confidence')
      ? take.weights('detail/confidence', WRINKLE_REGION_COUNT)
      : undefined,
  };
}

/** A detail code's arrays. */
export function detailTensors(detail: DetailCode): readonly NamedTensor[] {
  const { values, confidence } = detail;
  const code: readonly NamedTensor[] = isWrinkleBasis(detail)
    ? basisTensors(values)
    : [['detail', { type: 'F32', shape: [values.length], data: values }]];
  return confidence === undefined
    ? code
    : [...code, ['detail/confidence', { type: 'F32', shape: [WRINKLE_REGION_COUNT], data: confidence }]];
}

/** @throws MalformedFileError for what is no relief. */
export function readRelief(take: IdentityTensors): StaticRelief | undefined {
  const shape = [ANY_EXTENT, ANY_EXTENT];
  const most = LARGEST_RELIEF_SIZE ** 2;
  if (take.has('relief/map')) {
    const map = take.steps('relief/map', shape, most);
    const [step = 0] = takeSteps(take, 'relief/step', 1);
    return squareRelief(Float32Array.from(map, (count) => count * step));
  }
  return take.has('relief') ? squareRelief(take.floats('relief', shape, LARGEST_RELIEF, most)) : undefined;
}

/** A relief's arrays. */
export function reliefTensors({ size, displacement }: StaticRelief): readonly NamedTensor[] {
  const data = new Int8Array(displacement.length);
  const step = stepMap(displacement, data);
  return [
    ['relief/map', { type: 'I8', shape: [size, size], data }],
    ['relief/step', { type: 'F32', shape: [1], data: Float32Array.of(step) }],
  ];
}

function readBasis(take: IdentityTensors): Float32Array {
  const maps = take.steps('detail/maps', BASIS_SHAPE, MOST_CODE_VALUES);
  return scaleMaps({ maps, steps: takeSteps(take, 'detail/steps', BASIS_MAP_COUNT) });
}

function basisTensors(values: Float32Array): readonly NamedTensor[] {
  const data = new Int8Array(values.length);
  const texels = values.length / BASIS_MAP_COUNT;
  const steps = Float32Array.from({ length: BASIS_MAP_COUNT }, (_, map) =>
    stepMap(
      values.subarray(map * texels, (map + 1) * texels),
      data.subarray(map * texels, (map + 1) * texels),
    ),
  );
  return [
    ['detail/maps', { type: 'I8', shape: BASIS_SHAPE, data }],
    ['detail/steps', { type: 'F32', shape: [BASIS_MAP_COUNT], data: steps }],
  ];
}

function takeSteps(take: IdentityTensors, name: string, count: number): Float32Array {
  const steps = take.floats(name, [count], LARGEST_STEP);
  if (steps.some((step) => step < 0)) {
    throw new MalformedFileError(`identity: "${name}" has steps below 0`);
  }
  return steps;
}

function squareRelief(displacement: Float32Array): StaticRelief {
  const size = Math.sqrt(displacement.length);
  if (!Number.isInteger(size)) {
    throw new MalformedFileError('identity: "relief" is not square');
  }
  return { size, displacement };
}
