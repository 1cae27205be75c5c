import { LARGEST_STEP, type SteppedMaps } from '../detail/basis/stepped-maps.ts';
import { BASIS_MAP_COUNT } from '../detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../detail/relief/relief-observation.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from './message-codec.ts';
import { floats } from './take-codec.ts';
import { WRINKLE_BASIS_MESSAGE } from './take-messages.ts';

const MAP_BYTES = BASIS_MAP_COUNT * RELIEF_SIZE ** 2;

/** Refined wrinkle maps as protobuf bytes (`WRINKLE_BASIS_MESSAGE`). */
export function encodeWrinkles({ maps, steps }: SteppedMaps): Uint8Array {
  const bytes = new Uint8Array(maps.buffer, maps.byteOffset, maps.byteLength);
  return encodeMessage(WRINKLE_BASIS_MESSAGE, { steps, maps: bytes });
}

/** Reads refined wrinkle maps. @throws MalformedMessageError when lengths or steps are wrong */
export function decodeWrinkles(bytes: Uint8Array): SteppedMaps {
  const values = decodeMessage(WRINKLE_BASIS_MESSAGE, bytes);
  const steps = floats(values, 'steps', BASIS_MAP_COUNT);
  if (!steps.every((step) => step >= 0 && step <= LARGEST_STEP)) {
    throw new MalformedMessageError(`steps of wrinkle maps lie between 0 and ${LARGEST_STEP} m`);
  }
  const { maps } = values;
  if (!(maps instanceof Uint8Array) || maps.length !== MAP_BYTES) {
    throw new MalformedMessageError(`wrinkle maps should hold ${MAP_BYTES} bytes`);
  }
  return { maps: new Int8Array(maps.buffer, maps.byteOffset, maps.length), steps };
}
