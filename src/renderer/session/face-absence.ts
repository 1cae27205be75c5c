/** Milliseconds without a face before it is worth a word. */
const PATIENCE = 3000;

/** Tells when no face has been seen for three seconds, and when one is back. */
export class FaceAbsence {
  readonly #onChange: (isFaceMissing: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isMissing = false;

  constructor(onChange: (isFaceMissing: boolean) => void) {
    this.#onChange = onChange;
  }

  /** A frame without a face. */
  unseen(): void {
    this.#timer ??= setTimeout(() => this.#tell(true), PATIENCE);
  }

  /** A frame with a face, or nothing to look at any more. */
  seen(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tell(false);
  }

  #tell(isMissing: boolean): void {
    if (isMissing !== this.#isMissing) {
      this.#isMissing = isMissing;
      this.#onChange(isMissing);
    }
  }
}
