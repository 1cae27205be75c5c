import { describe, expect, it } from 'vitest';
import { createUvTable } from '../../../../../src/shared/core/detail/uv-table.ts';
import { mirroredTexels } from '../../../../../src/shared/core/identity/skin/mirrored-texels.ts';
import { readOpenHead } from '../../../../support/open-head.ts';

const SIZE = 128;

describe('mirrored texels', () => {
  it('lie across the middle of an atlas that is symmetric', () => {
    const model = readOpenHead();
    const table = createUvTable(model, SIZE, 'exact');

    const mirror = mirroredTexels(model, table);

    const found = table.texels.filter((texel) => (mirror[texel] ?? -1) >= 0);
    expect(found.length).toBeGreaterThan(0.98 * table.texels.length);
    for (const texel of found) {
      const other = mirror[texel] ?? 0;
      expect(Math.abs(Math.floor(other / SIZE) - Math.floor(texel / SIZE))).toBeLessThanOrEqual(1);
      expect(Math.abs((other % SIZE) + (texel % SIZE) - (SIZE - 1))).toBeLessThanOrEqual(1);
    }
  });

  it('are none where the head is not symmetric', () => {
    const model = readOpenHead();
    const template = model.template.map((value, i) => (i % 3 === 0 ? value + 0.01 : value));

    const mirror = mirroredTexels({ ...model, template }, createUvTable(model, SIZE, 'exact'));

    expect(mirror.filter((texel) => texel >= 0).length).toBeLessThan(0.05 * SIZE * SIZE);
  });
});
