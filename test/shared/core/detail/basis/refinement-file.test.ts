import { describe, expect, it } from 'vitest';
import {
  type LearntWrinkles,
  NewerLearntError,
  readLearnt,
  writeLearnt,
} from '../../../../../src/shared/core/detail/basis/refinement-file.ts';
import { MalformedFileError } from '../../../../../src/shared/core/tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../../../../../src/shared/core/tensor/safetensors.ts';

const LEARNT: LearntWrinkles = {
  origin: 'somebody',
  state: {
    corrections: Float32Array.from({ length: 3 * 17 }, (_, i) => i * 1e-6),
    covariances: Float32Array.from({ length: 2 * 17 * 17 }, (_, i) => (i % 7) / 10),
  },
};

/** The file with other metadata. */
function withHeader(header: string): Uint8Array {
  const { tensors } = readSafetensors(writeLearnt(LEARNT));
  return writeSafetensors(tensors, { refinement: header });
}

describe('a file of learnt wrinkles', () => {
  it('holds every bit', () => {
    expect(readLearnt(writeLearnt(LEARNT))).toEqual(LEARNT);
  });

  it('is refused by its version when a later Furrow made it', () => {
    expect(() => readLearnt(withHeader('{"version":2}'))).toThrow(NewerLearntError);
  });

  it.each(['', '{', 'null', '{}', '{"version":1}', '{"version":"1","origin":"somebody"}'])(
    'is refused with the metadata %j',
    (header) => {
      expect(() => readLearnt(withHeader(header))).toThrow(MalformedFileError);
    },
  );

  it('is refused wherever it is cut off', () => {
    const bytes = writeLearnt(LEARNT);
    for (const length of [0, 7, 20, 200, bytes.length - 1]) {
      expect(() => readLearnt(bytes.subarray(0, length))).toThrow(MalformedFileError);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5])('is refused when it holds %d', (value) => {
    for (const name of ['corrections', 'covariances'] as const) {
      const spoilt = LEARNT.state[name].slice();
      spoilt[5] = value;
      const bytes = writeLearnt({ ...LEARNT, state: { ...LEARNT.state, [name]: spoilt } });
      expect(() => readLearnt(bytes)).toThrow(name);
    }
  });
});
