import type { MeasuredDelegate } from './tracker-messages.ts';

/** Where MediaPipe computes: on the processor or on the graphics card. */
export type Delegate = MeasuredDelegate['delegate'];

/** The first frames of a delegate compile shaders and fill caches. */
const WARM_UP_FRAMES = 4;
const MEASURED_FRAMES = 15;

/** After this many measured frames a delegate that is this much slower than the other has lost. */
const EARLY_FRAMES = 2;
const HOPELESS_FACTOR = 2;

/** The delegate that was measured before for this bundle on this graphics card. */
export function rememberedDelegate(
  measured: readonly MeasuredDelegate[],
  bundle: string,
  graphics: string,
): Delegate | undefined {
  return measured.find((entry) => entry.bundle === bundle && entry.graphics === graphics)?.delegate;
}

/** The settings' list with a new measurement in place of the old one of the same bundle and graphics card. */
export function rememberMeasured(
  measured: readonly MeasuredDelegate[],
  entry: MeasuredDelegate,
): MeasuredDelegate[] {
  const others = measured.filter((old) => old.bundle !== entry.bundle || old.graphics !== entry.graphics);
  return [...others, entry];
}

/**
 * Whether a graphics renderer (WebGL's UNMASKED_RENDERER string) only imitates a graphics card on the processor:
 * there the GPU delegate takes ten times as long as the CPU delegate, and need not be tried.
 */
export function isSoftwareRenderer(graphics: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(graphics);
}

/**
 * Measures the CPU delegate, which is always there, then the GPU delegate, on the frames that are tracked anyway,
 * and names the faster one. A GPU delegate that is clearly slower is given up after a few frames.
 */
export class DelegateTrial {
  readonly #durations: Record<Delegate, number[]> = { cpu: [], gpu: [] };
  #delegate: Delegate = 'cpu';
  #winner: { readonly delegate: Delegate; readonly milliseconds: number } | undefined;

  /** The delegate to track the next frame with. */
  get delegate(): Delegate {
    return this.#winner?.delegate ?? this.#delegate;
  }

  /** The faster delegate and its median per frame, once known. */
  get winner(): { readonly delegate: Delegate; readonly milliseconds: number } | undefined {
    return this.#winner;
  }

  /** A frame was tracked with `delegate`. */
  record(milliseconds: number): void {
    if (this.#winner !== undefined) {
      return;
    }
    const durations = this.#durations[this.#delegate];
    durations.push(milliseconds);
    const count = durations.length - WARM_UP_FRAMES;
    if (this.#delegate === 'cpu') {
      this.#delegate = count >= MEASURED_FRAMES ? 'gpu' : 'cpu';
    } else if (count >= MEASURED_FRAMES || (count >= EARLY_FRAMES && this.#isHopeless())) {
      this.#decide();
    }
  }

  /** The GPU delegate could not be loaded or failed: the CPU delegate it is. */
  gpuFailed(): void {
    this.#winner = { delegate: 'cpu', milliseconds: this.#median('cpu') };
  }

  #isHopeless(): boolean {
    return this.#median('gpu') > HOPELESS_FACTOR * this.#median('cpu');
  }

  #decide(): void {
    const delegate = this.#median('gpu') < this.#median('cpu') ? 'gpu' : 'cpu';
    this.#winner = { delegate, milliseconds: this.#median(delegate) };
  }

  #median(delegate: Delegate): number {
    const sorted = this.#durations[delegate].slice(WARM_UP_FRAMES).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}

/** Degraded means this many times the usual p95, for this long (design: "doubles for 5 s"). */
const DEGRADED_FACTOR = 2;
const DEGRADED_DURATION = 5000;

/** The usual p95 is the best of this first while after a choice, milliseconds. */
const BASELINE_DURATION = 5000;

/** Tells when tracking has become so slow that the delegates should be measured again: a game took the GPU. */
export class DegradationWatch {
  #start: number | undefined;
  #baseline = Number.POSITIVE_INFINITY;
  #slowSince: number | undefined;

  /** @param p95 of the last second, milliseconds. @returns true once, when it has been degraded for long enough. */
  update(p95: number, now: number): boolean {
    this.#start ??= now;
    if (now - this.#start < BASELINE_DURATION) {
      this.#baseline = Math.min(this.#baseline, p95);
      return false;
    }
    if (p95 < DEGRADED_FACTOR * this.#baseline) {
      this.#slowSince = undefined;
      return false;
    }
    this.#slowSince ??= now;
    if (now - this.#slowSince < DEGRADED_DURATION) {
      return false;
    }
    this.reset();
    return true;
  }

  /** Begins anew: another tracker, or another source. */
  reset(): void {
    this.#start = undefined;
    this.#baseline = Number.POSITIVE_INFINITY;
    this.#slowSince = undefined;
  }
}
