import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FACE_CROP_SIZE,
  faceCropAround,
  faceCropTransform,
  sampleFaceCrop,
  wholePictureCrop,
} from '../../../../src/shared/core/tracking/face-crop.ts';
import { formulaCrop, formulaImage } from '../../../support/deca-formula.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';

interface GoldenCrop {
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  readonly type: string;
  readonly center: readonly [x: number, y: number];
  readonly size: number;
  readonly tform: readonly number[];
  readonly crop: { readonly idx: readonly number[]; readonly val: readonly number[] };
}

function readGoldenCrops(): readonly GoldenCrop[] {
  if (!hasSharedData) {
    return [];
  }
  const { cases } = JSON.parse(readFileSync(sharedPath('golden/deca/crop.json'), 'utf8'));
  return cases.filter(({ type }: GoldenCrop) => type === 'kpt68');
}

describe.skipIf(!hasSharedData)(`a face crop${sharedDataNote}`, () => {
  const picture = { width: 320, height: 240, channels: 3, samples: formulaImage('image', 320, 240) };

  it.each(readGoldenCrops())('around $box is that of the original within 1e-6', (golden) => {
    const [left, top, right, bottom] = golden.box;
    const target = new Float32Array(3 * FACE_CROP_SIZE ** 2);

    const crop = faceCropAround({ left, top, right, bottom });
    sampleFaceCrop(picture, crop, FACE_CROP_SIZE, target);

    expect(crop).toEqual({ centreX: golden.center[0], centreY: golden.center[1], side: golden.size });
    expect(largestDifference(faceCropTransform(crop, FACE_CROP_SIZE), golden.tform)).toBeLessThan(1e-9);
    const samples = golden.crop.idx.map((index) => target[index] ?? Number.NaN);
    expect(largestDifference(samples, golden.crop.val)).toBeLessThan(1e-6);
  });
});

describe('a face crop', () => {
  it('is black outside the picture', () => {
    const white = { width: 8, height: 8, channels: 3, samples: new Uint8Array(192).fill(255) };
    const target = new Float32Array(3 * 16 * 16).fill(7);

    sampleFaceCrop(white, { centreX: -20, centreY: 4, side: 8 }, 16, target);

    expect(target).toEqual(new Float32Array(3 * 16 * 16));
  });

  it('of a whole square picture leaves it as it is, whatever its fourth channel', () => {
    const rgb = formulaImage('image', FACE_CROP_SIZE, FACE_CROP_SIZE);
    const rgba = new Uint8Array((rgb.length / 3) * 4).fill(9);
    rgb.forEach((sample, index) => {
      rgba[Math.floor(index / 3) * 4 + (index % 3)] = sample;
    });
    const size = FACE_CROP_SIZE;
    const target = new Float32Array(3 * size * size);

    sampleFaceCrop(
      { width: size, height: size, channels: 4, samples: rgba },
      wholePictureCrop(size),
      size,
      target,
    );

    expect(largestDifference(target, formulaCrop('image'))).toBe(0);
  });
});
