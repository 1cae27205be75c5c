import { createStepReading, type StepReading } from './enrolment-steps.ts';

/** Milliseconds for which a face has to keep still to be at rest. */
const STILL_MILLISECONDS = 600;

/** How far it may stray meanwhile from where it began: radians (2.5°), weights. */
const LARGEST_SWAY = 0.045;
const LARGEST_TWITCH = 0.12;

/** Farther from the camera's direction than this nobody looks ahead, wherever the camera stands; radians (15°, 20°). */
const LARGEST_YAW = 0.26;
const LARGEST_PITCH = 0.35;

const NAMES = ['yaw', 'pitch', 'browsUp', 'frown', 'smile', 'squint', 'jawOpen'] as const;

/** Waits for a face to keep still while it looks ahead, and takes its mean as the face at rest. Blinks do not count. */
export class StillFace {
  /** The mean since the face keeps still. */
  readonly reading: StepReading = createStepReading();
  readonly #beginning: StepReading = createStepReading();
  #count = 0;
  #beginTime = Number.NaN;

  /** Takes in a frame that can be used. @returns how much of the time the face has kept still by now, 0..1. */
  update(now: StepReading, time: number): number {
    if (!isAhead(now)) {
      this.reset();
      return 0;
    }
    if (this.#count === 0 || !isNear(now, this.#beginning)) {
      Object.assign(this.#beginning, now);
      this.#beginTime = time;
      this.#count = 0;
    }
    this.#count += 1;
    for (const name of NAMES) {
      this.reading[name] += (now[name] - this.reading[name]) / this.#count;
    }
    return Math.min((time - this.#beginTime) / STILL_MILLISECONDS, 1);
  }

  reset(): void {
    this.#count = 0;
  }
}

function isAhead({ yaw, pitch }: StepReading): boolean {
  return Math.abs(yaw) < LARGEST_YAW && Math.abs(pitch) < LARGEST_PITCH;
}

function isNear(now: StepReading, then: StepReading): boolean {
  return NAMES.every((name) => {
    const limit = name === 'yaw' || name === 'pitch' ? LARGEST_SWAY : LARGEST_TWITCH;
    return Math.abs(now[name] - then[name]) <= limit;
  });
}
