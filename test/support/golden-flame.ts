import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MemorySource } from '../../src/main/import/byte-source.ts';
import {
  DECA_COMPONENTS,
  type FlameFiles,
  readFlameArchive,
} from '../../src/main/import/flame/flame-archive.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { dataFile } from './deca-whole.ts';
import { sharedPath } from './shared-data.ts';

/** FLAME-shaped files made by formula: the same model in two dialects of pickle. */
export const FLAME_DIALECTS = ['py2-chumpy', 'py3-plain'] as const;

export const FLAME_DESCRIPTION = {
  name: 'FLAME',
  version: 'synthetic',
  licence: 'Synthetic model for tests',
  ...DECA_COMPONENTS,
};

/** One parameter set of `flame.cyl.json` with what the original code makes of it. */
export interface GoldenFlameCase {
  readonly shape: readonly number[];
  readonly exp: readonly number[];
  readonly pose: readonly number[];
  readonly neck: readonly number[];
  readonly eyes: readonly number[];
  readonly contour_row: number;
  readonly joints_posed: readonly number[];
  readonly verts: { readonly idx: readonly number[]; readonly val: readonly number[] };
  readonly landmarks2d: readonly number[];
  readonly landmarks3d: readonly number[];
}

export function goldenFlameFiles(dialect: (typeof FLAME_DIALECTS)[number] = 'py3-plain'): FlameFiles {
  const pickle = readFileSync(sharedPath(`golden/deca/flame/generic_model.cyl.${dialect}.pkl.gz`));
  return {
    model: new MemorySource(gunzipSync(pickle), 'generic_model.pkl'),
    template: dataFile('head_template.obj'),
    landmarks: dataFile('landmark_embedding.npy'),
  };
}

/** The FLAME-shaped model with DECA's 100 identity and 50 expression components. */
export function readGoldenFlame(dialect?: (typeof FLAME_DIALECTS)[number]): FaceModel {
  return readFlameArchive(goldenFlameFiles(dialect), FLAME_DESCRIPTION);
}

export function readGoldenFlameCases(): readonly (readonly [string, GoldenFlameCase])[] {
  return Object.entries(JSON.parse(readFileSync(sharedPath('golden/deca/flame.cyl.json'), 'utf8')).cases);
}

/** Axis-angle of root, neck, jaw and eyes from DECA's six pose numbers (global, jaw). */
export function flameJointRotations(
  pose: readonly number[],
  neck: readonly number[] = [0, 0, 0],
  eyes: readonly number[] = [0, 0, 0, 0, 0, 0],
): Float32Array {
  return Float32Array.from([...pose.slice(0, 3), ...neck, ...pose.slice(3), ...eyes]);
}
