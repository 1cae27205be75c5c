import { LARGEST_STEP, type SteppedMaps } from '../detail/basis/stepped-maps.ts';
import { BASIS_MAP_COUNT } from '../detail/basis/wrinkle-basis.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from './message-codec.ts';
import { floats } from './take-codec.ts';
import { WRINKLE_BASIS_MESSAGE } from './take-messages.ts';

/** Wrinkle maps as protobuf bytes (`WRINKLE_BASIS_MESSAGE`). */
export function encodeWrinkles({ maps, steps }: SteppedMaps): Uint8Array {
  const bytes = new Uint8Array(maps.buffer, maps.byteOffset, maps.byteLength);
  return encodeMessage(WRINKLE_BASIS_MESSAGE, { steps, maps: bytes });
}

/** Reads wrinkle maps. @throws MalformedMessageError when lengths or steps are wrong */
export function decodeWrinkles(bytes: Uint8Array): SteppedMaps {
  const values = decodeMessage(WRINKLE_BASIS_MESSAGE, bytes);
  const steps = floats(values, 'steps', BASIS_MAP_COUNT);
  if (!steps.every((step) => step >= 0 && step <= LARGEST_STEP)) {
    throw new MalformedMessageError(`steps of wrinkle maps lie between 0 and ${LARGEST_STEP} m`);
  }
  const { maps } = values;
  if (!(maps instanceof Uint8Array) || maps.length === 0 || !isSquare(maps.length / BASIS_MAP_COUNT)) {
    throw new MalformedMessageError(`wrinkle maps should be ${BASIS_MAP_COUNT} squares of bytes`);
  }
  return { maps: new Int8Array(maps.buffer, maps.byteOffset, maps.length), steps };
}

function isSquare(texels: number): boolean {
  return Number.isInteger(Math.sqrt(texels));
}
