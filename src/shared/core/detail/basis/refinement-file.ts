/**
 * What was learnt of a person's wrinkles as a file, `.learnt`: safetensors with the arrays of RefinementState, and the
 * metadata key `refinement`: a version, and whose wrinkles they are.
 */
import { MalformedFileError } from '../../tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../../tensor/safetensors.ts';
import { ANY_EXTENT, takeTensor } from '../../tensor/take-tensor.ts';
import type { RefinementState } from './basis-refinement.ts';
import { BASIS_MAP_COUNT, LARGEST_WRINKLE } from './wrinkle-basis.ts';

/** Ending of the file's name. */
export const LEARNT_ENDING = '.learnt';

/** Largest file accepted, bytes: that of maps all of which may change. Readers of files look at the size first. */
export const LARGEST_LEARNT_BYTES = 16 << 20;

/** Raised when older readers would misunderstand the file. */
const VERSION = 1;

const METADATA_KEY = 'refinement';
const FILE = 'learnt wrinkles';

/** What a file of learnt wrinkles says. */
export interface LearntWrinkles {
  /** Tells the enrolment and the face pack that it goes on from; made by whoever writes the file. */
  readonly origin: string;
  readonly state: RefinementState;
}

/** A file of a later Furrow, which must not be overwritten. */
export class NewerLearntError extends Error {
  override readonly name = 'NewerLearntError';
}

/** Writes the file. */
export function writeLearnt({ origin, state }: LearntWrinkles): Uint8Array<ArrayBuffer> {
  const { corrections, covariances } = state;
  const texels = corrections.length / BASIS_MAP_COUNT;
  const blocks = covariances.length / BASIS_MAP_COUNT ** 2;
  return writeSafetensors(
    new Map([
      ['corrections', { type: 'F32', shape: [texels, BASIS_MAP_COUNT], data: corrections }],
      ['covariances', { type: 'F32', shape: [blocks, BASIS_MAP_COUNT, BASIS_MAP_COUNT], data: covariances }],
    ]),
    { [METADATA_KEY]: JSON.stringify({ version: VERSION, origin }) },
  );
}

/**
 * Reads and validates the file. Its arrays are views of `bytes` where aligned (safetensors.ts).
 * @throws NewerLearntError for a file of a later version, MalformedFileError for anything else that is none.
 */
export function readLearnt(bytes: Uint8Array): LearntWrinkles {
  const { tensors, metadata } = readSafetensors(bytes);
  const { version, origin } = parseHeader(metadata[METADATA_KEY]);
  if (typeof version === 'number' && version > VERSION) {
    throw new NewerLearntError(`${FILE} of version ${version}, this Furrow knows version ${VERSION}`);
  }
  if (version !== VERSION || typeof origin !== 'string') {
    throw new MalformedFileError(`${FILE}: the metadata says neither version nor origin`);
  }
  const take = (name: string, shape: readonly number[], largest: number): Float32Array => {
    const { data } = takeTensor(FILE, tensors, name, 'F32', shape);
    for (let at = 0; at < data.length; at++) {
      // Not so for NaN.
      if (!(Math.abs(data[at] ?? 0) <= largest)) {
        throw new MalformedFileError(`${FILE}: "${name}" holds numbers beyond ±${largest}`);
      }
    }
    return data;
  };
  const corrections = take('corrections', [ANY_EXTENT, BASIS_MAP_COUNT], LARGEST_WRINKLE);
  const covariances = take('covariances', [ANY_EXTENT, BASIS_MAP_COUNT, BASIS_MAP_COUNT], 1);
  return { origin, state: { corrections, covariances } };
}

function parseHeader(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(json ?? ''));
  } catch (cause) {
    throw new MalformedFileError(`${FILE}: the file has no "${METADATA_KEY}" metadata`, { cause });
  }
}
