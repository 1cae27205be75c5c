import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkDecaState,
  decaStateTable,
  type StateEntry,
} from '../../../../src/main/import/deca/deca-state-table.ts';
import { buildDetailDecoder } from '../../../../src/main/import/deca/detail-decoder-graph.ts';
import type { Tensor } from '../../../../src/shared/core/tensor/tensor.ts';
import { formulaWeights } from '../../../support/deca-networks.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';

const table = decaStateTable();

describe('decaStateTable', () => {
  it.skipIf(!hasSharedData)(`lists the original's tensors in its order${sharedDataNote}`, () => {
    const golden: Record<string, readonly [string, readonly number[], 'float32' | 'int64'][]> = JSON.parse(
      readFileSync(sharedPath('golden/deca/state_dict_table.json'), 'utf8'),
    );

    const expected = Object.entries(golden).flatMap(([network, entries]) =>
      entries.map(([key, shape, type]) => ({
        name: `${network}.${key}`,
        type: type === 'float32' ? 'F32' : 'I64',
        shape,
      })),
    );

    expect(expected).toHaveLength(688);
    expect(table).toEqual(expected);
  });
});

describe('checkDecaState', () => {
  it('ignores what training leaves beside the networks', () => {
    const leftovers: StateEntry[] = [
      { name: 'opt.state.0.exp_avg', type: 'F32', shape: [3] },
      { name: 'global_step', type: 'I64', shape: [] },
    ];

    expect(() => checkDecaState([...leftovers, ...table])).not.toThrow();
  });

  it('names the first tensor that is missing', () => {
    const entries = table.filter(({ name }) => !name.startsWith('E_detail.encoder.layer3.4.conv2'));

    expect(() => checkDecaState(entries)).toThrow(
      expect.objectContaining({
        code: 'import/malformed',
        details: { tensor: 'E_detail.encoder.layer3.4.conv2.weight' },
      }),
    );
  });

  it('tells the shape it expected and the one it found', () => {
    const entries = table.map((entry) =>
      entry.name === 'E_flame.layers.2.weight' ? { ...entry, shape: [286, 1024] } : entry,
    );

    expect(() => checkDecaState(entries)).toThrow(
      'E_flame.layers.2.weight should be F32 [236, 1024], but it holds F32 [286, 1024]',
    );
  });

  it('refuses a network with a tensor too many', () => {
    const entries = [
      ...table,
      { name: 'E_flame.encoder.fc.weight', type: 'F32', shape: [1000, 2048] } as const,
    ];

    expect(() => checkDecaState(entries)).toThrow('E_flame.encoder.fc.weight');
  });
});

describe('a graph built from broken weights', () => {
  /** The formula weights with one tensor changed. */
  function changed(name: string, change: (tensor: Tensor) => Tensor) {
    return {
      load: async (wanted: string) => {
        const tensor = await formulaWeights.load(wanted);
        return wanted === name ? change(tensor) : tensor;
      },
    };
  }

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('is refused for a weight of %d, named', async (value) => {
    const name = 'D_detail.conv_blocks.10.weight';
    const source = changed(name, (tensor) => {
      tensor.data[5] = value;
      return tensor;
    });

    await expect(buildDetailDecoder(source)).rejects.toMatchObject({
      code: 'import/malformed',
      message: expect.stringContaining(`${name} holds ${value} at index 5`),
      details: { tensor: name },
    });
  });

  it('is refused for a variance that is negative', async () => {
    const source = changed('D_detail.conv_blocks.0.running_var', (tensor) => {
      tensor.data[2] = -1;
      return tensor;
    });

    await expect(buildDetailDecoder(source)).rejects.toThrow('conv_blocks.0.running_var holds -1');
  });

  it('is refused for a tensor of another shape or type', async () => {
    const name = 'D_detail.l1.0.bias';
    const shorter = changed(name, () => ({ type: 'F32', shape: [10], data: new Float32Array(10) }));
    const halves = changed(name, () => ({ type: 'F16', shape: [8192], data: new Uint16Array(8192) }));

    await expect(buildDetailDecoder(shorter)).rejects.toThrow('holds F32 [10], not F32 [8192]');
    await expect(buildDetailDecoder(halves)).rejects.toThrow('holds F16 [8192], not F32 [8192]');
  });
});
