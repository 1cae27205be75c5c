import { angleBetween, type QuaternionTarget, setIdentity, slerpQuaternions } from '../face/rotation.ts';

/**
 * How strongly a signal is smoothed (Casiez, Roussel, Vogel, 1€ Filter, CHI 2012), with one addition: speeds up to
 * `noiseSpeed` count as rest. The paper's filter opens for the speed of the noise itself, which lets through twice the
 * jitter of a face tracker whose noise is as quick as a blink.
 */
export interface OneEuroParameters {
  /** Cutoff of a signal at rest, Hz: lower is steadier. */
  readonly minimumCutoff: number;
  /** Hz of cutoff gained per unit per second of speed beyond `noiseSpeed`: higher lags less in movement. */
  readonly beta: number;
  /** Units per second; 0 is the paper's filter. */
  readonly noiseSpeed: number;
  /** Cutoff of the speed estimate, Hz. */
  readonly derivativeCutoff: number;
}

/** Turns in one radian. */
const ONE_RADIAN = 1 / (2 * Math.PI);

/** Stands for no smoothing. */
const OFF = Number.NaN;

/**
 * The 1€ filter for an array of numbers, each on its own. Time steps may vary: every call says how long ago the last
 * one was. Until it is configured, and for numbers without parameters, values pass through untouched; smoothing may
 * start from there at any time.
 */
export class OneEuroFilter {
  readonly #values: Float64Array;
  readonly #speeds: Float64Array;
  // Numbers read from objects would be copied onto the heap in every step, these are not.
  readonly #minimumCutoffs: Float64Array;
  readonly #betas: Float64Array;
  readonly #noiseSpeeds: Float64Array;
  readonly #derivativeCutoffs: Float64Array;

  constructor(size: number) {
    this.#values = new Float64Array(size).fill(Number.NaN);
    this.#speeds = new Float64Array(size);
    this.#minimumCutoffs = new Float64Array(size).fill(OFF);
    this.#betas = new Float64Array(size);
    this.#noiseSpeeds = new Float64Array(size);
    this.#derivativeCutoffs = new Float64Array(size);
  }

  /** Takes over the parameters of each number; undefined: no smoothing. */
  configure(parametersOf: (index: number) => OneEuroParameters | undefined): void {
    for (let i = 0; i < this.#values.length; i++) {
      const parameters = parametersOf(i);
      this.#minimumCutoffs[i] = parameters?.minimumCutoff ?? OFF;
      this.#betas[i] = parameters?.beta ?? 0;
      this.#noiseSpeeds[i] = parameters?.noiseSpeed ?? 0;
      this.#derivativeCutoffs[i] = parameters?.derivativeCutoff ?? 0;
    }
  }

  /** Forgets everything: the next values come out as they go in. */
  reset(): void {
    this.#values.fill(Number.NaN);
    this.#speeds.fill(0);
  }

  /**
   * Smooths the next values in place.
   * @param seconds since the last values; zero or less gives the last result again.
   */
  step(values: Float32Array, seconds: number): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      const last = this.#values[i] ?? Number.NaN;
      const minimumCutoff = this.#minimumCutoffs[i] ?? OFF;
      if (Number.isNaN(minimumCutoff) || Number.isNaN(last)) {
        this.#values[i] = value;
        this.#speeds[i] = 0;
        continue;
      }
      if (seconds > 0) {
        const lastSpeed = this.#speeds[i] ?? 0;
        const speedShare = lowPassShare(this.#derivativeCutoffs[i] ?? 0, seconds);
        const speed = lastSpeed + speedShare * ((value - last) / seconds - lastSpeed);
        const excess = Math.max(0, Math.abs(speed) - (this.#noiseSpeeds[i] ?? 0));
        const cutoff = minimumCutoff + (this.#betas[i] ?? 0) * excess;
        this.#speeds[i] = speed;
        this.#values[i] = last + lowPassShare(cutoff, seconds) * (value - last);
      }
      values[i] = this.#values[i] ?? value;
    }
  }
}

/** The 1€ filter for a rotation: speed is the angle per second, and smoothing goes along the shorter arc. */
export class OneEuroRotationFilter {
  readonly #value = new Float64Array([0, 0, 0, 1]);
  #parameters: OneEuroParameters | undefined;
  #speed = 0;
  #isFresh = true;

  /** Takes over the parameters; undefined: no smoothing. */
  configure(parameters: OneEuroParameters | undefined): void {
    this.#parameters = parameters;
  }

  /** Forgets everything: the next rotation comes out as it goes in. */
  reset(): void {
    setIdentity(this.#value);
    this.#speed = 0;
    this.#isFresh = true;
  }

  /**
   * Smooths a unit quaternion x, y, z, w in place.
   * @param seconds since the last rotation; zero or less gives the last result again.
   */
  step(rotation: QuaternionTarget, seconds: number): void {
    const parameters = this.#parameters;
    if (parameters === undefined || this.#isFresh) {
      this.#value.set(rotation);
      this.#speed = 0;
      this.#isFresh = false;
      return;
    }
    if (seconds > 0) {
      const speed = angleBetween(this.#value, rotation) / seconds;
      this.#speed += lowPassShare(parameters.derivativeCutoff, seconds) * (speed - this.#speed);
      const excess = Math.max(0, this.#speed - parameters.noiseSpeed);
      const cutoff = parameters.minimumCutoff + parameters.beta * excess;
      slerpQuaternions(this.#value, rotation, lowPassShare(cutoff, seconds), this.#value);
    }
    rotation.set(this.#value);
  }
}

/** Share of a new value that a low pass of this cutoff (Hz) takes over: 1 / (1 + τ / seconds) with τ = 1 / 2πf. */
function lowPassShare(cutoff: number, seconds: number): number {
  const turns = cutoff * seconds;
  return turns / (turns + ONE_RADIAN);
}
