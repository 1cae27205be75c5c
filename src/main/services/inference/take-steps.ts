import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../../shared/core/detail/basis/in-steps.ts';

/** Does work step by step, letting the process do what else is due in between. */
export async function takeSteps<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
    await setImmediate();
  }
}
