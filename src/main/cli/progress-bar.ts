import { formatMegabytes } from './format-size.ts';

const WIDTH = 24;
/** Milliseconds between two redraws. */
const REDRAW = 100;

/**
 * A line on a terminal that shows how far something has come and when it will be done. Where there is no terminal it
 * writes one line at the end.
 */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #label: string;
  readonly #now: () => number;
  readonly #format: (amount: number) => string;
  readonly #start: number;
  /** Amount that was there at the first update: an interrupted download goes on where it stopped. */
  #first: number | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #last = '';

  /**
   * @param now monotonic clock, milliseconds
   * @param format says an amount; amounts are bytes unless it says otherwise
   */
  constructor(
    stream: NodeJS.WriteStream,
    label: string,
    now: () => number,
    format: (amount: number) => string = formatMegabytes,
  ) {
    this.#stream = stream;
    this.#label = label;
    this.#now = now;
    this.#format = format;
    this.#start = now();
  }

  /** Both in what `format` takes. */
  update(done: number, total: number): void {
    this.#first ??= done;
    this.#last = this.#line(done, total, this.#first);
    if (this.#stream.isTTY && (this.#now() - this.#drawnAt >= REDRAW || done === total)) {
      this.#drawnAt = this.#now();
      this.#stream.write(`\r${this.#last}\u001b[K`);
    }
  }

  /** Leaves the last state standing on a line of its own. */
  end(): void {
    if (this.#last !== '') {
      this.#stream.write(this.#stream.isTTY ? `\r${this.#last}\u001b[K\n` : `${this.#last}\n`);
    }
  }

  #line(done: number, total: number, first: number): string {
    const fraction = total > 0 ? Math.min(done / total, 1) : 0;
    const filled = Math.round(fraction * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    const percent = `${Math.floor(fraction * 100)}`.padStart(3);
    const rate = (done - first) / (this.#now() - this.#start);
    const remaining = rate > 0 && done < total ? `, ${Math.ceil((total - done) / rate / 1000)} s left` : '';
    return `${this.#label} ${bar} ${percent} % (${this.#format(done)} of ${this.#format(total)}${remaining})`;
  }
}
