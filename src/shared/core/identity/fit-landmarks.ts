import { EXPRESSION_COUNT } from '../face/expression-names.ts';
import type { FaceObservation } from '../face/face-observation.ts';
import { smoothstep } from '../tracking/interpolation.ts';
import { ExpressionDisplacement } from '../tracking/solver/expression-displacement.ts';
import { ExpressionFit } from '../tracking/solver/expression-fit.ts';
import { HeadPoseFit } from '../tracking/solver/head-pose-fit.ts';
import { LANDMARK_NUMBERS, openLandmarkBasis } from '../tracking/solver/landmark-basis.ts';
import { PicturePoints } from '../tracking/solver/picture-points.ts';
import { unposeLandmarks } from '../tracking/solver/unpose-landmarks.ts';
import { LandmarkEvidence } from './landmark-evidence.ts';
import type { LandmarkModes } from './landmark-modes.ts';
import { ShapeSolver } from './shape-solver.ts';

/** A picture that the shape is found from. */
export interface ShapeFrame {
  readonly observation: FaceObservation;
  /** Where the eyes look, as eyeLook weights, which move the lids: Float32Array [52]; the others are solved for. */
  readonly looks: Float32Array;
  /** How much it counts among the others, above 0. */
  readonly weight: number;
}

/** Rounds of finding poses and expressions for a shape, and a shape for them: points have settled to 0.1 mm by then. */
const ROUNDS = 5;

/** Before the shape is known, most of what looks like an expression is the person's own face: as the solver has it. */
const FIRST_DOUBT = 30;

/** A face is at rest, or less, this share of the time. */
const REST_SHARE = 0.25;

/** Root mean square of an expression's displacement, centimetres, that halves a picture's weight. */
const EXPRESSIVE = 0.15;

/** MediaPipe's depth tells nothing of a person's own (no correlation with the truth of the demo performers). */
const DEPTH_TRUST = 0.03;

/** Cosine between skin and line of sight at which, and from which on, a landmark is the skin's and not the outline's. */
const GRAZING = 0;
const FACING = 0.5;
/** What is left of a landmark on the outline. */
const LEAST_TRUST = 0.02;

/** Landmarks from here on are the irises'. */
const FIRST_IRIS = 468;

/**
 * The head that explains a person's landmarks in many pictures: one shape, and in each picture its own pose and
 * expression. Alternates between them; expressions are counted from the face at rest, which belongs to the shape.
 * Deterministic.
 *
 * @param fieldOfView the camera's, from top to bottom, degrees.
 * @returns undefined when no picture has a pose.
 */
export function fitLandmarks(
  modes: LandmarkModes,
  frames: readonly ShapeFrame[],
  fieldOfView: number,
): ShapeSolver | undefined {
  const solver = new ShapeSolver(modes);
  const round = new FitRound(modes, fieldOfView);
  const expressions = frames.map(({ looks }) => looks.slice());
  for (let index = 0; index < ROUNDS; index += 1) {
    if (!round.run(frames, expressions, solver.points(), index === 0 ? FIRST_DOUBT : 1)) {
      return undefined;
    }
    solver.solve(round.evidence);
  }
  return solver;
}

/** One round: poses and expressions for a shape, and what follows for it. */
class FitRound {
  readonly evidence = new LandmarkEvidence(DEPTH_TRUST);
  readonly #normals: Float64Array;
  readonly #fieldOfView: number;
  readonly #pose: HeadPoseFit;
  readonly #fit: ExpressionFit;
  readonly #displacement: ExpressionDisplacement;
  readonly #picture = new PicturePoints();
  readonly #seen = new Float64Array(LANDMARK_NUMBERS);
  readonly #shape = new Float64Array(LANDMARK_NUMBERS);
  readonly #moved = new Float64Array(LANDMARK_NUMBERS);
  readonly #weights = new Float64Array(LANDMARK_NUMBERS / 3);

  constructor({ normals }: LandmarkModes, fieldOfView: number) {
    const basis = openLandmarkBasis();
    this.#normals = normals;
    this.#fieldOfView = fieldOfView;
    this.#pose = new HeadPoseFit(basis);
    this.#fit = new ExpressionFit(basis);
    this.#displacement = new ExpressionDisplacement(basis);
  }

  /**
   * @param expressions one Float32Array [52] for each frame, counted from rest; overwritten.
   * @param points Float64Array [478 × 3]: the face at rest, centimetres.
   * @returns whether any frame has a pose.
   */
  run(
    frames: readonly ShapeFrame[],
    expressions: readonly Float32Array[],
    points: Float64Array,
    doubt: number,
  ): boolean {
    this.evidence.clear();
    let count = 0;
    for (const [index, { observation, looks, weight }] of frames.entries()) {
      const expression = expressions[index] ?? looks;
      this.#setShape(points, expression);
      this.#picture.update(observation, this.#fieldOfView);
      this.#pose.reset();
      if (!this.#pose.fit(this.#picture, this.#shape, observation.headMatrix)) {
        continue;
      }
      count += 1;
      unposeLandmarks(this.#picture, this.#pose, this.#shape, this.#seen);
      this.#fit.reset();
      expression.set(looks);
      this.#fit.fit(this.#seen, points, this.#pose.rotation, expression, doubt);
      this.#setShape(points, expression);
      this.#weigh(weight);
      this.evidence.add(this.#picture, this.#pose, this.#seen, this.#shape, this.#moved, this.#weights);
    }
    this.#takeRestOff(expressions);
    return count > 0;
  }

  #setShape(points: Float64Array, expression: Float32Array): void {
    this.#moved.fill(0);
    this.#displacement.add(expression, 1, this.#moved);
    for (let i = 0; i < LANDMARK_NUMBERS; i += 1) {
      this.#shape[i] = (points[i] ?? 0) + (this.#moved[i] ?? 0);
    }
  }

  /** Weighs a frame's landmarks: faces at rest tell most, and skin that is looked at. */
  #weigh(weight: number): void {
    const squares = this.#moved.reduce((sum, value) => sum + value * value, 0) / this.#weights.length;
    const trust = weight / (1 + squares / (EXPRESSIVE * EXPRESSIVE));
    const { rotation } = this.#pose;
    for (let landmark = 0; landmark < FIRST_IRIS; landmark += 1) {
      const at = landmark * 3;
      const facing =
        (rotation[2] ?? 0) * (this.#normals[at] ?? 0) +
        (rotation[5] ?? 0) * (this.#normals[at + 1] ?? 0) +
        (rotation[8] ?? 0) * (this.#normals[at + 2] ?? 0);
      this.#weights[landmark] =
        trust * (LEAST_TRUST + (1 - LEAST_TRUST) * smoothstep(GRAZING, FACING, facing));
    }
  }

  /** What a face shows a quarter of the time and more is no expression: it becomes part of the shape. */
  #takeRestOff(expressions: readonly Float32Array[]): void {
    const rest = new Float32Array(EXPRESSION_COUNT);
    for (let name = 0; name < EXPRESSION_COUNT; name += 1) {
      const weights = expressions.map((expression) => expression[name] ?? 0).sort((a, b) => a - b);
      rest[name] = weights[Math.floor(weights.length * REST_SHARE)] ?? 0;
    }
    for (const expression of expressions) {
      for (let name = 0; name < EXPRESSION_COUNT; name += 1) {
        expression[name] = (expression[name] ?? 0) - (rest[name] ?? 0);
      }
    }
    this.#moved.fill(0);
    this.#displacement.add(rest, 1, this.#moved);
    this.evidence.move(this.#moved);
  }
}
