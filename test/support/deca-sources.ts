import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedPath } from './shared-data.ts';
import { writeDecaCheckpoint } from './torch-checkpoint-writer.ts';

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
