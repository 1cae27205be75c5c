import { describe, expect, it } from 'vitest';
import {
  LARGEST_IDENTITY_BYTES,
  readIdentity,
  writeIdentity,
} from '../../../../src/shared/core/identity/identity-file.ts';
import {
  IDENTITY_MIGRATIONS,
  IDENTITY_VERSION,
  type IdentityMigration,
  migrateIdentity,
  NewerIdentityError,
} from '../../../../src/shared/core/identity/identity-version.ts';
import { MalformedFileError } from '../../../../src/shared/core/tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../../../../src/shared/core/tensor/safetensors.ts';
import type { Tensor } from '../../../../src/shared/core/tensor/tensor.ts';
import { sampleIdentity } from '../../../support/sample-identity.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const SAMPLE = sampleIdentity();

/** The sample's file with its JSON or its arrays changed. */
function forge(
  header: Readonly<Record<string, unknown>>,
  tensors: readonly (readonly [string, Tensor | undefined])[] = [],
): Uint8Array {
  const { metadata, tensors: present } = readSafetensors(writeIdentity(SAMPLE));
  const changed = new Map(present);
  for (const [name, tensor] of tensors) {
    if (tensor === undefined) {
      changed.delete(name);
    } else {
      changed.set(name, tensor);
    }
  }
  const fields = { ...JSON.parse(metadata.identity ?? ''), ...header };
  return writeSafetensors(changed, { identity: JSON.stringify(fields) });
}

describe('identity file', () => {
  it('gives back every part, number by number', () => {
    expect(readIdentity(writeIdentity(SAMPLE))).toEqual(SAMPLE);
  });

  it('leaves out what was not found', () => {
    const plain = sampleIdentity({
      irisColor: undefined,
      skin: undefined,
      detail: undefined,
      relief: undefined,
      calibration: { neutral: undefined, range: SAMPLE.calibration.range },
    });

    expect(readIdentity(writeIdentity(plain))).toEqual(plain);
  });

  it('reads a detail code that does not tell how much of it was seen', () => {
    const older = readIdentity(forge({}, [['detail/confidence', undefined]]));

    expect(older.detail).toEqual({ ...SAMPLE.detail, confidence: undefined });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a name of control characters', forge({ name: 'a\u0007' }), /"name"/],
    ['no name', forge({ name: ' ' }), /"name"/],
    ['an id that is a path', forge({ id: '../../etc' }), /"id"/],
    ['a revision of 0', forge({ revision: 0 }), /"revision"/],
    ['a time that is text', forge({ createdTime: 'now' }), /"createdTime"/],
    ['no face model', forge({ faceModel: undefined }), /"faceModel"/],
    ['a colour of four numbers', forge({ irisColor: [1, 2, 3, 4] }), /"irisColor"/],
    ['a skin that is a web page', forge({ skin: { type: 'text/html', size: 4 } }), /"type"/],
    ['a quality beyond 1', forge({ quality: { ...SAMPLE.quality, shape: 7 } }), /"shape"/],
    ['a version that is text', forge({ version: '1' }), /no version/],
    ['no shape', forge({}, [['shape', undefined]]), /"shape" is missing/],
    [
      'landmarks of NaN',
      forge({}, [
        ['landmarkResidual', { type: 'F32', shape: [478, 3], data: new Float32Array(1434).fill(Number.NaN) }],
      ]),
      /"landmarkResidual" holds NaN/,
    ],
    [
      'a confidence below 0',
      forge({}, [['detail/confidence', { type: 'F32', shape: [15], data: new Float32Array(15).fill(-0.5) }]]),
      /"detail\/confidence" has weights below 0/,
    ],
    [
      'a rotation of nothing',
      forge({}, [['neutral/headRotation', { type: 'F64', shape: [4], data: new Float64Array(4) }]]),
      /unit quaternion/,
    ],
    [
      'a relief that is not square',
      forge({}, [['relief', { type: 'F32', shape: [2, 3], data: new Float32Array(6) }]]),
      /not square/,
    ],
    ['another safetensors file', writeSafetensors(new Map(), { 'face-model': '{}' }), /something else/],
    ['text', new TextEncoder().encode('this is no identity, but long enough to look at'), /safetensors/],
    ['nothing', new Uint8Array(0), /ends after 0 bytes/],
    ['a file beyond the cap', new Uint8Array(LARGEST_IDENTITY_BYTES + 1), /at most/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readIdentity(bytes)).toThrow(MalformedFileError);
    expect(() => readIdentity(bytes)).toThrow(message);
  });

  it('refuses a file cut off anywhere', () => {
    const bytes = writeIdentity(SAMPLE);

    for (let length = 0; length < bytes.length; length += 97) {
      expect(() => readIdentity(bytes.subarray(0, length))).toThrow(MalformedFileError);
    }
  });

  it('takes a file with flipped bytes for one of its own, or refuses it, and never fails otherwise', () => {
    const bytes = writeIdentity(SAMPLE);
    const random = seededRandom(3);
    let refused = 0;

    for (let round = 0; round < 400; round += 1) {
      const broken = bytes.slice();
      // Half of them hit the header, where everything hangs together.
      const reach = round % 2 === 0 ? 2600 : broken.length;
      for (let flip = 0; flip <= round % 5; flip += 1) {
        broken[Math.floor(random() * reach)] = Math.floor(random() * 256);
      }
      try {
        readIdentity(broken);
      } catch (thrown) {
        expect(thrown instanceof MalformedFileError || thrown instanceof NewerIdentityError).toBe(true);
        refused += 1;
      }
    }

    expect(refused).toBeGreaterThan(100);
  });

  it('tells a newer file from a broken one', () => {
    expect(() => readIdentity(forge({ version: IDENTITY_VERSION + 1 }))).toThrow(NewerIdentityError);
  });

  it('writes nothing that it would not read', () => {
    const nameless = sampleIdentity({ name: '' });
    const torn = sampleIdentity({ landmarkResidual: new Float32Array(3) });

    expect(() => writeIdentity(nameless)).toThrow(/"name"/);
    expect(() => writeIdentity(torn)).toThrow(/landmarkResidual/);
  });
});

describe('migrateIdentity', () => {
  const appending =
    (word: string): IdentityMigration =>
    ({ header, tensors }) => ({ header: { ...header, name: `${header.name}${word}` }, tensors });

  it('goes step by step from a file’s version to the present one', () => {
    const steps = [appending('2'), appending('3')];
    const document = { header: { name: '' }, tensors: new Map() };

    expect(migrateIdentity(document, 1, steps).header.name).toBe('23');
    expect(migrateIdentity(document, 2, steps).header.name).toBe('3');
    expect(migrateIdentity(document, 3, steps).header.name).toBe('');
  });

  it('has a step for every version before the present one', () => {
    expect(IDENTITY_MIGRATIONS).toHaveLength(IDENTITY_VERSION - 1);
  });
});
