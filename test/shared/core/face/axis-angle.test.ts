import { describe, expect, it } from 'vitest';
import { axisAngleFromEuler, rotationFromAxisAngle } from '../../../../src/shared/core/face/axis-angle.ts';
import { readWholeNumbers } from '../../../support/deca-whole.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

function rotationOf(vector: readonly number[]): Float64Array {
  const rotation = new Float64Array(9);
  rotationFromAxisAngle(vector, 0, rotation, 0, 3);
  return rotation;
}

describe('axis-angle rotation', () => {
  it('is the exact identity for no rotation', () => {
    expect(rotationOf([0, 0, 0])).toEqual(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
  });

  it('turns x to y in a quarter turn about z', () => {
    const expected = [0, -1, 0, 1, 0, 0, 0, 0, 1];

    expect(largestDifference(rotationOf([0, 0, Math.PI / 2]), expected)).toBeLessThan(1e-7);
  });

  it('writes only its nine numbers, rows apart by the stride', () => {
    const rows = new Float64Array(13).fill(9);

    rotationFromAxisAngle([7, 0, 0, Math.PI], 1, rows, 1, 4);

    const expected = [9, -1, 0, 0, 9, 0, -1, 0, 9, 0, 0, 1, 9];
    expect(largestDifference(rows, expected)).toBeLessThan(1e-7);
  });
});

describe.skipIf(!hasSharedData)(`Euler angles${sharedDataNote}`, () => {
  it('become the golden axis-angle vectors within 2e-6', () => {
    for (const { deg, axis } of readWholeNumbers().euler2axis) {
      const [x = 0, y = 0, z = 0] = deg.map((degrees) => (degrees * Math.PI) / 180);

      expect(largestDifference(axisAngleFromEuler(x, y, z), axis)).toBeLessThan(2e-6);
    }
  });
});
