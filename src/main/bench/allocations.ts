import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Calls before counting, so that the compiler has finished with the function. */
const WARM_UP_CALLS = 5000;
/** Many, since what the runtime itself allocates is shared by them; few enough that even 1 KB a call stays within the young generation and nothing is collected while counting. */
const COUNTED_CALLS = 1000;
/** What only the first calls cost is over in the later ones. */
const ROUNDS = 8;

/**
 * Bytes a call adds to the JavaScript heap: the least of several rounds, since the runtime's own work can only add.
 * Code that creates no objects still shows some ten bytes for each number that a call hands over boxed.
 */
export function bytesAllocatedPerCall(
  call: () => void,
  warmUpCalls = WARM_UP_CALLS,
  countedCalls = COUNTED_CALLS,
): number {
  setFlagsFromString('--expose-gc');
  // On a busy machine a compiler beside the calls may not be done when they are, and numbers would still be boxed.
  setFlagsFromString('--no-concurrent-recompilation');
  // Collecting garbage ages functions that only run inside their callers; once their code is thrown away, a caller that
  // is compiled again cannot take them in, and numbers handed to them are boxed.
  setFlagsFromString('--no-flush-bytecode');
  const collectGarbage: () => void = runInNewContext('gc');
  for (let count = 0; count < warmUpCalls; count++) {
    call();
  }
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < countedCalls; count++) {
      call();
    }
    least = Math.min(least, Math.max(0, process.memoryUsage().heapUsed - before) / countedCalls);
  }
  return least;
}
