import { describe, expect, it } from 'vitest';
import { nearestSurfacePoint } from '../../../tools/landmark-embedding/nearest-surface-point.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { createTinyFaceModel } from '../../support/tiny-face-model.ts';

/** A unit square of two triangles, 0 below its diagonal from (0, 0) to (1, 1), 1 above it. */
const { template, triangles } = createTinyFaceModel();

describe('the nearest point of a surface', () => {
  it.each([
    ['over a triangle', [0.75, 0.25, 2], 0, [0.25, 0.5, 0.25], 2],
    ['beside an edge', [0.5, -1, 0], 0, [0.5, 0.5, 0], 1],
    ['beyond a corner', [2, 1, 0], 0, [0, 0, 1], 1],
    ['over the other triangle', [0.25, 0.75, 0], 1, [0.25, 0.25, 0.5], 0],
  ])('is found %s', (_, point, triangle, barycentrics, distance) => {
    const nearest = nearestSurfacePoint(point, template, triangles, [0, 1]);

    expect(nearest?.triangle).toBe(triangle);
    expect(largestDifference(nearest?.barycentrics ?? [], barycentrics)).toBeLessThan(1e-6);
    expect(nearest?.distance).toBeCloseTo(distance, 6);
  });

  it('is looked for among the candidates only', () => {
    expect(nearestSurfacePoint([0.25, 0.75, 0], template, triangles, [0])?.triangle).toBe(0);
    expect(nearestSurfacePoint([0.25, 0.75, 0], template, triangles, [])).toBeUndefined();
  });
});
