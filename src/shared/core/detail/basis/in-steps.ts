/**
 * Work in steps of a few milliseconds, so that a process with frames to send can do it in between: whoever runs it takes
 * one step after the other.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Does all of the work at once. */
export function finishSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
  }
}
