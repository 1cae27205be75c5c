import { evidenceIndex, IMAGE_EVIDENCE_NAMES } from '../../face/image-evidence.ts';
import { clamp } from '../interpolation.ts';

const COUNT = IMAGE_EVIDENCE_NAMES.length;
const VISIBILITY_LEFT = evidenceIndex('visibilityLeft');
const VISIBILITY_RIGHT = evidenceIndex('visibilityRight');

/** A face just found is taken for one at rest for this many frames; then its rest is learned slowly. */
const FIRST_FRAMES = 12;
/** Seconds in which the rest moves by as much as a measure usually strays from it, and over which that is averaged. */
const LEARNING_SECONDS = 10;
const SPREAD_SECONDS = 20;
/** Nothing is learned from a half of the face that is seen less than this. */
const WELL_SEEN = 0.5;
/** What is told as a share of its rest: how far lids are open and how much of the lips shows, at least this much of it. */
const IS_SHARE = IMAGE_EVIDENCE_NAMES.map((name) => name.startsWith('lidAperture') || /LipHeight/.test(name));
const SMALLEST_REST = 0.02;

/** Where each measure's visibility stands; both halves for what lies in the middle. */
const SIDES = IMAGE_EVIDENCE_NAMES.map((name) => {
  if (name.endsWith('Left')) {
    return [VISIBILITY_LEFT, VISIBILITY_LEFT] as const;
  }
  return name.endsWith('Right')
    ? ([VISIBILITY_RIGHT, VISIBILITY_RIGHT] as const)
    : ([VISIBILITY_LEFT, VISIBILITY_RIGHT] as const);
});

/**
 * What is measured in the picture of a person's face at rest, and how far a frame's measures stray from it: a face's own
 * folds, shades and lips say nothing about its expression. Measured by a calibration, or else a running median, found
 * by steps of equal size up and down (stochastic approximation, Robbins and Monro 1951).
 */
export class EvidenceRest {
  readonly #rest = new Float64Array(COUNT);
  readonly #spread = new Float64Array(COUNT);
  readonly #frames = new Uint16Array(COUNT);
  #isCalibrated = false;

  /** Forgets what was learned. */
  reset(): void {
    if (!this.#isCalibrated) {
      // The first frame makes a rest its own only to the last bits but one, unless it begins at 0.
      this.#rest.fill(0);
      this.#frames.fill(0);
      this.#spread.fill(0);
    }
  }

  /** Takes over a calibration's measures, as far as its frames showed them, or learns again without. */
  calibrate(evidence: readonly number[] | undefined): void {
    const wasCalibrated = this.#isCalibrated;
    this.#isCalibrated = evidence?.length === COUNT && isSeen(evidence);
    if (evidence !== undefined && this.#isCalibrated) {
      this.#rest.set(evidence);
      this.#frames.fill(FIRST_FRAMES);
    } else if (wasCalibrated) {
      this.reset();
    }
  }

  /**
   * Learns from a frame.
   * @param evidence Float32Array [IMAGE_EVIDENCE_NAMES].
   */
  learn(evidence: Float32Array, seconds: number): void {
    for (let i = 0; !this.#isCalibrated && i < COUNT; i++) {
      const frames = this.#frames[i] ?? 0;
      const rest = this.#rest[i] ?? 0;
      const stray = (evidence[i] ?? 0) - rest;
      if (seenShare(evidence, i) < WELL_SEEN || !Number.isFinite(stray)) {
        continue;
      }
      if (frames < FIRST_FRAMES) {
        this.#frames[i] = frames + 1;
        // The first frame's share is all of it.
        this.#rest[i] = rest + stray / (frames + 1);
        continue;
      }
      const spread = this.#spread[i] ?? 0;
      this.#spread[i] = spread + Math.min(1, seconds / SPREAD_SECONDS) * (Math.abs(stray) - spread);
      this.#rest[i] =
        rest + Math.sign(stray) * Math.min(Math.abs(stray), (spread * seconds) / LEARNING_SECONDS);
    }
  }

  /**
   * Writes how far a frame's measures stray from rest, −1..1, 0 for what is not seen; lid apertures and lip heights as
   * shares of their rest.
   * @param target Float32Array [IMAGE_EVIDENCE_NAMES], overwritten.
   */
  takeOff(evidence: Float32Array, target: Float32Array): void {
    for (let i = 0; i < COUNT; i++) {
      const rest = this.#rest[i] ?? 0;
      const unit = IS_SHARE[i] === true ? Math.max(rest, SMALLEST_REST) : 1;
      const stray = ((evidence[i] ?? 0) - rest) / unit;
      const isKnown = (this.#frames[i] ?? 0) > 0 && Number.isFinite(stray);
      target[i] = isKnown ? clamp(stray, -1, 1) * seenShare(evidence, i) : 0;
    }
    target[VISIBILITY_LEFT] = seenShare(evidence, VISIBILITY_LEFT);
    target[VISIBILITY_RIGHT] = seenShare(evidence, VISIBILITY_RIGHT);
  }
}

/** How well a measure's half of the face is seen, 0..1. */
function seenShare(evidence: Float32Array, measure: number): number {
  const [one, other] = SIDES[measure] ?? [0, 0];
  return clamp(((evidence[one] ?? 0) + (evidence[other] ?? 0)) / 2, 0, 1);
}

function isSeen(evidence: readonly number[]): boolean {
  return (evidence[VISIBILITY_LEFT] ?? 0) > WELL_SEEN && (evidence[VISIBILITY_RIGHT] ?? 0) > WELL_SEEN;
}
