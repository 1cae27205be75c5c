import { createFaceFrame, type FaceFrame } from '../face/face-frame.ts';
import type { FaceObservation } from '../face/face-observation.ts';
import { FramePipeline } from '../tracking/frame-pipeline.ts';
import { DEFAULT_PIPELINE_SETTINGS, type Neutral } from '../tracking/pipeline-settings.ts';
import { EnrolmentCheck, type EnrolmentProblem, type FaceExposure } from './enrolment-problems.ts';
import { ExpressionExtremes } from './expression-extremes.ts';
import { FaceSignature } from './face-signature.ts';
import { fitLandmarks } from './fit-landmarks.ts';
import type { FaceModelReference, Identity } from './identity.ts';
import { solvedShape } from './identity-shape.ts';
import { type KeptFrame, KeptFrames, turnOf } from './kept-frames.ts';
import type { LandmarkModes } from './landmark-modes.ts';

/** With fewer usable frames nobody is enrolled. A single good photo will do. */
const FEWEST_FRAMES = 1;

/** Milliseconds between attempts to measure the face at rest. */
const REST_INTERVAL = 200;

/** Frames turned by less than this show a face's proportions, radians: 15°. */
const AHEAD = 0.26;

/** A face is somebody else's place when it jumps by this many of its widths from one frame to the next. */
const JUMP = 0.6;

/** Frames, and degrees from side to side, from which on a shape gets no better. */
const MANY_FRAMES = 30;
const WIDE_SPAN = (50 * Math.PI) / 180;

/** What spoils a frame only in part: the face is there all the same. */
const SPARE_PROBLEMS: ReadonlySet<EnrolmentProblem> = new Set([
  'several-faces',
  'cut-off',
  'too-near',
  'too-far',
]);

/** How strongly a turned head counts against being at rest, beside weights. */
const TURN_COST = 4;
/** A face at rest that still moves this much is of no use as one. */
const RESTLESS = 6;

/** Why a frame was not used: `other-person` is somebody else than most frames show. */
export type FrameRefusal = EnrolmentProblem | 'other-person';

/** Nobody could be enrolled; `problem` is what kept most frames from being used. */
export class EnrolmentError extends Error {
  override readonly name = 'EnrolmentError';
  readonly problem: FrameRefusal;

  constructor(problem: FrameRefusal) {
    super(`no frame could be used for an enrolment: ${problem}`);
    this.problem = problem;
  }
}

/** What an enrolment found: an identity without name, skin and detail code. */
export type EnrolledFace = Pick<Identity, 'faceModel' | 'shape' | 'landmarkResidual' | 'calibration'> & {
  readonly quality: Pick<Identity['quality'], 'shape' | 'calibration'>;
  /** Frames used. */
  readonly used: number;
  readonly refused: ReadonlyMap<FrameRefusal, number>;
};

/** What enrolling needs to know. */
export interface EnrolmentOptions {
  /** The open head, and its landmarks (landmarkModesOf). */
  readonly head: FaceModelReference;
  readonly modes: LandmarkModes;
  /** The camera's, from top to bottom, degrees. */
  readonly fieldOfView: number;
}

/**
 * Finds who a person is from what the tracker sees, frame by frame: a clip, photos, or a guided enrolment. Keeps the
 * calmest frames of each view, so a long clip takes no more memory than a short one. Deterministic.
 */
export class Enrolment {
  readonly #options: EnrolmentOptions;
  readonly #pipeline = new FramePipeline();
  readonly #check = new EnrolmentCheck();
  /** What the newest frame shows, neither calibrated nor filtered; overwritten by the next. */
  readonly frame = createFaceFrame();
  readonly #refused = new Map<FrameRefusal, number>();
  /** One for each stretch in which nobody can have changed places. */
  readonly #runs: Run[] = [];
  /** Of frames that will do when there are no better ones: clips are as they are. */
  readonly #spares: Run[] = [];
  #last: { x: number; y: number; width: number } | undefined;

  constructor(options: EnrolmentOptions) {
    this.#options = options;
    this.#pipeline.configure({
      ...DEFAULT_PIPELINE_SETTINGS,
      fieldOfView: options.fieldOfView,
      filter: { head: 0, eyes: 0, brows: 0, mouth: 0 },
    });
  }

  /**
   * Takes in the next frame; keeps nothing of its arrays.
   * @param exposure of the face in the picture, where it was looked at.
   * @returns why it cannot be used, or undefined.
   */
  add(observation: FaceObservation, exposure?: FaceExposure): EnrolmentProblem | undefined {
    this.#pipeline.process(observation, this.frame);
    const problem = this.#check.check(observation, this.frame, exposure);
    if (problem === undefined) {
      this.#run(this.#runs, observation).add(observation, this.frame, this.#pipeline);
      return undefined;
    }
    this.#refused.set(problem, (this.#refused.get(problem) ?? 0) + 1);
    if (problem === 'no-face') {
      this.#last = undefined;
    } else if (SPARE_PROBLEMS.has(problem)) {
      this.#run(this.#spares, observation).add(observation, this.frame, this.#pipeline);
    }
    return problem;
  }

  /** The frames of the person that show most, for the skin's `chooseSkinFrames`. */
  get kept(): readonly KeptFrame[] {
    return this.#person().frames.all;
  }

  /**
   * Finds the person. May be called again after more frames.
   * @throws EnrolmentError when no frame could be used.
   */
  finish(): EnrolledFace {
    const { head, modes, fieldOfView } = this.#options;
    const person = this.#person();
    const solver = fitLandmarks(modes, person.frames.shapeFrames(), fieldOfView);
    if (solver === undefined || person.used < FEWEST_FRAMES) {
      throw new EnrolmentError(this.#commonestProblem());
    }
    const others = this.#usable().reduce((sum, run) => sum + run.used, 0) - person.used;
    const refused = new Map(this.#refused);
    if (others > 0) {
      refused.set('other-person', others);
    }
    const { rest, restMotion } = person;
    return {
      ...solvedShape(head, solver),
      calibration: { neutral: rest, range: person.extremes.range() },
      quality: {
        shape:
          (Math.min(1, person.frames.all.length / MANY_FRAMES) +
            Math.min(1, person.frames.yawSpan / WIDE_SPAN)) /
          2,
        calibration: rest === undefined ? 0 : Math.max(0.1, 1 - restMotion / RESTLESS),
      },
      used: person.used,
      refused,
    };
  }

  /** The longest run, and all others that may be of the same person. */
  #person(): Run {
    const [longest, ...others] = this.#usable().toSorted((a, b) => b.used - a.used);
    const person = new Run();
    for (const run of [longest, ...others]) {
      if (run !== undefined && longest !== undefined && !run.signature.isAnotherThan(longest.signature)) {
        person.join(run);
      }
    }
    return person;
  }

  #usable(): readonly Run[] {
    return this.#runs.length > 0 ? this.#runs : this.#spares;
  }

  #run(runs: Run[], observation: FaceObservation): Run {
    const place = placeOf(observation);
    const last = this.#last;
    this.#last = place;
    const hasJumped =
      last === undefined ||
      Math.hypot(place.x - last.x, place.y - last.y) > JUMP * Math.max(last.width, place.width);
    const present = runs.at(-1);
    if (present !== undefined && !hasJumped) {
      return present;
    }
    const run = new Run();
    runs.push(run);
    return run;
  }

  #commonestProblem(): FrameRefusal {
    const [commonest] = [...this.#refused].sort(([, a], [, b]) => b - a);
    return commonest?.[0] ?? 'no-face';
  }
}

/** Frames between which nobody can have changed places. */
class Run {
  readonly frames = new KeptFrames();
  readonly signature = new FaceSignature();
  readonly extremes = new ExpressionExtremes();
  used = 0;
  rest: Neutral | undefined;
  restMotion = Number.POSITIVE_INFINITY;
  #restTime = Number.NEGATIVE_INFINITY;

  add(observation: FaceObservation, frame: FaceFrame, pipeline: FramePipeline): void {
    this.used += 1;
    this.frames.offer(observation, frame);
    this.extremes.add(frame.rawExpression);
    const { yaw, pitch } = turnOf(frame);
    if (Math.hypot(yaw, pitch) < AHEAD) {
      this.signature.add(observation);
    }
    if (frame.time - this.#restTime >= REST_INTERVAL) {
      this.#restTime = frame.time;
      const motion =
        frame.rawExpression.reduce((sum, weight) => sum + weight, 0) + TURN_COST * Math.hypot(yaw, pitch);
      this.#takeRest(motion < this.restMotion ? pipeline.measureNeutral() : undefined, motion);
    }
  }

  /** Takes over what another run of the same person has. */
  join(other: Run): void {
    this.used += other.used;
    this.frames.merge(other.frames);
    this.extremes.merge(other.extremes);
    this.#takeRest(other.rest, other.restMotion);
  }

  #takeRest(rest: Neutral | undefined, motion: number): void {
    if (rest !== undefined && motion < this.restMotion) {
      this.rest = rest;
      this.restMotion = motion;
    }
  }
}

/** Middle and width of a face, shares of the picture's. */
function placeOf({ landmarks }: FaceObservation): { x: number; y: number; width: number } {
  const left = landmarks[234 * 3] ?? 0;
  const right = landmarks[454 * 3] ?? 0;
  return { x: landmarks[168 * 3] ?? 0, y: landmarks[168 * 3 + 1] ?? 0, width: Math.abs(right - left) };
}
