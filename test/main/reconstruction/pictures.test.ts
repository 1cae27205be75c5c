import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPng } from '../../../src/main/import/read-png.ts';
import { findPictures } from '../../../src/main/reconstruction/find-pictures.ts';
import { wholePictureReader } from '../../../src/main/reconstruction/picture-reader.ts';
import {
  DISPLACEMENT_STEP,
  DISPLACEMENT_ZERO,
  quantizeDisplacement,
} from '../../../src/main/reconstruction/reconstruction-files.ts';
import { writePng } from '../../../src/main/reconstruction/write-png.ts';
import { formulaCrop, formulaImage } from '../../support/deca-formula.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NEVER = new AbortController().signal;

describe('a written PNG', () => {
  it('is read as it was, and carries its copyright line', () => {
    const samples = formulaImage('image', 31, 17);

    const bytes = writePng({ width: 31, height: 17, samples }, 'nobody’s — for tests');

    expect(readPng('a.png', bytes)).toMatchObject({ width: 31, height: 17, channels: 3, samples });
    expect(bytes.includes('nobody’s — for tests')).toBe(true);
  });

  it('keeps a displacement to half a step, and no more than its range', () => {
    const metres = Float32Array.of(0, 0.001, -0.0016, 1, -1);

    const steps = quantizeDisplacement(metres);

    expect([...steps.subarray(3)]).toEqual([65_535, 0]);
    const back = Array.from(steps.subarray(0, 3), (step) => (step - DISPLACEMENT_ZERO) * DISPLACEMENT_STEP);
    expect(largestDifference(back, metres.subarray(0, 3))).toBeLessThanOrEqual(DISPLACEMENT_STEP / 2 + 1e-9);
  });
});

describe('a picture taken as it is', () => {
  it('reaches the encoder unchanged', async () => {
    const file = join(await temporaryFolder(), 'crop.png');
    await writeFile(
      file,
      writePng({ width: 224, height: 224, samples: formulaImage('image', 224, 224) }, ''),
    );

    const { input } = await wholePictureReader.cut(file, NEVER);

    expect(largestDifference(input, formulaCrop('image'))).toBe(0);
  });

  it.each([
    ['of another size', 'small.png', writePng({ width: 9, height: 9, samples: new Uint8Array(243) }, '')],
    ['that is no PNG', 'photo.jpg', Buffer.from('jpeg')],
    ['that is damaged', 'broken.png', Buffer.from('png')],
  ])('is refused %s', async (_, name, content) => {
    const file = join(await temporaryFolder(), name);
    await writeFile(file, content);

    await expect(wholePictureReader.cut(file, NEVER)).rejects.toThrow(name);
  });
});

describe('the pictures that arguments stand for', () => {
  it('are files, patterns and folders, each with a folder name of its own', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'more'));
    for (const name of ['a.png', 'b.jpg', 'more/a.png', 'more/a.JPG', 'more/notes.txt']) {
      await writeFile(join(folder, name), '');
    }

    const pictures = await findPictures([join(folder, '?.*g'), join(folder, 'more'), join(folder, 'a.png')]);

    expect(pictures).toEqual([
      { file: join(folder, 'a.png'), name: 'a' },
      { file: join(folder, 'b.jpg'), name: 'b' },
      { file: join(folder, 'more', 'a.JPG'), name: 'a.JPG' },
      { file: join(folder, 'more', 'a.png'), name: 'a.png' },
    ]);
  });

  it('have to be there', async () => {
    const folder = await temporaryFolder();

    for (const path of ['no.png', '*.png', '.']) {
      await expect(findPictures([join(folder, path)])).rejects.toMatchObject({ code: 'capture/no-input' });
    }
  });
});
