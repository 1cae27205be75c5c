import type { TrackingState } from '../face/face-frame.ts';
import { ramp, smoothstep } from './interpolation.ts';
import type { Concealment } from './pipeline-settings.ts';

/** How long a lost face keeps its last pose, and how long it then takes to come to rest; milliseconds. */
const HELD_MILLISECONDS = 300;
const EASED_MILLISECONDS = 700;

/** A face that comes back is met over this long, or over as long as it was away if that is shorter. */
const LONGEST_RETURN = 250;

/** How long `hide` takes to come to rest: at once to the eye, without a jolt. */
const HIDE_MILLISECONDS = 200;

/** A blend begins where the last frame was, but not farther back than this, milliseconds: gaps must not skip it. */
const LONGEST_STEP = 50;

/**
 * Where a frame's pose comes from: what the camera shows (`live`), what was shown last (`kept`), or neutral (`rest`).
 */
export type PoseSource = 'live' | 'kept' | 'rest';

/**
 * Follows whether the face is seen: tracked → held → eased → lost, and back. What is shown never jumps: whenever the
 * source of the pose changes, it is blended in from the pose shown at that moment (`hasChanged`, `share`).
 */
export class TrackingStateMachine {
  /** What to tell the world. */
  state: TrackingState = 'lost';
  /** Where the pose of this frame comes from. */
  source: PoseSource = 'rest';
  /** True on the first frame of a new source: the pose shown last is where the blend starts. */
  hasChanged = false;
  /** How much of the source is to be seen, 0..1; the remainder is the pose at the last change. */
  share = 1;
  /** 1 while tracked, falling to 0 until the face is lost; 0 when hidden. */
  confidence = 0;

  /** Time of the last frame, of the last frame with a face, and of the last frame that showed it. */
  #time = Number.NEGATIVE_INFINITY;
  #seenTime = Number.NEGATIVE_INFINITY;
  #liveTime = Number.NEGATIVE_INFINITY;
  #changeTime = Number.NEGATIVE_INFINITY;
  #blendMilliseconds = 0;

  /** Takes in the next frame. `time` in milliseconds, not before the last one. */
  advance(hasFace: boolean, concealment: Concealment, time: number): void {
    const previousSource = this.source;
    if (concealment !== 'none') {
      this.#conceal(concealment, time);
    } else if (hasFace) {
      this.#show(time);
    } else {
      this.#lose(time - this.#seenTime);
    }
    this.hasChanged = this.source !== previousSource;
    if (this.hasChanged) {
      this.#changeTime = Math.max(this.#time, time - LONGEST_STEP);
    }
    this.share =
      this.#blendMilliseconds > 0 ? smoothstep(0, this.#blendMilliseconds, time - this.#changeTime) : 1;
    this.#time = time;
  }

  #conceal(concealment: Concealment, time: number): void {
    this.#become('hidden', concealment === 'hide' ? 'rest' : 'kept', 0);
    this.#blendMilliseconds = HIDE_MILLISECONDS;
    if (Number.isFinite(this.#seenTime)) {
      // A face that is revealed while it cannot be seen starts with being held, from what was shown.
      this.#seenTime = time;
    }
  }

  #show(time: number): void {
    if (this.source !== 'live') {
      const away = time - this.#liveTime;
      // The first face of all has nothing to come from.
      this.#blendMilliseconds = Number.isFinite(away) ? Math.min(away, LONGEST_RETURN) : 0;
    }
    this.#become('tracked', 'live', 1);
    this.#seenTime = time;
    this.#liveTime = time;
  }

  #lose(away: number): void {
    const confidence = 1 - ramp(0, HELD_MILLISECONDS + EASED_MILLISECONDS, away);
    if (away < HELD_MILLISECONDS) {
      this.#become('held', 'kept', confidence);
      return;
    }
    this.#become(away < HELD_MILLISECONDS + EASED_MILLISECONDS ? 'eased' : 'lost', 'rest', confidence);
    this.#blendMilliseconds = EASED_MILLISECONDS;
  }

  #become(state: TrackingState, source: PoseSource, confidence: number): void {
    this.state = state;
    this.source = source;
    this.confidence = confidence;
  }
}
