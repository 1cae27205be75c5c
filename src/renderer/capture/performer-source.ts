import type { DeliverFrame, FrameSource } from './frame-source.ts';
import { PerformerPictures } from './performer-pictures.ts';
import { waitUntil } from './wait-until.ts';

/** Frames a second, as a webcam's. */
const RATE = 30;
/** Least milliseconds that are left to others between two pictures: without a graphics card drawing takes long. */
const BREATH = 5;

/** The demo performer in place of a camera: the whole chain without either camera or clip. */
export class PerformerSource implements FrameSource {
  readonly stalledError = undefined;
  readonly #performer: string;
  readonly #origin: string;
  readonly #now: () => number;

  /** @param performer name of one of PERFORMER_LOOKS. */
  constructor(performer: string, origin: string, now: () => number) {
    this.#performer = performer;
    this.#origin = origin;
    this.#now = now;
  }

  /**
   * Pictures that could not be drawn in time are left out, as by a camera in the dark.
   * @throws AppError `model/load-failed`, or `camera/missing` for a performer that does not exist.
   */
  async play(deliver: DeliverFrame, signal: AbortSignal): Promise<void> {
    const pictures = await PerformerPictures.open(this.#performer, this.#origin);
    try {
      const start = this.#now();
      for (let index = 0; !signal.aborted; ) {
        const time = (index * 1000) / RATE;
        deliver(pictures.draw(time, time), this.#now());
        index = Math.max(index + 1, Math.ceil(((this.#now() + BREATH - start) * RATE) / 1000));
        await waitUntil(start + (index * 1000) / RATE, this.#now, signal);
      }
    } finally {
      pictures.close();
    }
  }
}
