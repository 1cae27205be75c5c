import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  DECA_NETWORKS,
  decaStateTable,
  type StateEntry,
} from '../../src/main/import/deca/deca-state-table.ts';
import { dictionary, text, torchTensor } from './pickle-bytes.ts';
import { sharedPath } from './shared-data.ts';
import { writeDecaCheckpoint, writeTorchZip } from './torch-checkpoint-writer.ts';

/** Everything a person has to give to import DECA: paths. */
export interface DecaSources {
  readonly checkpoint: string;
  readonly flame: string;
  readonly data: string;
}

/** Full-size synthetic DECA files in a folder: the checkpoint by formula, the FLAME-shaped model and data folder. */
export async function writeDecaSources(folder: string): Promise<DecaSources> {
  const sources = {
    checkpoint: join(folder, 'deca_model.tar'),
    flame: join(folder, 'generic_model.pkl'),
    data: join(folder, 'data'),
  };
  await writeDecaCheckpoint(sources.checkpoint);
  const pickle = readFileSync(sharedPath('golden/deca/flame/generic_model.cyl.py2-chumpy.pkl.gz'));
  writeFileSync(sources.flame, gunzipSync(pickle));
  cpSync(sharedPath('golden/deca/cyl-whole/data'), sources.data, { recursive: true });
  return sources;
}

/**
 * A checkpoint of DECA's names and shapes in a few hundred kilobytes: every tensor is one stored number, repeated.
 * @param value of all weights.
 * @param leftOut name of a tensor that is missing.
 */
export async function writeRepeatedCheckpoint(path: string, value: number, leftOut?: string): Promise<void> {
  const repeated = ({ type, shape }: StateEntry) =>
    torchTensor({
      storageClass: type === 'F32' ? 'FloatStorage' : 'LongStorage',
      key: type === 'F32' ? '0' : '1',
      length: 1,
      shape,
      strides: shape.map(() => 0),
    });
  const networks = DECA_NETWORKS.map((network) => {
    const entries = decaStateTable().filter(({ name }) => name.startsWith(`${network}.`) && name !== leftOut);
    const keyOf = (name: string) => text(name.slice(network.length + 1));
    return [text(network), dictionary(entries.map((entry) => [keyOf(entry.name), repeated(entry)]))] as const;
  });
  await writeTorchZip(path, dictionary(networks), {
    0: new Uint8Array(Float32Array.of(value).buffer),
    1: new Uint8Array(BigInt64Array.of(1000n).buffer),
  });
}
