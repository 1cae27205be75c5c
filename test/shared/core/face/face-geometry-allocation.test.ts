import { describe, expect, it } from 'vitest';
import { bytesAllocatedPerCall } from '../../../support/allocations.ts';
import { createFaceGeometryStages } from '../../../support/face-geometry-stages.ts';

/** Room for the runtime's own bookkeeping; one array of three numbers would take more. */
const LARGEST_BYTES = 32;

describe('face geometry', () => {
  it.each(createFaceGeometryStages(4, 16))('creates nothing on the heap per frame: $name', ({ run }) => {
    expect(bytesAllocatedPerCall(run)).toBeLessThan(LARGEST_BYTES);
  });
});
