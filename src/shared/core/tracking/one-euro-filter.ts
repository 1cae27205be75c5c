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

/**
 * The 1€ filter for a set of numbers, each on its own. Time steps may vary: every call says how long ago the last
 * one was. A step without parameters passes its value through untouched and is where smoothing starts from later.
 */
export class OneEuroFilter {
  readonly #values: Float64Array;
  readonly #speeds: Float64Array;

  constructor(size: number) {
    this.#values = new Float64Array(size).fill(Number.NaN);
    this.#speeds = new Float64Array(size);
  }

  /** Forgets everything: the next value of each number comes out as it goes in. */
  reset(): void {
    this.#values.fill(Number.NaN);
    this.#speeds.fill(0);
  }

  /**
   * Takes in the next value of the number at `index` and returns the smoothed one.
   * @param seconds since this number's last value; zero or less gives the last result again.
   * @param parameters undefined: no smoothing.
   */
  step(index: number, value: number, seconds: number, parameters: OneEuroParameters | undefined): number {
    const last = this.#values[index] ?? Number.NaN;
    if (parameters === undefined || Number.isNaN(last)) {
      this.#values[index] = value;
      this.#speeds[index] = 0;
      return value;
    }
    if (!(seconds > 0)) {
      return last;
    }
    const lastSpeed = this.#speeds[index] ?? 0;
    const speed =
      lastSpeed + share(parameters.derivativeCutoff, seconds) * ((value - last) / seconds - lastSpeed);
    const smoothed = last + share(cutoffAt(Math.abs(speed), parameters), seconds) * (value - last);
    this.#speeds[index] = speed;
    this.#values[index] = smoothed;
    return smoothed;
  }
}

/** The 1€ filter for a rotation: speed is the angle per second, and smoothing goes along the shorter arc. */
export class OneEuroRotationFilter {
  readonly #value = new Float64Array([0, 0, 0, 1]);
  #speed = 0;
  #isFresh = true;

  /** Forgets everything: the next rotation comes out as it goes in. */
  reset(): void {
    setIdentity(this.#value);
    this.#speed = 0;
    this.#isFresh = true;
  }

  /**
   * Smooths a unit quaternion x, y, z, w in place.
   * @param seconds since the last rotation; zero or less gives the last result again.
   * @param parameters undefined: no smoothing.
   */
  step(rotation: QuaternionTarget, seconds: number, parameters: OneEuroParameters | undefined): void {
    if (parameters === undefined || this.#isFresh) {
      this.#value.set(rotation);
      this.#speed = 0;
      this.#isFresh = false;
      return;
    }
    if (seconds > 0) {
      const speed = angleBetween(this.#value, rotation) / seconds;
      this.#speed += share(parameters.derivativeCutoff, seconds) * (speed - this.#speed);
      slerpQuaternions(this.#value, rotation, share(cutoffAt(this.#speed, parameters), seconds), this.#value);
    }
    rotation.set(this.#value);
  }
}

function cutoffAt(speed: number, { minimumCutoff, beta, noiseSpeed }: OneEuroParameters): number {
  return minimumCutoff + beta * Math.max(0, speed - noiseSpeed);
}

/** Share of the new value that a first-order low pass of this cutoff (Hz) takes over after `seconds`. */
function share(cutoff: number, seconds: number): number {
  const timeConstant = 1 / (2 * Math.PI * cutoff);
  return seconds / (seconds + timeConstant);
}
