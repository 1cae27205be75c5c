import { readFileSync } from 'node:fs';
import { type FileHandle, open, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readNpyBytes } from '../../../src/main/import/npy.ts';
import { PickledArray, type PickleValue } from '../../../src/main/import/pickle/pickle-value.ts';
import { readPickleBytes } from '../../../src/main/import/pickle/read-pickle.ts';
import { openTorchCheckpoint } from '../../../src/main/import/torch-checkpoint.ts';
import { AppError } from '../../../src/shared/contract/app-error.ts';
import {
  built,
  bytes,
  dictionary,
  float64Array,
  global,
  integer,
  list,
  numpyArray,
  pickleOf,
  raw,
  reduce,
  text,
  torchTensor,
  tuple,
} from '../../support/pickle-bytes.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeDecaCheckpoint, writeTorchZip } from '../../support/torch-checkpoint-writer.ts';

/** This process holds the test runner and whole files; no hostile file may add more than the caps allow. */
const MEMORY_LIMIT = 1024 * 1024 * 1024;

type Reader = (content: Uint8Array) => unknown;

interface Sample {
  readonly name: string;
  readonly content: Uint8Array;
  readonly read: Reader;
}

function convertArrays(values: Iterable<PickleValue>): void {
  for (const value of values) {
    if (value instanceof PickledArray) {
      value.toTensor('the array');
    }
  }
}

const readModel: Reader = (content) => {
  const value = readPickleBytes(content, 'model.pkl');
  convertArrays(value instanceof Map ? value.values() : [value]);
};

const readEmbedding: Reader = (content) => {
  const [value] = readNpyBytes(content, 'embedding.npy').objects('the embedding');
  convertArrays(value instanceof Map ? value.values() : []);
};

async function readCheckpoint(path: string): Promise<void> {
  const checkpoint = await openTorchCheckpoint(path);
  try {
    for (const name of checkpoint.sectionNames.filter((section) => section.endsWith('_detail'))) {
      const section = checkpoint.section(name);
      for (const tensor of section.names) {
        await section.load(tensor);
      }
    }
  } finally {
    await checkpoint.close();
  }
}

/** What reading ended in: undefined when the file was read; anything thrown that is no import error fails the test. */
async function refusal(read: () => unknown): Promise<AppError | undefined> {
  try {
    await read();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code.startsWith('import/')) {
      return thrown;
    }
    throw thrown;
  }
}

/** Repeatable random integers in [0, limit): xorshift32. */
function randomIntegers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

function flipped(content: Uint8Array, random: (limit: number) => number): Uint8Array {
  const copy = Uint8Array.from(content);
  const position = random(copy.length);
  copy[position] = (copy[position] ?? 0) ^ (1 + random(255));
  return copy;
}

const SAMPLES: readonly Sample[] = [
  ...[0, 1, 2, 3, 4, 5].map((protocol) => ({
    name: `protocol-${protocol}.pkl`,
    content: readFileSync(new URL(`../../fixtures/pickles/protocol-${protocol}.pkl`, import.meta.url)),
    read: readModel,
  })),
  ...['py2-chumpy', 'py2-select', 'py3-plain', 'py3-proto4']
    .filter(() => hasSharedData)
    .map((dialect) => ({
      name: `tiny.${dialect}.pkl`,
      content: readFileSync(sharedPath(`golden/deca/flame/tiny.${dialect}.pkl`)),
      read: readModel,
    })),
  ...['golden/deca/flame/landmark_embedding.synth.npy']
    .filter(() => hasSharedData)
    .map((path) => ({
      name: 'landmark_embedding.npy',
      content: readFileSync(sharedPath(path)),
      read: readEmbedding,
    })),
];

describe('a damaged small file', () => {
  it.each(SAMPLES)('$name cut off anywhere is refused', async ({ content, read }) => {
    for (let percent = 0; percent < 100; percent++) {
      const part = content.subarray(0, Math.floor((content.length * percent) / 100));
      expect(await refusal(() => read(part)), `${percent} %`).toBeDefined();
    }
  });

  it('is read or refused after each of 2000 byte flips', async () => {
    const random = randomIntegers(20260);
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const sample = SAMPLES[round % SAMPLES.length];
      const copy = flipped(sample?.content ?? new Uint8Array(), random);
      refused += (await refusal(() => sample?.read(copy))) === undefined ? 0 : 1;
    }
    expect(refused).toBeGreaterThan(400);
  });
});

const SELF_CONTAINING = raw('\x80\x02cchumpy.ch\nCh\n)\x81q\0}(X\x01\0\0\0xh\0ub.');
const BIG_TEXT = text('x'.repeat(1_000_000));

describe('a forged pickle is refused', () => {
  const zigzag = Int32Array.from({ length: 100_001 }, (_, index) => (index % 2) * 100_000);
  const wholeNumbers = (values: Int32Array) =>
    numpyArray({ shape: [values.length], type: 'i4', data: bytes(new Uint8Array(values.buffer)) });
  const sparse = (rows: number, columns: number, indptr: Int32Array) =>
    built(
      global('scipy.sparse.csr', 'csr_matrix'),
      dictionary({
        _shape: tuple(integer(rows), integer(columns)),
        data: float64Array([100_000], new Array(100_000).fill(1)),
        indices: wholeNumbers(new Int32Array(100_000)),
        indptr: wholeNumbers(indptr),
      }),
    );
  const embedded = (depth: number): Buffer =>
    depth === 0
      ? raw('N')
      : reduce(global('torch.storage', '_load_from_bytes'), bytes(pickleOf(embedded(depth - 1))));

  it.each<readonly [string, Buffer]>([
    ['a text of 4 GB', raw('\x80\x02X\xff\xff\xff\xff.')],
    ['bytes of 8 EB', raw('\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.')],
    ['a frame longer than the file', raw('\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x00N.')],
    ['an integer of 4 GB', raw('\x80\x02\x8b\xff\xff\xff\xff.')],
    ['an integer of a million digits', raw(`L${'9'.repeat(1_000_000)}L\n.`)],
    ['a huge shape', pickleOf(numpyArray({ shape: [2 ** 30, 2 ** 30], data: bytes(Buffer.alloc(8)) }))],
    ['a shape that is not its data', pickleOf(float64Array([3, 3], [1, 2, 3, 4]))],
    ['a negative shape', pickleOf(float64Array([-2, -2], [1, 2, 3, 4]))],
    ['forty dimensions', pickleOf(float64Array(new Array(40).fill(1), [1]))],
    ['100 000 open containers', raw(`${'('.repeat(100_000)}t.`)],
    ['millions of operations', raw(`${']'.repeat(1_500_000)}.`)],
    ['pickles in pickles', pickleOf(embedded(8))],
    [
      'a text that unfolds again and again',
      unfolding('c_codecs\nencode\n', Buffer.concat([BIG_TEXT, text('latin1')]), 500),
    ],
    [
      'a list copied again and again',
      unfolding('cbuiltins\nset\n', list(...new Array(100_000).fill(raw('N'))), 2000),
    ],
    ['an array that holds itself', SELF_CONTAINING],
    ['a sparse matrix of a terabyte', pickleOf(sparse(2 ** 20, 2 ** 20, zigzag))],
    ['a sparse matrix that starts over in each row', pickleOf(sparse(100_000, 1, zigzag))],
    ['a value that is not there', raw('\x80\x020.')],
    ['nothing', raw('')],
    ['only a stop', raw('.')],
    ['a web page', raw('<!DOCTYPE html><title>Sign in</title>')],
  ])('with %s', async (_title, content) => {
    expect(await refusal(() => readModel(content))).toBeDefined();
  });
});

/** `callee(argument)` many times over, the argument stored once. */
function unfolding(callee: string, argument: Buffer, times: number): Buffer {
  const call = raw('h\0h\x01R0');
  const store = Buffer.concat([raw(`\x80\x02${callee}q\x000(`), argument, raw('tq\x010')]);
  return Buffer.concat([store, ...new Array(times).fill(call), raw('N.')]);
}

describe('a forged checkpoint is refused', () => {
  const tensor = { storageClass: 'FloatStorage', key: '0', length: 4, shape: [4], strides: [1] };

  it.each([
    ['a storage larger than its entry', { ...tensor, length: 2 ** 30, shape: [2 ** 20] }],
    ['a shape beyond the storage', { ...tensor, shape: [5] }],
    ['an offset beyond the storage', { ...tensor, offset: 1 }],
    ['strides beyond the storage', { ...tensor, shape: [2, 2], strides: [4, 1] }],
    ['negative strides', { ...tensor, strides: [-1] }],
    ['a shape repeated to a terabyte', { ...tensor, shape: [2 ** 20, 2 ** 20], strides: [0, 0] }],
    ['a missing storage', { ...tensor, key: '1' }],
    ['a storage key that climbs folders', { ...tensor, key: '../../data.pkl' }],
    ['one stride too few', { ...tensor, strides: [] }],
  ])('with %s', async (_title, parts) => {
    const path = join(await temporaryFolder(), 'forged.tar');
    await writeTorchZip(path, dictionary({ E_detail: dictionary({ weight: torchTensor(parts) }) }), {
      0: Buffer.alloc(16),
    });

    expect((await refusal(() => readCheckpoint(path)))?.message).toMatch(/^forged\.tar: /);
  });

  it('with code to run, which is named', async () => {
    const path = join(await temporaryFolder(), 'forged.tar');
    await writeTorchZip(path, dictionary({ opt: reduce(global('os', 'system'), text('echo')) }), {});

    expect((await refusal(() => readCheckpoint(path)))?.message).toContain('os.system');
  });

  it('when it is no file or no checkpoint', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'page.tar'), '<!DOCTYPE html>');
    await writeFile(join(folder, 'empty.tar'), '');

    for (const name of ['page.tar', 'empty.tar', 'missing.tar', '']) {
      expect(await refusal(() => readCheckpoint(join(folder, name))), name).toBeDefined();
    }
  });
});

async function flipInFile(file: FileHandle, position: number, mask: number): Promise<void> {
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ mask;
  await file.write(byte, 0, 1, position);
}

/** Flips bytes of a file one after the other, each undone after reading; returns how many were refused. */
async function countRefusedFlips(
  path: string,
  positions: readonly number[],
  read: () => unknown,
): Promise<number> {
  const file = await open(path, 'r+');
  let refused = 0;
  for (const [round, position] of positions.entries()) {
    const mask = 1 + ((round * 37) % 255);
    await flipInFile(file, position, mask);
    refused += (await refusal(read)) === undefined ? 0 : 1;
    await flipInFile(file, position, mask);
  }
  await file.close();
  return refused;
}

describe.skipIf(!hasSharedData)(`a damaged golden file${sharedDataNote}`, () => {
  it.each(['zip', 'legacy'])('the %s checkpoint cut off anywhere is refused', async (container) => {
    const path = join(await temporaryFolder(), 'cut.tar');
    await writeFile(path, readFileSync(sharedPath(`golden/deca/D_detail_only.${container}format.tar`)));
    const { size } = await stat(path);

    for (let percent = 99; percent >= 0; percent--) {
      await truncate(path, Math.floor((size * percent) / 100));
      expect(await refusal(() => readCheckpoint(path)), `${percent} %`).toBeDefined();
    }
  });

  it.each(['zip', 'legacy'])('the %s checkpoint is read or refused after header flips', async (container) => {
    const path = join(await temporaryFolder(), 'flipped.tar');
    await writeFile(path, readFileSync(sharedPath(`golden/deca/D_detail_only.${container}format.tar`)));
    const { size } = await stat(path);
    const random = randomIntegers(7);
    const positions = Array.from({ length: 200 }, (_, round) =>
      container === 'legacy' || round % 2 === 0 ? random(5300) : size - 1 - random(3700),
    );

    expect(await countRefusedFlips(path, positions, () => readCheckpoint(path))).toBeGreaterThan(80);
  });

  it.each(['py2-chumpy', 'py3-plain'])(
    'the full-size %s model cut off anywhere is refused',
    async (dialect) => {
      const content = gunzipSync(
        readFileSync(sharedPath(`golden/deca/flame/generic_model.cyl.${dialect}.pkl.gz`)),
      );

      for (let percent = 0; percent < 100; percent++) {
        const part = content.subarray(0, Math.floor((content.length * percent) / 100));
        expect(await refusal(() => readPickleBytes(part, 'generic_model.pkl')), `${percent} %`).toBeDefined();
      }
    },
  );
});

describe('a damaged checkpoint of full size', () => {
  it('is opened or refused after header flips', { timeout: 60_000 }, async () => {
    const path = join(await temporaryFolder(), 'deca_model.tar');
    await writeDecaCheckpoint(path);
    const { size } = await stat(path);
    const random = randomIntegers(11);
    const positions = Array.from({ length: 60 }, (_, round) =>
      round % 2 === 0 ? random(150_000) : size - 1 - random(60_000),
    );
    const openOnly = async () => (await openTorchCheckpoint(path)).close();

    expect(await countRefusedFlips(path, positions, openOnly)).toBeGreaterThan(30);
  });
});

afterAll(() => {
  expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(MEMORY_LIMIT);
});
