import { describe, expect, it } from 'vitest';
import { createFaceGeometry } from '../../../../src/main/bench/face-geometry.ts';
import { bytesAllocatedPerCall } from '../../../support/allocations.ts';

/** Room for the runtime's own bookkeeping; one array of three numbers would take more. */
const LARGEST_BYTES = 32;

describe('face geometry', () => {
  it.each(createFaceGeometry(4, 16))('creates nothing on the heap per frame: $name', ({ run }) => {
    expect(bytesAllocatedPerCall(run)).toBeLessThan(LARGEST_BYTES);
  });
});
