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
import { largestDifference } from '../../../support/largest-difference.ts';
import { sampleIdentity } from '../../../support/sample-identity.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { createPerson } from '../../../support/wrinkle-people.ts';

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
    const { relief, ...read } = readIdentity(writeIdentity(SAMPLE));
    const { relief: written, ...expected } = SAMPLE;

    expect(read).toEqual(expected);
    expect(relief?.size).toBe(written?.size);
  });

  it('gives back a wrinkle basis and a relief within half a 127th of each map’s largest number', () => {
    const basis = createPerson(3).maps;
    const displacement = Float32Array.from({ length: 64 * 64 }, (_, i) => 1e-4 * Math.sin(i));
    const { detail, relief } = readIdentity(
      writeIdentity(
        sampleIdentity({
          detail: { pack: 'open', values: basis, confidence: undefined },
          relief: { size: 64, displacement },
        }),
      ),
    );

    for (let map = 0; map < 17; map += 1) {
      const own = basis.subarray(map * 65536, (map + 1) * 65536);
      const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const read = detail?.values.subarray(map * 65536, (map + 1) * 65536) ?? own.subarray(1);
      expect(largestDifference(read, own)).toBeLessThanOrEqual((largest / 127) * 0.501);
    }
    expect(largestDifference(relief?.displacement ?? basis, displacement)).toBeLessThan(0.4e-6);
  });

  it('loses nothing more when what was read is written again', () => {
    const detail = { pack: 'open', values: createPerson(3).maps, confidence: undefined };
    const mapsOf = (bytes: Uint8Array) => {
      const { tensors } = readSafetensors(bytes);
      return Buffer.concat(
        ['detail/maps', 'relief/map'].map(
          (name) => new Uint8Array(Array.from(tensors.get(name)?.data ?? [], Number)),
        ),
      );
    };
    const first = writeIdentity(sampleIdentity({ detail }));

    expect(first.length).toBeLessThan(1.3e6);
    expect(mapsOf(writeIdentity(readIdentity(first))).equals(mapsOf(first))).toBe(true);
  });

  it('reads the metres of version 1', () => {
    const basis = createPerson(3).maps;
    const metres = Float32Array.from({ length: 16 }, (_, i) => i * 1e-5);
    const { detail, relief } = readIdentity(
      forge({ version: 1 }, [
        ['detail', { type: 'F32', shape: [basis.length], data: basis }],
        ['relief/map', undefined],
        ['relief/step', undefined],
        ['relief', { type: 'F32', shape: [4, 4], data: metres }],
      ]),
    );

    expect(largestDifference(detail?.values ?? metres, basis)).toBe(0);
    expect(relief).toEqual({ size: 4, displacement: metres });
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
      forge({}, [['relief/map', { type: 'I8', shape: [2, 3], data: new Int8Array(6) }]]),
      /not square/,
    ],
    [
      'a relief of more texels than any has',
      forge({}, [['relief/map', { type: 'I8', shape: [1025, 1025], data: new Int8Array(1025 ** 2) }]]),
      /"relief\/map" has 1050625 numbers/,
    ],
    ['a relief without its step', forge({}, [['relief/step', undefined]]), /"relief\/step" is missing/],
    [
      'a relief in steps of NaN',
      forge({}, [['relief/step', { type: 'F32', shape: [1], data: Float32Array.of(Number.NaN) }]]),
      /"relief\/step" holds NaN/,
    ],
    [
      'wrinkle maps of another size',
      forge({}, [['detail/maps', { type: 'I8', shape: [17, 2, 2], data: new Int8Array(68) }]]),
      /"detail\/maps" is I8 \[17 × 2 × 2\], expected/,
    ],
    [
      'wrinkle maps in steps below 0',
      forge({}, [
        ['detail/maps', { type: 'I8', shape: [17, 256, 256], data: new Int8Array(17 * 65536) }],
        ['detail/steps', { type: 'F32', shape: [17], data: new Float32Array(17).fill(-1e-6) }],
      ]),
      /"detail\/steps" has steps below 0/,
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
