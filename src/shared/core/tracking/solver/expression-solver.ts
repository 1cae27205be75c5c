import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { type EyeLooks, FULL_LOOK, LEFT_LOOKS, RIGHT_LOOKS } from '../../face/eye-looks.ts';
import type { FaceObservation } from '../../face/face-observation.ts';
import { IMAGE_EVIDENCE_NAMES } from '../../face/image-evidence.ts';
import { EvidenceRest } from '../evidence/evidence-rest.ts';
import type { Neutral } from '../pipeline-settings.ts';
import { correctByEvidence } from './evidence-map.ts';
import { ExpressionDisplacement } from './expression-displacement.ts';
import { ExpressionFit } from './expression-fit.ts';
import { HEAD_ORIGIN } from './head-origin.ts';
import { HeadPoseFit } from './head-pose-fit.ts';
import { LANDMARK_NUMBERS, openLandmarkBasis } from './landmark-basis.ts';
import { type LandmarkResponse, openLandmarkResponse } from './landmark-response.ts';
import { NeutralFace } from './neutral-face.ts';
import { PicturePoints } from './picture-points.ts';
import { ResponseFit } from './response-fit.ts';
import { RestWeights } from './rest-weights.ts';
import { SeenDisplacement } from './seen-displacement.ts';
import { unposeLandmarks } from './unpose-landmarks.ts';
import { fuseWeights } from './weight-fusion.ts';

/** How much less the first frames' expressions are believed: most of it is the person's own face. */
const DOUBT = 30;

/** A calibrated face's weights at rest. */
const NOTHING: readonly number[] = new Array<number>(EXPRESSION_COUNT).fill(0);

/** Head pose and the 52 weights of one person's face from MediaPipe's landmarks. One solver follows one person. */
export class ExpressionSolver {
  /** The head's place in the camera's frame, centimetres, Float64Array [3]: of its origin as FaceFrame has it. */
  readonly headTranslation = new Float64Array(3);
  readonly pose: HeadPoseFit;
  readonly neutral: NeutralFace;
  /** The landmarks as seen, in the head frame, centimetres, Float64Array [478 × 3]. */
  readonly landmarks = new Float64Array(LANDMARK_NUMBERS);
  readonly #basis = openLandmarkBasis();
  readonly #displacement = new ExpressionDisplacement(this.#basis);
  readonly #fit = new ExpressionFit(this.#basis);
  readonly #seen = new SeenDisplacement(this.#basis);
  readonly #response: ResponseFit;
  readonly #picture = new PicturePoints();
  readonly #solvedRest = new RestWeights();
  readonly #scoresRest = new RestWeights();
  readonly #evidenceRest = new EvidenceRest();
  readonly #restGazeLeft = new Float64Array(2);
  readonly #restGazeRight = new Float64Array(2);
  /** The head's landmarks in the last frame's expression. */
  readonly #shape = new Float64Array(LANDMARK_NUMBERS);
  readonly #expression = new Float32Array(EXPRESSION_COUNT);
  readonly #joined = new Float32Array(EXPRESSION_COUNT);
  /** What the last frame's landmarks tell beyond their rest, Float32Array [52]. */
  readonly solved = new Float32Array(EXPRESSION_COUNT);
  /** What its scores tell beyond theirs, Float32Array [52]; of no meaning for a frame without. */
  readonly scores = new Float32Array(EXPRESSION_COUNT);
  /** How far what is measured in its picture strays from rest, Float32Array [IMAGE_EVIDENCE_NAMES]. */
  readonly strays = new Float32Array(IMAGE_EVIDENCE_NAMES.length);

  /** @param response another than what was learnt on all performers, where one of them is to be a stranger. */
  constructor(response: LandmarkResponse = openLandmarkResponse()) {
    this.#response = new ResponseFit(response);
    this.pose = new HeadPoseFit(this.#basis);
    this.neutral = new NeutralFace(this.#basis.neutral);
  }

  /** Measures from a calibration's face at rest from now on, or learns it by itself. */
  calibrate(neutral: Neutral | undefined): void {
    const landmarks = neutral?.landmarks;
    this.neutral.calibrate(landmarks);
    // Solved against its own landmarks, a face at rest reads nothing.
    this.#solvedRest.calibrate(landmarks === undefined ? undefined : NOTHING);
    this.#scoresRest.calibrate(neutral?.scores);
    this.#evidenceRest.calibrate(neutral?.evidence);
    this.#restGazeLeft.set(neutral?.gazeLeft.slice(0, 2) ?? [0, 0]);
    this.#restGazeRight.set(neutral?.gazeRight.slice(0, 2) ?? [0, 0]);
  }

  /** Forgets the face; a calibration stays. */
  reset(): void {
    this.pose.reset();
    this.neutral.reset();
    this.#fit.reset();
    this.#response.reset();
    this.#solvedRest.reset();
    this.#scoresRest.reset();
    this.#evidenceRest.reset();
    this.#expression.fill(0);
  }

  /**
   * Finds the head's pose.
   * @param fieldOfView the camera's, from top to bottom, degrees.
   * @returns false when there is none; the frame is then not to be used.
   */
  findPose(observation: FaceObservation, fieldOfView: number): boolean {
    this.#picture.update(observation, fieldOfView);
    this.#setShape();
    const isFound = this.pose.fit(this.#picture, this.#shape, observation.headMatrix);
    this.#placeOrigin();
    return isFound;
  }

  /**
   * Solves for the expression of the frame whose pose was found.
   * @param gazeLeft yaw and pitch relative to the head, radians.
   * @param seconds since the last frame.
   * @param target Float32Array [52], overwritten, 0..1.
   */
  solve(
    observation: FaceObservation,
    gazeLeft: Float32Array,
    gazeRight: Float32Array,
    seconds: number,
    target: Float32Array,
  ): void {
    unposeLandmarks(this.#picture, this.pose, this.#shape, this.landmarks);
    const expression = this.#expression;
    setLooks(LEFT_LOOKS, gazeLeft, this.#restGazeLeft, 1, expression);
    setLooks(RIGHT_LOOKS, gazeRight, this.#restGazeRight, -1, expression);
    const { neutral } = this;
    const doubt = neutral.isNew ? DOUBT : 1;
    this.#fit.fit(this.landmarks, neutral.points, this.pose.rotation, expression, doubt);
    this.#seen.update(this.landmarks, neutral.points, this.pose.rotation);
    this.#response.fit(this.#seen.values, doubt);
    if (!neutral.isCalibrated) {
      this.#takeExpressionOff();
      neutral.learn(this.#shape, seconds);
    }
    this.#joinFits();
    this.#solvedRest.learn(this.#joined, seconds);
    this.#solvedRest.takeOff(this.#joined, this.solved);
    if (observation.hasScores) {
      this.#scoresRest.learn(observation.scores, seconds);
      this.#scoresRest.takeOff(observation.scores, this.scores);
    }
    fuseWeights(this.solved, observation.hasScores ? this.scores : undefined, target);
    this.#evidenceRest.learn(observation.imageEvidence, seconds);
    this.#evidenceRest.takeOff(observation.imageEvidence, this.strays);
    correctByEvidence(this.strays, observation.hasScores, target);
  }

  /** Head to camera, unit quaternion x, y, z, w. */
  get headRotation(): Float64Array {
    return this.pose.quaternion;
  }

  /** The mean of both fits: they err differently, one for want of knowing MediaPipe, the other other people. */
  #joinFits(): void {
    const { weights } = this.#response;
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      this.#joined[i] = ((this.#expression[i] ?? 0) + (weights[i] ?? 0)) / 2;
    }
  }

  /** How far the last frame's landmarks were from rest, Float64Array [478 × 2]: a `SeenDisplacement`'s values. */
  get displacement(): Float64Array {
    return this.#seen.values;
  }

  #placeOrigin(): void {
    const { rotation, translation } = this.pose;
    for (let axis = 0; axis < 3; axis++) {
      this.headTranslation[axis] =
        (translation[axis] ?? 0) +
        (rotation[axis] ?? 0) * (HEAD_ORIGIN[0] ?? 0) +
        (rotation[3 + axis] ?? 0) * (HEAD_ORIGIN[1] ?? 0) +
        (rotation[6 + axis] ?? 0) * (HEAD_ORIGIN[2] ?? 0);
    }
  }

  #setShape(): void {
    this.#shape.set(this.neutral.points);
    this.#displacement.add(this.#expression, 1, this.#shape);
  }

  #takeExpressionOff(): void {
    this.#shape.set(this.landmarks);
    this.#displacement.add(this.#expression, -1, this.#shape);
  }
}

/** @param outwards 1 where looking out is looking to the subject's left. */
function setLooks(
  looks: EyeLooks,
  gaze: Float32Array,
  rest: Float64Array,
  outwards: 1 | -1,
  expression: Float32Array,
): void {
  const out = (outwards * ((gaze[0] ?? 0) - (rest[0] ?? 0))) / FULL_LOOK.side;
  const pitch = (gaze[1] ?? 0) - (rest[1] ?? 0);
  expression[looks.out] = Math.min(Math.max(out, 0), 1);
  expression[looks.in] = Math.min(Math.max(-out, 0), 1);
  expression[looks.up] = Math.min(Math.max(pitch / FULL_LOOK.up, 0), 1);
  expression[looks.down] = Math.min(Math.max(-pitch / FULL_LOOK.down, 0), 1);
}
