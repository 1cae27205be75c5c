/** What a mailbox holds: something that owns memory outside the language's reach, such as a VideoFrame. */
export interface Closable {
  close(): void;
}

/** A frame with its place in the source's count. Times are milliseconds of the session's clock. */
export interface Mail<Picture> {
  readonly picture: Picture;
  readonly index: number;
  /** When it was captured, and when it arrived here. */
  readonly time: number;
  readonly arrival: number;
}

/**
 * Room for one frame between a source that does not wait and a tracker that takes its time: a newer frame replaces
 * one that has not been taken, which is closed and counted. No queue, so no growing delay.
 */
export class FrameMailbox<Picture extends Closable> {
  #mail: Mail<Picture> | undefined;
  #dropped = 0;

  /** Frames replaced before they were taken. */
  get dropped(): number {
    return this.#dropped;
  }

  put(mail: Mail<Picture>): void {
    if (this.#mail !== undefined) {
      this.#mail.picture.close();
      this.#dropped += 1;
    }
    this.#mail = mail;
  }

  /** The newest frame, which the caller now owns. */
  take(): Mail<Picture> | undefined {
    const mail = this.#mail;
    this.#mail = undefined;
    return mail;
  }

  /** Closes what is left and counts from 0 again. */
  clear(): void {
    this.take()?.picture.close();
    this.#dropped = 0;
  }
}
