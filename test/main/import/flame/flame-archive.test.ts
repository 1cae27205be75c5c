import { describe, expect, it } from 'vitest';
import { type ByteSource, MemorySource } from '../../../../src/main/import/byte-source.ts';
import { readFlameArchive } from '../../../../src/main/import/flame/flame-archive.ts';
import { FAN68_SETS } from '../../../../src/shared/core/face/landmarks-fan68.ts';
import { FLAME_DESCRIPTION, goldenFlameFiles, readGoldenFlame } from '../../../support/golden-flame.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

function edit(source: ByteSource, change: (text: string) => string): ByteSource {
  const text = new TextDecoder().decode(source.readSync(0, source.length));
  return new MemorySource(new TextEncoder().encode(change(text)), source.name);
}

describe.skipIf(!hasSharedData)(`FLAME archive${sharedDataNote}`, () => {
  it('becomes a face model of FLAME’s size', () => {
    const model = readGoldenFlame();

    expect(model.template).toHaveLength(5023 * 3);
    expect(model.identityBasis).toHaveLength(100 * 5023 * 3);
    expect(model.expressionNames).toHaveLength(50);
    expect(model.poseCorrectives).toHaveLength(36 * 5023 * 3);
    expect(model.triangles).toHaveLength(9976 * 3);
    expect(model.uvs).toHaveLength(5224 * 2);
    expect(model.jointNames).toEqual(['root', 'neck', 'jaw', 'eyeLeft', 'eyeRight']);
    expect(model.parents).toEqual(Int32Array.of(-1, 0, 1, 1, 1));
    expect(Object.keys(model.landmarks).sort()).toEqual(Object.values(FAN68_SETS).sort());
  });

  it('keeps as many components as asked for, and says when there are fewer', () => {
    const files = goldenFlameFiles();
    const whole = { ...FLAME_DESCRIPTION, identityCount: 300, expressionCount: 100 };

    const model = readFlameArchive(files, whole);

    expect(model.identityBasis).toHaveLength(300 * 5023 * 3);
    expect(() => readFlameArchive(files, { ...whole, expressionCount: 101 })).toThrow(
      /shapedirs has 400 components, at least 401/,
    );
  });

  it.each([
    [
      'a template without UVs',
      (text: string) => text.replace(/^vt .*$/gm, '').replace(/\/\d+/g, ''),
      /head_template.obj: the mesh has no UV/,
    ],
    [
      'a template of other triangles',
      (text: string) => text.replace('f 1/2236 30/2237 2/2385', 'f 30/2237 2/2385 1/2236'),
      /head_template.obj: triangle 0 differs from that in generic_model.pkl/,
    ],
    [
      'a template of another size',
      (text: string) => text.slice(0, text.lastIndexOf('\nf ')),
      /the array f has the shape \[9976 × 3\], \[9975 × 3\] was expected/,
    ],
    ['a template that is no mesh', () => 'f 1 2 3', /head_template.obj: OBJ line 1/],
  ])('refuses %s', (_, change, message) => {
    const files = goldenFlameFiles();

    expect(() =>
      readFlameArchive({ ...files, template: edit(files.template, change) }, FLAME_DESCRIPTION),
    ).toThrow(expect.objectContaining({ code: 'import/malformed', message: expect.stringMatching(message) }));
  });

  it('refuses files that were mixed up', () => {
    const files = goldenFlameFiles();

    expect(() => readFlameArchive({ ...files, landmarks: files.template }, FLAME_DESCRIPTION)).toThrow(
      expect.objectContaining({ code: 'import/malformed' }),
    );
    expect(() => readFlameArchive({ ...files, model: files.landmarks }, FLAME_DESCRIPTION)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^import\//) }),
    );
  });

  it('refuses a model that was cut off', () => {
    const files = goldenFlameFiles();
    const model = new MemorySource(files.model.readSync(0, files.model.length >> 1), 'generic_model.pkl');

    expect(() => readFlameArchive({ ...files, model }, FLAME_DESCRIPTION)).toThrow(
      expect.objectContaining({ code: 'import/malformed' }),
    );
  });
});
