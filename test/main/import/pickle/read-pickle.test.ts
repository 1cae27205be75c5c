import { readFileSync } from 'node:fs';
import { crc32, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NumpyArray } from '../../../../src/main/import/pickle/numpy-array.ts';
import {
  type PickleDictionary,
  PickledArray,
  type PickleValue,
} from '../../../../src/main/import/pickle/pickle-value.ts';
import { readPickleBytes } from '../../../../src/main/import/pickle/read-pickle.ts';
import {
  built,
  bytes,
  dictionary,
  float64Array,
  global,
  integer,
  list,
  numpyArray,
  oldString,
  pickleOf,
  raw,
  reduce,
  text,
  tuple,
} from '../../../support/pickle-bytes.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../../fixtures/pickles/${name}`, import.meta.url));
}

function readDictionary(content: Uint8Array): PickleDictionary {
  const value = readPickleBytes(content, 'model.pkl');
  if (!(value instanceof Map)) {
    throw new Error('not a dictionary');
  }
  return value;
}

function tensorOf(value: PickleValue) {
  if (!(value instanceof PickledArray)) {
    throw new Error('not an array');
  }
  return value.toTensor('the array');
}

/** Arrays as tensors, the rest as it is. */
function plain(value: PickleValue): unknown {
  return value instanceof PickledArray ? tensorOf(value) : value;
}

function nested({ shape, data }: ReturnType<typeof tensorOf>): unknown {
  const numbers: unknown[] = Array.from(data, Number);
  return shape.reduceRight(
    (items, extent, axis) =>
      axis === 0
        ? items
        : Array.from({ length: items.length / extent }, (_, i) => items.slice(i * extent, (i + 1) * extent)),
    numbers,
  );
}

const COUNTS = [0, 1, 2, 3, 4, 5];
const SPARSE = { type: 'F64', shape: [2, 3], data: Float64Array.of(0, 2, 0, 1.5, 0, -4) };

describe.each([0, 1, 2, 3, 4, 5])('readPickle of protocol %i', (protocol) => {
  const content = readDictionary(fixture(`protocol-${protocol}.pkl`));
  const value = (key: string) => plain(content.get(key));

  it('reads arrays of every order and type', () => {
    expect(value('row_major')).toEqual({ type: 'F64', shape: [2, 3], data: Float64Array.from(COUNTS) });
    expect(value('column_major')).toEqual({ type: 'F32', shape: [2, 3], data: Float32Array.from(COUNTS) });
    expect(value('big_endian')).toEqual({ type: 'I16', shape: [2, 3], data: Int16Array.from(COUNTS) });
    expect(value('half')).toEqual({
      type: 'F16',
      shape: [2, 3],
      data: Uint16Array.of(0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500),
    });
    expect(value('unsigned')).toEqual({
      type: 'I64',
      shape: [2, 3],
      data: BigInt64Array.from(COUNTS, BigInt),
    });
    expect(value('flags')).toEqual({ type: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) });
    expect(value('empty')).toEqual({ type: 'F64', shape: [0, 3], data: new Float64Array() });
    expect(value('number')).toEqual({ type: 'F32', shape: [], data: Float32Array.of(1.5) });
  });

  it('reads sparse matrices and arrays of objects', () => {
    const objects = content.get('objects');

    expect(value('csc')).toEqual(SPARSE);
    expect(value('csr')).toEqual(SPARSE);
    expect(objects instanceof NumpyArray ? objects.objects('it').map(plain) : []).toEqual([
      value('row_major'),
      'text',
    ]);
  });

  it('reads texts, bytes, numbers and containers', () => {
    expect(value('text')).toBe('Grüße → 😀 \\ \n');
    expect(Array.from(value('content') as Uint8Array)).toEqual(Array.from({ length: 256 }, (_, i) => i));
    expect(Array.from(value('changeable') as Uint8Array)).toEqual([97, 98, 99]);
    expect([value('none'), value('yes'), value('no')]).toEqual([undefined, true, false]);
    expect([value('small'), value('medium'), value('large')]).toEqual([-1, -70000, 2 ** 40]);
    expect(value('huge')).toBe(2n ** 70n);
    expect(value('ratio')).toBe(-1.5e-8);
    expect(value('infinite')).toBe(Number.NEGATIVE_INFINITY);
    expect(value('several')).toEqual([1, [2, 3], [], new Map([['four', 4]]), new Set([5]), new Set([6])]);
  });

  it('refuses arrays of words only when they are asked for', () => {
    expect(() => value('words')).toThrow(expect.objectContaining({ code: 'import/unsupported' }));
  });
});

describe('readPickle', () => {
  it('reads Python 2 strings of protocol 0 with their escapes', () => {
    expect(readPickleBytes(raw("S'a\\x00\\'\\n\\\\\\101'\n."), 'old.pkl')).toBe("a\0'\n\\A");
  });

  it('reads an array whose bytes are a Python 2 string', () => {
    const data = oldString(new Uint8Array(Float64Array.of(1, -2).buffer));

    const array = readPickleBytes(pickleOf(numpyArray({ shape: [2], data })), 'old.pkl');

    expect(tensorOf(array).data).toEqual(Float64Array.of(1, -2));
  });

  it('reads chumpy arrays and selections without chumpy', () => {
    const ch = built(
      global('chumpy.ch', 'Ch'),
      dictionary({ x: float64Array([2, 3], COUNTS), _itr: integer(0) }),
    );
    const idxs = numpyArray({
      shape: [4],
      type: 'i4',
      data: bytes(new Uint8Array(Int32Array.of(5, 3, 1, 0).buffer)),
    });
    const selection = dictionary({ a: ch, idxs, preferred_shape: tuple(integer(2), integer(2)) });

    const value = readPickleBytes(
      pickleOf(built(global('chumpy.reordering', 'Select'), selection)),
      'mano.pkl',
    );

    expect(tensorOf(value)).toEqual({ type: 'F64', shape: [2, 2], data: Float64Array.of(5, 3, 1, 0) });
  });

  it('adds up entries of a sparse matrix that stand twice', () => {
    const whole = (values: readonly number[]) =>
      numpyArray({
        shape: [values.length],
        type: 'i4',
        data: bytes(new Uint8Array(Int32Array.from(values).buffer)),
      });
    const state = dictionary({
      _shape: tuple(integer(1), integer(2)),
      data: float64Array([3], [1, 2, 4]),
      indices: whole([1, 1, 0]),
      indptr: whole([0, 3]),
    });

    const value = readPickleBytes(
      pickleOf(built(global('scipy.sparse.csr', 'csr_matrix'), state)),
      'sparse.pkl',
    );

    expect(tensorOf(value).data).toEqual(Float64Array.of(4, 3));
  });

  it.each([
    ['os', 'system'],
    ['posix', 'system'],
    ['builtins', 'eval'],
    ['builtins', 'getattr'],
    ['subprocess', 'Popen'],
    ['torch', 'load'],
    ['__proto__', 'constructor'],
  ])('refuses %s.%s by name and executes nothing', (module, name) => {
    const call = pickleOf(reduce(global(module, name), text('echo')));

    expect(() => readPickleBytes(call, 'evil.pkl')).toThrow(
      expect.objectContaining({
        code: 'import/unsupported',
        message: expect.stringContaining(`evil.pkl: it asks for ${module}.${name}`),
      }),
    );
  });

  it.each([
    ['a persistent id', pickleOf(Buffer.concat([tuple(text('storage')), raw('Q')])), /persistent id/],
    ['an out-of-band buffer', raw('\x80\x05\x97.'), /out-of-band/],
    ['an extension code', raw('\x80\x02\x82\x01.'), /extension codes/],
    ['a newer protocol', raw('\x80\x06N.'), /protocol 6/],
  ])('refuses %s with a clear word', (_title, content, message) => {
    expect(() => readPickleBytes(content, 'odd.pkl')).toThrow(
      expect.objectContaining({ code: 'import/unsupported', message: expect.stringMatching(message) }),
    );
  });

  it.each([
    ['unsigned numbers beyond int64', { type: 'u8', shape: [1], data: bytes(Buffer.alloc(8, 0xff)) }],
    ['texts', { type: 'S8', shape: [1], data: bytes(Buffer.alloc(8)) }],
  ])('does not turn %s into numbers', (_title, parts) => {
    const array = readPickleBytes(pickleOf(numpyArray(parts)), 'odd.pkl');

    expect(() => tensorOf(array)).toThrow(expect.objectContaining({ code: 'import/unsupported' }));
  });

  it('reads lists that contain themselves', () => {
    const value = readPickleBytes(raw(']q\0h\0a.'), 'loop.pkl');

    expect(Array.isArray(value) && value[0] === value).toBe(true);
  });

  it('reads dictionaries of lists whose keys are numbers', () => {
    const value = readPickleBytes(pickleOf(dictionary([[integer(3), list(integer(4))]])), 'numbers.pkl');

    expect(value).toEqual(new Map([[3, [4]]]));
  });
});

describe.skipIf(!hasSharedData)(`the golden face models${sharedDataNote}`, () => {
  const golden = (name: string) => readFileSync(sharedPath(`golden/deca/flame/${name}`));
  const dialects = ['py2-chumpy', 'py2-select', 'py3-plain', 'py3-proto4'];

  it.each(dialects)('reads the small %s model to the expected numbers', (dialect) => {
    const expected = JSON.parse(golden('tiny.json').toString());

    const model = readDictionary(golden(`tiny.${dialect}.pkl`));

    const read = Object.fromEntries(
      [...model].map(([key, value]) => [
        key,
        value instanceof PickledArray ? nested(tensorOf(value)) : value,
      ]),
    );
    expect(read).toEqual(expected);
  });

  it('reads the same tensors from both dialects of the full-size model', () => {
    const [old, recent] = ['py2-chumpy', 'py3-plain'].map((dialect) =>
      readDictionary(gunzipSync(golden(`generic_model.cyl.${dialect}.pkl.gz`))),
    );

    expect([...(old?.keys() ?? [])].sort()).toEqual([...(recent?.keys() ?? [])].sort());
    for (const [key, value] of old ?? []) {
      expect(summary(value)).toEqual(summary(recent?.get(key)));
    }
    expect(tensorOf(old?.get('shapedirs')).shape).toEqual([5023, 3, 400]);
  });
});

/** Type, shape and CRC-32 of a tensor; anything else as it is. */
function summary(value: PickleValue): unknown {
  if (!(value instanceof PickledArray)) {
    return value;
  }
  const { type, shape, data } = tensorOf(value);
  return { type, shape, checksum: crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) };
}
