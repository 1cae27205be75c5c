import type { FaceFrame } from '../face/face-frame.ts';
import type { EnrolmentProblem } from './enrolment-problems.ts';
import {
  createStepReading,
  ENROLMENT_STEPS,
  type EnrolmentStep,
  type MovedStep,
  readForSteps,
  riseOf,
  STEP_LIMITS,
  type StepReading,
} from './enrolment-steps.ts';
import { StillFace } from './still-face.ts';

/** `guided`: a person does what they are asked. `watching`: a clip or performer does what it does, in any order. */
export type GuideMode = 'guided' | 'watching';

/** `missed`: nobody did it in time. `skipped`: the person did not want to. */
export type StepStatus = 'waiting' | 'done' | 'missed' | 'skipped';

/** One step and how it went. */
export interface GuidedStep {
  readonly step: EnrolmentStep;
  status: StepStatus;
  /** 0..1: how far the face went, of what is as good as can be. */
  quality: number;
}

/** What to show of an enrolment, overwritten by every frame. */
export interface GuideView {
  readonly mode: GuideMode;
  /** What to do now; undefined when all is over. */
  step: EnrolmentStep | undefined;
  /** Whether that has just been done: the next one is asked for in a moment. */
  isDone: boolean;
  /** Of the present step, 0..1. */
  progress: number;
  problem: EnrolmentProblem | undefined;
  /** Whether the step takes long enough for a kind word. */
  isHintDue: boolean;
  readonly steps: readonly GuidedStep[];
}

/** Milliseconds for which a step is held: what a webcam shows in a handful of frames. */
const HOLD = 300;
/** Pauses between frames count for no longer than this towards patience, milliseconds; towards what is held, as HOLD. */
const LONGEST_PAUSE = 1000;
/** While held, a face stays above this share of the farthest it went. */
const HELD_SHARE = 0.75;

/** Milliseconds between a step's end and the next one's word, in which the face may still go farther. */
const BREATH = 700;

/** Milliseconds of usable pictures after which a step gets a kind word, and is passed over. */
const HINT_AFTER = 6000;
const PASS_AFTER = 18_000;

/** A clip is over when nothing new has come for the first, and at the latest after the second; milliseconds. */
const WATCH_IDLE = 60_000;
const WATCH_WHOLE = 118_000;

/** A face that keeps still nearer to the camera's direction by this is the one to go by; radians (5°). */
const AHEAD_MARGIN = 0.087;

/** Below this a step is worth doing again. */
export const POOR_QUALITY = 0.6;

/** What is known of a step while nobody has done it yet. */
interface Attempt {
  held: number;
  peak: number;
}

/**
 * Leads a person through an enrolment: says what to do, sees when it is being done relative to the face at rest, and
 * what is wrong. Steps that are done well before they are asked for are taken as well. Nothing fails for want of time:
 * steps that do not come are passed over.
 *
 * Deterministic: the only clock is the observations' own. Feed it frames of an uncalibrated pipeline.
 */
export class EnrolmentGuide {
  readonly view: GuideView;
  readonly #still = new StillFace();
  readonly #now = createStepReading();
  readonly #rest = createStepReading();
  readonly #attempts: ReadonlyMap<EnrolmentStep, Attempt>;
  readonly #steps: readonly GuidedStep[];
  #time = Number.NaN;
  /** Milliseconds of usable pictures: of the present step, since something new was seen, of all. */
  #stepTime = 0;
  #idleTime = 0;
  #wholeTime = 0;
  /** What is left of the breath after a step, milliseconds. */
  #breath = 0;

  constructor(mode: GuideMode) {
    this.#steps = ENROLMENT_STEPS.map((step) => ({ step, status: 'waiting', quality: 0 }));
    this.#attempts = new Map(ENROLMENT_STEPS.map((step) => [step, { held: 0, peak: 0 }]));
    this.view = {
      mode,
      step: ENROLMENT_STEPS[0],
      isDone: false,
      progress: 0,
      problem: 'no-face',
      isHintDue: false,
      steps: this.#steps,
    };
  }

  /** Whether nothing is left to do. */
  get isOver(): boolean {
    return this.view.step === undefined;
  }

  /**
   * Takes in the next frame.
   * @param problem what keeps it from being used (EnrolmentCheck), if anything.
   */
  update(frame: FaceFrame, problem: EnrolmentProblem | undefined): void {
    const { view } = this;
    const passed = Math.min(Math.max(frame.time - this.#time, 0) || 0, LONGEST_PAUSE);
    this.#time = frame.time;
    view.problem = problem;
    if (view.step === undefined) {
      return;
    }
    if (problem === undefined) {
      readForSteps(frame, this.#now);
      this.#seeRest(frame.time);
      this.#seeMoves(Math.min(passed, HOLD));
      this.#spend(passed);
    } else {
      this.#still.reset();
    }
    this.#goOn(passed);
    this.#show();
  }

  /** The person does not want to do the present step. */
  skip(): void {
    this.#leave('skipped');
    this.#breath = 0;
    this.#goOn(0);
    this.#show();
  }

  /** Asks for a step again, and then for whatever else is left. */
  retry(step: EnrolmentStep): void {
    Object.assign(this.#guided(step) ?? {}, { status: 'waiting', quality: 0 });
    Object.assign(this.#attempts.get(step) ?? {}, { held: 0, peak: 0 });
    this.#breath = 0;
    this.#ask(step);
    this.#show();
  }

  /** Has enough: what has not been done is passed over. */
  finish(): void {
    for (const guided of this.#steps) {
      if (guided.status === 'waiting') {
        guided.status = 'missed';
      }
    }
    this.#breath = 0;
    this.#goOn(0);
    this.#show();
  }

  #seeRest(time: number): void {
    const share = this.#still.update(this.#now, time);
    const guided = this.#guided('ahead');
    const attempt = this.#attempts.get('ahead');
    if (guided === undefined || attempt === undefined) {
      return;
    }
    attempt.held = share * HOLD;
    const { reading } = this.#still;
    if (share >= 1 && (guided.status !== 'done' || turnOf(reading) < turnOf(this.#rest) - AHEAD_MARGIN)) {
      Object.assign(this.#rest, reading);
      this.#complete(guided, 1);
    }
  }

  #seeMoves(passed: number): void {
    for (const guided of this.#steps) {
      const { step } = guided;
      const attempt = this.#attempts.get(step);
      if (step === 'ahead' || attempt === undefined || !this.#canSee(step)) {
        continue;
      }
      const rise = riseOf(step, this.#now, this.#rest);
      const { least, full } = STEP_LIMITS[step];
      attempt.peak = Math.max(attempt.peak, rise);
      if (guided.status === 'done') {
        guided.quality = Math.max(guided.quality, Math.min(attempt.peak / full, 1));
        continue;
      }
      const needed = this.#needed(step, least, full);
      const isHeld = rise >= needed && rise >= HELD_SHARE * attempt.peak;
      attempt.held = Math.max(0, attempt.held + (isHeld ? passed : -passed / 2));
      if (attempt.held >= HOLD) {
        this.#complete(guided, Math.min(attempt.peak / full, 1));
      }
    }
  }

  /** Who is not asked does nothing for the camera: half the way between the limits has to do. */
  #needed(step: MovedStep, least: number, full: number): number {
    if (this.view.mode === 'watching') {
      return (least + full) / 2;
    }
    return step === this.view.step ? least : full;
  }

  /** Up and down are told from where ahead is; the rest reads little at rest on anybody. */
  #canSee(step: MovedStep): boolean {
    const isAheadKnown = this.#guided('ahead')?.status !== 'waiting';
    return isAheadKnown || (step !== 'lookUp' && step !== 'lookDown');
  }

  #spend(passed: number): void {
    this.#stepTime += passed;
    this.#idleTime += passed;
    this.#wholeTime += passed;
    if (this.view.mode === 'watching') {
      if (this.#idleTime > WATCH_IDLE || this.#wholeTime > WATCH_WHOLE) {
        this.finish();
      }
    } else if (this.#stepTime > PASS_AFTER) {
      this.#leave('missed');
    }
  }

  /** A step has been done, perhaps after it was passed over. */
  #complete(guided: GuidedStep, quality: number): void {
    guided.status = 'done';
    guided.quality = quality;
    this.#idleTime = 0;
    if (guided.step === this.view.step) {
      this.#breath = BREATH;
    }
  }

  /** The present step is left as it is. */
  #leave(status: 'missed' | 'skipped'): void {
    const guided = this.#guided(this.view.step);
    if (guided?.status === 'waiting') {
      guided.status = status;
    }
  }

  /** Asks for the next step when the present one is over and the breath after it taken. */
  #goOn(passed: number): void {
    const { step } = this.view;
    if (step === undefined || this.#guided(step)?.status === 'waiting') {
      return;
    }
    this.#breath -= passed;
    if (this.#breath <= 0) {
      this.#ask(this.#steps.find(({ status }) => status === 'waiting')?.step);
    }
  }

  #ask(step: EnrolmentStep | undefined): void {
    this.view.step = step;
    this.#stepTime = 0;
  }

  #show(): void {
    const { view } = this;
    const guided = this.#guided(view.step);
    view.isDone = guided?.status === 'done';
    view.isHintDue = view.mode === 'guided' && !view.isDone && this.#stepTime > HINT_AFTER;
    view.progress = guided === undefined || view.isDone ? 1 : this.#progressOf(guided.step);
  }

  /** Half for getting there, half for holding it. */
  #progressOf(step: EnrolmentStep): number {
    const held = Math.min((this.#attempts.get(step)?.held ?? 0) / HOLD, 1);
    if (step === 'ahead') {
      return held;
    }
    const rise = this.view.problem === undefined ? riseOf(step, this.#now, this.#rest) : 0;
    const reached = Math.min(Math.max(rise / STEP_LIMITS[step].least, 0), 1);
    return Math.max(reached, held > 0 ? 1 : 0) / 2 + held / 2;
  }

  #guided(step: EnrolmentStep | undefined): GuidedStep | undefined {
    return this.#steps.find((guided) => guided.step === step);
  }
}

function turnOf({ yaw, pitch }: StepReading): number {
  return Math.hypot(yaw, pitch);
}
