import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  DECA_NETWORKS,
  type DecaNetwork,
  decaStateTable,
} from '../../src/main/import/deca/deca-state-table.ts';
import { rowMajorStrides } from '../../src/main/import/element-bytes.ts';
import { elementCount, TENSOR_TYPE_BYTES } from '../../src/shared/core/tensor/tensor.ts';
import { decaFormulaTensor } from './deca-formula.ts';
import { dictionary, integer, list, pickleOf, text, torchTensor, tuple } from './pickle-bytes.ts';

/** One entry of a zip; the content is made when its turn comes, so that large archives need little memory. */
export interface StoredEntry {
  readonly name: string;
  content(): Uint8Array;
}

/** Contents begin at multiples of this, as torch writes them. */
const ALIGNMENT = 64;

/** Writes a zip of stored entries as torch does: aligned by an extra field, sizes known in advance. */
export async function writeStoredZip(path: string, entries: readonly StoredEntry[]): Promise<void> {
  const file = await open(path, 'w');
  const directory: Buffer[] = [];
  let position = 0;
  try {
    for (const entry of entries) {
      const content = entry.content();
      const header = localHeader(entry.name, content, position);
      await writeAll(file, header);
      await writeAll(file, content);
      directory.push(directoryEntry(entry.name, content, position));
      position += header.byteLength + content.byteLength;
    }
    await writeAll(file, Buffer.concat([...directory, directoryEnd(directory, position)]));
  } finally {
    await file.close();
  }
}

/** Writes a checkpoint of small parts: the opcodes of its object and the bytes of its storages. */
export async function writeTorchZip(
  path: string,
  object: Buffer,
  storages: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  await writeStoredZip(path, [
    { name: 'archive/data.pkl', content: () => pickleOf(object) },
    ...Object.entries(storages).map(([key, bytes]) => ({
      name: `archive/data/${key}`,
      content: () => bytes,
    })),
    { name: 'archive/version', content: () => Buffer.from('3\n') },
  ]);
}

/**
 * Writes a checkpoint of the published one's size (434 MB) with weights by formula: the three networks, and the
 * Adam state of E_detail and D_detail that training leaves behind.
 */
export async function writeDecaCheckpoint(path: string): Promise<void> {
  const entries: StoredEntry[] = [];
  const addTensor = (shape: readonly number[], isFloat: boolean, content: () => Uint8Array): Buffer => {
    const key = `${entries.length}`;
    entries.push({ name: `deca_model/data/${key}`, content });
    return torchTensor({
      storageClass: isFloat ? 'FloatStorage' : 'LongStorage',
      key,
      device: 'cuda:0',
      length: elementCount(shape),
      shape,
      strides: rowMajorStrides(shape),
    });
  };
  const networks = DECA_NETWORKS.map((network) => [text(network), networkOf(network, addTensor)] as const);
  const object = dictionary([
    ...networks,
    [text('opt'), adamState(addTensor)],
    [text('global_step'), integer(849_999)],
    [text('batch_size'), integer(6)],
  ]);
  await writeStoredZip(path, [
    { name: 'deca_model/data.pkl', content: () => pickleOf(object) },
    ...entries,
    { name: 'deca_model/version', content: () => Buffer.from('3\n') },
  ]);
}

type AddTensor = (shape: readonly number[], isFloat: boolean, content: () => Uint8Array) => Buffer;

function networkOf(network: DecaNetwork, addTensor: AddTensor): Buffer {
  const prefix = `${network}.`;
  const tensors = decaStateTable().filter(({ name }) => name.startsWith(prefix));
  return dictionary(
    tensors.map(({ name, type, shape }) => [
      text(name.slice(prefix.length)),
      addTensor(shape, type === 'F32', () => {
        const { data } = decaFormulaTensor(name, shape);
        return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      }),
    ]),
  );
}

function adamState(addTensor: AddTensor): Buffer {
  const trained = decaStateTable().filter(
    ({ name }) => /^[ED]_detail\./.test(name) && /\.(weight|bias)$/.test(name),
  );
  const states = trained.map(({ shape }, index) => {
    const moment = () => new Uint8Array(elementCount(shape) * TENSOR_TYPE_BYTES.F32);
    const state = dictionary({
      step: integer(849_999),
      exp_avg: addTensor(shape, true, moment),
      exp_avg_sq: addTensor(shape, true, moment),
    });
    return [integer(index), state] as const;
  });
  const group = dictionary({
    betas: tuple(integer(0), integer(0)),
    params: list(...trained.map((_, i) => integer(i))),
  });
  return dictionary({ state: dictionary(states), param_groups: list(group) });
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  if (bytes.byteLength > 0) {
    await file.writeFile(bytes);
  }
}

function localHeader(name: string, content: Uint8Array, position: number): Buffer {
  const start = position + 30 + name.length + 4;
  const padding = (ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT;
  const header = Buffer.alloc(30 + name.length + 4 + padding);
  header.writeUInt32LE(0x04034b50, 0);
  writeSizes(header, 14, content);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(4 + padding, 28);
  header.write(name, 30, 'latin1');
  header.write('FB', 30 + name.length, 'latin1');
  header.writeUInt16LE(padding, 32 + name.length);
  return header;
}

function directoryEntry(name: string, content: Uint8Array, position: number): Buffer {
  const entry = Buffer.alloc(46 + name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  writeSizes(entry, 16, content);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(position, 42);
  entry.write(name, 46, 'latin1');
  return entry;
}

/** CRC-32, packed and unpacked size. */
function writeSizes(header: Buffer, offset: number, content: Uint8Array): void {
  header.writeUInt32LE(crc32(content), offset);
  header.writeUInt32LE(content.byteLength, offset + 4);
  header.writeUInt32LE(content.byteLength, offset + 8);
}

function directoryEnd(directory: readonly Buffer[], position: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).byteLength, 12);
  end.writeUInt32LE(position, 16);
  return end;
}
