/** The benchmark's own measure, so that tests and `furrow bench` agree on what an allocation is. */
export { bytesAllocatedPerCall } from '../../src/main/bench/allocations.ts';
