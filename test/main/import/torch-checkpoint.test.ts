import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openTorchCheckpoint } from '../../../src/main/import/torch-checkpoint.ts';
import type { Tensor } from '../../../src/shared/core/tensor/tensor.ts';
import {
  dictionary,
  global,
  integer,
  none,
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

/** Key, shape, dtype, CRC-32 of the little-endian bytes, some values. */
type GoldenEntry = readonly [string, readonly number[], string, number, readonly number[]];

const MEMORY_LIMIT = 700 * 1024 * 1024;
const FLOATS = Float32Array.from({ length: 12 }, (_, index) => index);

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

async function loadAll(path: string, sectionName: string): Promise<Map<string, Tensor>> {
  const checkpoint = await openTorchCheckpoint(path);
  const section = checkpoint.section(sectionName);
  const tensors = new Map<string, Tensor>();
  for (const name of section.names) {
    tensors.set(name, await section.load(name));
  }
  await checkpoint.close();
  return tensors;
}

/** A checkpoint whose section `net` holds the given tensors over one storage of twelve floats. */
async function smallCheckpoint(tensors: Readonly<Record<string, Buffer>>): Promise<string> {
  const path = join(await temporaryFolder(), 'small.tar');
  await writeTorchZip(path, dictionary({ net: dictionary(tensors) }), { 0: bytesOf(FLOATS) });
  return path;
}

const twelveFloats = { storageClass: 'FloatStorage', key: '0', length: 12 };

describe.skipIf(!hasSharedData)(`the golden checkpoints${sharedDataNote}`, () => {
  const golden: Readonly<Record<string, readonly GoldenEntry[]>> = hasSharedData
    ? JSON.parse(readFileSync(sharedPath('golden/deca/state_dict_table.json'), 'utf8'))
    : {};

  it.each(['zip', 'legacy'])('loads every tensor of the %s container', async (container) => {
    const tensors = await loadAll(sharedPath(`golden/deca/D_detail_only.${container}format.tar`), 'D_detail');

    const read = [...tensors].map(([name, { shape, data }]) => [name, shape, crc32(bytesOf(data))]);
    expect(read).toEqual(golden.D_detail?.map(([name, shape, , checksum]) => [name, shape, checksum]));
  });

  it('reads all 688 tensors of a full-size checkpoint in less than 700 MB', {
    timeout: 120_000,
  }, async () => {
    const path = join(await temporaryFolder(), 'deca_model.tar');
    await writeDecaCheckpoint(path);
    const script = fileURLToPath(new URL('../../support/read-checkpoint-child.ts', import.meta.url));

    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, path]);

    const { checksums, peakBytes } = JSON.parse(stdout);
    const expected = Object.entries(golden).flatMap(([network, entries]) =>
      entries.map(([name, , , checksum]) => [`${network}.${name}`, checksum]),
    );
    expect((await stat(path)).size).toBeGreaterThan(430_000_000);
    expect(expected).toHaveLength(688);
    expect(checksums).toEqual(Object.fromEntries(expected));
    expect(peakBytes).toBeLessThan(MEMORY_LIMIT);
  });
});

describe('a zip checkpoint', () => {
  it('honours offset, size and strides, shares storages and ignores the device', async () => {
    const path = await smallCheckpoint({
      whole: torchTensor({ ...twelveFloats, shape: [3, 4], strides: [4, 1], device: 'cuda:1' }),
      transposed: torchTensor({ ...twelveFloats, shape: [4, 3], strides: [1, 4], device: 'mps' }),
      part: torchTensor({ ...twelveFloats, shape: [2, 2], strides: [4, 2], offset: 5 }),
      repeated: torchTensor({ ...twelveFloats, shape: [2, 3], strides: [0, 1], offset: 9 }),
      empty: torchTensor({ ...twelveFloats, shape: [0, 4], strides: [4, 1], offset: 12 }),
    });

    const tensors = await loadAll(path, 'net');

    const values = Object.fromEntries([...tensors].map(([name, tensor]) => [name, [...tensor.data]]));
    expect(values).toEqual({
      whole: [...FLOATS],
      transposed: [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11],
      part: [5, 7, 9, 11],
      repeated: [9, 10, 11, 9, 10, 11],
      empty: [],
    });
  });

  it('gives every tensor memory of its own', async () => {
    const view = torchTensor({ ...twelveFloats, shape: [12], strides: [1] });
    const tensors = await loadAll(await smallCheckpoint({ a: view, b: view }), 'net');

    const [first, second] = [tensors.get('a')?.data, tensors.get('b')?.data];
    expect(first).toEqual(FLOATS);
    expect(second).toEqual(FLOATS);
    expect(first?.buffer).not.toBe(second?.buffer);
  });

  it('unwraps parameters and skips what is no tensor', async () => {
    const tensor = torchTensor({ ...twelveFloats, shape: [12], strides: [1] });
    const parameter = reduce(global('torch._utils', '_rebuild_parameter'), tensor, raw('\x88'), none);
    const path = await smallCheckpoint({ parameter, step: integer(7) });

    const checkpoint = await openTorchCheckpoint(path);
    const section = checkpoint.section('net');

    expect(section.names).toEqual(['parameter']);
    expect(section.shape('parameter')).toEqual([12]);
    expect(section.type('parameter')).toBe('F32');
    expect(section.shape('step')).toBeUndefined();
    await checkpoint.close();
  });

  it('reads an archive that was packed again with compression', async () => {
    const path = join(await temporaryFolder(), 'packed.tar');
    const object = dictionary({
      net: dictionary({ w: torchTensor({ ...twelveFloats, shape: [12], strides: [1] }) }),
    });
    await writeFile(
      path,
      zipSync({ 'x/data.pkl': pickleOf(object), 'x/data/0': bytesOf(FLOATS) }, { level: 9 }),
    );

    const tensors = await loadAll(path, 'net');

    expect(tensors.get('w')?.data).toEqual(FLOATS);
  });

  it('names what it holds when a section is missing', async () => {
    const checkpoint = await openTorchCheckpoint(await smallCheckpoint({}));

    expect(() => checkpoint.section('E_flame')).toThrow(/no E_flame; it holds net/);
    await checkpoint.close();
  });
});

describe('the older container', () => {
  it('reads views of storages', async () => {
    const path = join(await temporaryFolder(), 'old.tar');
    const view = tuple(text('v'), integer(4), integer(3));
    const part = torchTensor({ ...twelveFloats, shape: [2], strides: [1], offset: 1, view });
    const whole = torchTensor({ ...twelveFloats, shape: [12], strides: [1], view: none });
    const magic = raw('\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.');
    const system = dictionary({ little_endian: raw('\x88') });
    const length = Buffer.alloc(8);
    length.writeUInt32LE(12);
    await writeFile(
      path,
      Buffer.concat([
        magic,
        pickleOf(integer(1001)),
        pickleOf(system),
        pickleOf(dictionary({ net: dictionary({ part, whole }) })),
        pickleOf(tuple(text('0'))),
        length,
        bytesOf(FLOATS),
      ]),
    );

    const tensors = await loadAll(path, 'net');

    expect([...(tensors.get('part')?.data ?? [])]).toEqual([5, 6]);
    expect(tensors.get('whole')?.data).toEqual(FLOATS);
  });
});
