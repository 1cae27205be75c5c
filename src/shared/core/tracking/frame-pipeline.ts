import { copyFaceFrame, createFaceFrame, type FaceFrame } from '../face/face-frame.ts';
import type { FaceObservation } from '../face/face-observation.ts';
import { linkBlinks } from './blink-linking.ts';
import { Calibration } from './calibration.ts';
import { FaceView } from './face-view.ts';
import { FrameFilter } from './frame-filter.ts';
import { ResultFusion } from './fusion/result-fusion.ts';
import { GazeEstimator } from './gaze.ts';
import { readHeadPose } from './head-pose.ts';
import { NeutralMeasurement } from './neutral-measurement.ts';
import { ObservationCheck } from './observation-check.ts';
import { DEFAULT_PIPELINE_SETTINGS, type Neutral, type PipelineSettings } from './pipeline-settings.ts';
import { blendPose, setRestPose } from './pose-blend.ts';
import { ExpressionSolver } from './solver/expression-solver.ts';
import { TrackingStateMachine } from './tracking-state.ts';

/**
 * Turns observations into FaceFrames: pose, gaze and expression as tracked → relative to the person's neutral →
 * smoothed → shown as the tracking state demands. One pipeline follows one person.
 *
 * Deterministic: the same observations and settings give bit-identical frames, since the only clock is the
 * observations' own. `process` allocates nothing and never throws or writes NaN, whatever it is given.
 */
export class FramePipeline {
  #settings: PipelineSettings = DEFAULT_PIPELINE_SETTINGS;
  #calibration = new Calibration(DEFAULT_PIPELINE_SETTINGS);
  readonly #check = new ObservationCheck();
  readonly #view = new FaceView();
  readonly #solver = new ExpressionSolver();
  readonly #gaze = new GazeEstimator();
  readonly #neutral = new NeutralMeasurement();
  readonly #filter = new FrameFilter();
  readonly #fusion = new ResultFusion();
  #tracking = new TrackingStateMachine();
  /** The frame shown last, and the one from which the present blend started. */
  readonly #shown = createFaceFrame();
  readonly #departure = createFaceFrame();
  #time = Number.NEGATIVE_INFINITY;
  /** Time of the last frame that was tracked. */
  #trackedTime = Number.NEGATIVE_INFINITY;

  constructor() {
    this.#filter.configure(this.#settings.filter);
  }

  /** Applies to the frames that follow; may be called at any time. */
  configure(settings: PipelineSettings): void {
    this.#settings = settings;
    this.#calibration = new Calibration(settings);
    this.#filter.configure(settings.filter);
    this.#solver.calibrate(settings.neutral);
  }

  /**
   * What the pipeline has learned of the face pack that runs, to start over with; undefined while none does. Changes with
   * every result: the caller may keep it.
   */
  get learned(): Float32Array | undefined {
    return this.#fusion.learned;
  }

  /** Starts over, as for another source. The settings stay, and `learned` where the face is the same. */
  reset(learned?: ArrayLike<number>): void {
    this.#forgetFace();
    this.#fusion.reset(learned);
    this.#check.reset();
    this.#tracking = new TrackingStateMachine();
    copyFaceFrame(createFaceFrame(), this.#shown);
    this.#time = Number.NEGATIVE_INFINITY;
  }

  /** Makes the frame of one observation; every field of `target` is overwritten. */
  process(observation: FaceObservation, target: FaceFrame): void {
    const time = Number.isFinite(observation.time) ? observation.time : Math.max(this.#time, 0);
    if (time < this.#time) {
      this.reset();
    }
    const hasFace = this.#seesFace(observation, target);
    this.#tracking.advance(hasFace, this.#settings.concealment, time);
    target.index = observation.index;
    target.time = time;
    if (this.#tracking.hasChanged) {
      copyFaceFrame(this.#shown, this.#departure);
    }
    this.#setPose(observation, target);

    target.tracking = this.#tracking.state;
    target.confidence = this.#tracking.confidence;
    this.#time = time;
    copyFaceFrame(target, this.#shown);
  }

  /**
   * The neutral of the last half second as tracked, whatever the present neutral is. The caller puts it into the
   * settings. Undefined when the face was not seen for long enough, is hidden, or did not keep still.
   */
  measureNeutral(): Neutral | undefined {
    return this.#tracking.state === 'tracked' ? this.#neutral.measure() : undefined;
  }

  /** Whether the frame can be tracked; if so, the head's pose is in `target` and the view is up to date. */
  #seesFace(observation: FaceObservation, target: FaceFrame): boolean {
    return (
      this.#check.hasUsableFace(observation) &&
      readHeadPose(observation.headMatrix, target.headRotation, target.headTranslation) &&
      this.#solver.findPose(observation, this.#settings.fieldOfView) &&
      this.#view.update(observation, this.#solver.headRotation, this.#settings.fieldOfView)
    );
  }

  #setPose(observation: FaceObservation, target: FaceFrame): void {
    const { source, share, hasChanged } = this.#tracking;
    if (source === 'live') {
      if (hasChanged) {
        this.#forgetFace();
      }
      this.#setLivePose(observation, target);
      blendPose(this.#departure, share, target);
      return;
    }
    const { index, time } = target;
    copyFaceFrame(this.#departure, target);
    target.index = index;
    target.time = time;
    if (source === 'rest') {
      setRestPose(target);
      if (this.#calibration.hasNeutral) {
        target.headTranslation.fill(0);
      }
      blendPose(this.#departure, share, target);
    }
  }

  #setLivePose(observation: FaceObservation, target: FaceFrame): void {
    const seconds = Math.min(Math.max(target.time - this.#trackedTime, 0) / 1000, 1);
    this.#trackedTime = target.time;
    target.headRotation.set(this.#solver.headRotation);
    target.headTranslation.set(this.#solver.headTranslation);
    this.#gaze.estimate(this.#view, this.#solver.neutral.points, seconds, target.gazeLeft, target.gazeRight);
    this.#solver.solve(observation, target.gazeLeft, target.gazeRight, seconds, target.rawExpression);
    this.#neutral.record(target, this.#solver.landmarks, observation);

    this.#calibration.apply(target);
    if (this.#settings.linkBlinks) {
      linkBlinks(target.expression);
    }
    this.#filter.apply(target, seconds);
    this.#fusion.apply(observation.inference, target);
  }

  /** What was remembered of the face before it was lost does not hold for the one that comes. */
  #forgetFace(): void {
    this.#solver.reset();
    this.#gaze.reset();
    this.#neutral.reset();
    this.#filter.reset();
    this.#fusion.forgetFace();
    this.#trackedTime = Number.NEGATIVE_INFINITY;
  }
}
