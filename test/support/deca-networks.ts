import { readFileSync } from 'node:fs';
import { decaStateTable, type WeightSource } from '../../src/main/import/deca/deca-state-table.ts';
import { decaFormulaTensor } from './deca-formula.ts';
import { sharedPath } from './shared-data.ts';

const SHAPES = new Map(decaStateTable().map(({ name, shape }) => [name, shape]));

/** The full-size weights made by formula. */
export const formulaWeights: WeightSource = {
  load: async (name) => decaFormulaTensor(name, SHAPES.get(name) ?? []),
};

interface Summary {
  readonly idx: readonly number[];
  readonly val: readonly number[];
}

/** What the original computes with the formula weights: the codes of a picture, and samples of its relief. */
export interface DecaGolden {
  readonly E_flame: readonly number[];
  readonly E_detail: readonly number[];
  readonly D_detail: Summary;
}

export function readDecaGolden(): Readonly<Record<'image' | 'image2' | 'zeros' | 'ones', DecaGolden>> {
  return JSON.parse(readFileSync(sharedPath('golden/deca/networks.json'), 'utf8'));
}
