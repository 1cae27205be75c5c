/** Milliseconds between two looks for further people. */
const LOOK_INTERVAL = 1000;

/** Milliseconds for which only one face must have been seen until the others count as gone. */
const PARTING_TIME = 3000;

/**
 * Whether somebody else is in the picture. A tracker that follows several faces searches the whole picture again in
 * every frame in which it sees fewer, which nearly everybody, being alone, would pay for: so it follows one, and a
 * look now and then tells when there are more.
 */
export class Company {
  #isPresent = false;
  #lookTime = Number.NEGATIVE_INFINITY;
  #severalTime = Number.NEGATIVE_INFINITY;

  get isPresent(): boolean {
    return this.#isPresent;
  }

  /** Whether to look around the picture of `time`, milliseconds; not while company is known of. */
  isLookDue(time: number): boolean {
    return !this.#isPresent && time - this.#lookTime >= LOOK_INTERVAL;
  }

  /** A look around has found so many faces. */
  looked(time: number, faceCount: number): void {
    this.#lookTime = time;
    this.#note(time, faceCount);
  }

  /** The tracker, which follows several faces while company is present, has seen so many. */
  tracked(time: number, faceCount: number): void {
    if (this.#isPresent) {
      this.#note(time, faceCount);
    }
  }

  #note(time: number, faceCount: number): void {
    if (faceCount > 1) {
      this.#severalTime = time;
    }
    this.#isPresent = time - this.#severalTime < PARTING_TIME;
  }
}
