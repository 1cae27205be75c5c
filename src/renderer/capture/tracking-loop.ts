import { createFaceFrame, type FaceFrame } from '../../shared/core/face/face-frame.ts';
import {
  createFaceObservation,
  type FaceObservation,
  type InferenceResult,
} from '../../shared/core/face/face-observation.ts';
import type { FramePipeline } from '../../shared/core/tracking/frame-pipeline.ts';
import { FrameMailbox } from './frame-mailbox.ts';
import type { MeasuredTracker } from './measured-tracker.ts';
import { PictureEvidence } from './picture-evidence.ts';
import { roundTime } from './session-clock.ts';
import { TrackingStatistics } from './statistics.ts';

/**
 * Turns of the event loop before a picture is taken up. While the tracker is busy, frames wait in the camera's stream;
 * reading one from there takes a few turns, and only then is it known which is the newest. Far below a millisecond.
 */
const TURNS_TO_READ = 4;

/** Milliseconds between the frames that say that nobody is there, when a source has stopped. */
const FADE_INTERVAL = 33;

/** What the loop tracks with, and where its results go. */
export interface TrackingLoopOptions {
  /** The session's clock. */
  readonly now: () => number;
  readonly tracker: Pick<MeasuredTracker, 'observe'>;
  readonly pipeline: FramePipeline;
  /** The newest result of a face pack's networks. */
  readonly newestResult: () => InferenceResult | undefined;
  /** A new FaceFrame; both objects are reused for the next one. */
  readonly onFrame: (frame: FaceFrame, observation: FaceObservation) => void;
  /** A picture, tracked or not, before it is closed; the frame is its own where the observation has a face. */
  readonly onPicture: (picture: VideoFrame, observation: FaceObservation, frame: FaceFrame) => void;
}

/** Picture in, FaceFrame out: always the newest picture, one at a time. */
export class TrackingLoop {
  readonly statistics = new TrackingStatistics();
  readonly #options: TrackingLoopOptions;
  readonly #mailbox = new FrameMailbox<VideoFrame>();
  readonly #evidence = new PictureEvidence();
  readonly #observation = createFaceObservation();
  readonly #frame = createFaceFrame();
  /** A message to ourselves is a turn of the event loop without the delay that timers have. */
  readonly #turn = new MessageChannel();
  #turnsLeft = 0;
  #nextIndex = 0;
  #lastTime = Number.NEGATIVE_INFINITY;
  #fadeTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: TrackingLoopOptions) {
    this.#options = options;
    this.#turn.port1.onmessage = () => this.#takeTurn();
  }

  get droppedFrames(): number {
    return this.#mailbox.dropped;
  }

  /** Takes over a picture captured at `time`, milliseconds of the session's clock. */
  deliver(picture: VideoFrame, time: number): void {
    this.#stopFading();
    const arrival = this.#options.now();
    this.#mailbox.put({ picture, index: this.#nextIndex, time: roundTime(time), arrival });
    this.#nextIndex += 1;
    this.statistics.frameArrived(arrival);
    if (this.#turnsLeft === 0) {
      this.#turnsLeft = TURNS_TO_READ;
      this.#turn.port2.postMessage(undefined);
    }
  }

  /** The source has gone quiet: lets the pipeline lose the face, so that receivers are told instead of frozen. */
  fade(): void {
    this.#fadeTimer ??= setInterval(() => this.#processAbsence(), FADE_INTERVAL);
  }

  /** Begins a new source. */
  reset(): void {
    this.#stopFading();
    this.#mailbox.clear();
    this.#nextIndex = 0;
    this.#lastTime = Number.NEGATIVE_INFINITY;
    this.statistics.clear();
    this.#options.pipeline.reset();
  }

  #takeTurn(): void {
    this.#turnsLeft -= 1;
    if (this.#turnsLeft > 0) {
      this.#turn.port2.postMessage(undefined);
    } else {
      this.#track();
    }
  }

  #track(): void {
    const mail = this.#mailbox.take();
    if (mail === undefined) {
      return;
    }
    const observation = this.#observation;
    observation.index = mail.index;
    try {
      if (this.#options.tracker.observe(mail.picture, this.#nextTime(mail.time), observation)) {
        this.#evidence.measure(mail.picture, observation);
        this.#process();
        const now = this.#options.now();
        this.statistics.frameTracked(now, now - mail.arrival);
      } else {
        observation.hasFace = false;
      }
      this.#options.onPicture(mail.picture, observation, this.#frame);
    } finally {
      mail.picture.close();
    }
  }

  /** A picture that ends a pause was captured before the last word about its absence: time still goes forward. */
  #nextTime(time: number): number {
    this.#lastTime = Math.max(time, this.#lastTime + 1);
    return this.#lastTime;
  }

  #processAbsence(): void {
    const observation = this.#observation;
    observation.index = this.#nextIndex;
    this.#nextIndex += 1;
    observation.time = this.#nextTime(this.#options.now());
    observation.hasFace = false;
    observation.hasScores = false;
    observation.faceCount = 0;
    this.#process();
    if (this.#frame.tracking === 'lost' || this.#frame.tracking === 'hidden') {
      this.#stopFading();
    }
  }

  #process(): void {
    this.#observation.inference = this.#options.newestResult();
    this.#options.pipeline.process(this.#observation, this.#frame);
    this.#options.onFrame(this.#frame, this.#observation);
  }

  #stopFading(): void {
    clearInterval(this.#fadeTimer);
    this.#fadeTimer = undefined;
  }
}
