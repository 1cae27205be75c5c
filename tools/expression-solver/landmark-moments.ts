import { EXPRESSION_COUNT, MIRRORED_EXPRESSION } from '../../src/shared/core/face/expression-names.ts';
import { openLandmarkBasis } from '../../src/shared/core/tracking/solver/landmark-basis.ts';
import { mirroredLandmarks } from '../../src/shared/core/tracking/solver/mirrored-landmarks.ts';
import { DISPLACEMENT_NUMBERS } from '../../src/shared/core/tracking/solver/seen-displacement.ts';
import type { PerformerTake } from './performer-frames.ts';
import type { SolvedFrame } from './solve-performance.ts';

const MIRRORED_LANDMARK = mirroredLandmarks(openLandmarkBasis().neutral);

/** Second moments of weights w and displacements d over frames, each counted again as its mirror image. */
export class LandmarkMoments {
  count = 0;
  /** Σ w·wᵀ, [52 × 52]. */
  readonly weights = new Float64Array(EXPRESSION_COUNT * EXPRESSION_COUNT);
  /** Σ w·dᵀ, [52 × 956]. */
  readonly mixed = new Float64Array(EXPRESSION_COUNT * DISPLACEMENT_NUMBERS);
  /** Σ d·dᵀ, [956 × 956], its lower triangle. */
  readonly displacements = new Float64Array(DISPLACEMENT_NUMBERS * DISPLACEMENT_NUMBERS);

  /** Adds a whole performance. */
  addTake({ truth }: PerformerTake, frames: readonly SolvedFrame[]): void {
    for (const [i, weights] of truth.entries()) {
      const displacement = frames[i]?.displacement;
      if (displacement !== undefined) {
        this.addFrame(weights, displacement);
      }
    }
  }

  /** @param weights true ones [52]. @param displacement a `SeenDisplacement`'s values [478 × 2]. */
  addFrame(weights: Float32Array, displacement: Float64Array): void {
    this.#add(weights, displacement);
    this.#add(
      weights.map((_, i) => weights[MIRRORED_EXPRESSION[i] ?? i] ?? 0),
      displacement.map((_, at) => {
        const value = displacement[(MIRRORED_LANDMARK[at >> 1] ?? 0) * 2 + (at & 1)] ?? 0;
        return at & 1 ? value : -value;
      }),
    );
  }

  /** Adds all frames of other moments. */
  addMoments(other: LandmarkMoments): void {
    this.count += other.count;
    addTo(this.weights, other.weights);
    addTo(this.mixed, other.mixed);
    addTo(this.displacements, other.displacements);
  }

  #add(weights: Float32Array, displacement: Float64Array): void {
    this.count += 1;
    for (const [i, weight] of weights.entries()) {
      for (let j = 0; weight !== 0 && j < EXPRESSION_COUNT; j++) {
        const at = i * EXPRESSION_COUNT + j;
        this.weights[at] = (this.weights[at] ?? 0) + weight * (weights[j] ?? 0);
      }
      addScaled(this.mixed, i * DISPLACEMENT_NUMBERS, weight, displacement, DISPLACEMENT_NUMBERS);
    }
    for (const [row, value] of displacement.entries()) {
      addScaled(this.displacements, row * DISPLACEMENT_NUMBERS, value, displacement, row + 1);
    }
  }
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (const [i, value] of values.entries()) {
    target[i] = (target[i] ?? 0) + value;
  }
}

/** target[start…] += scale · values, `count` numbers. */
export function addScaled(
  target: Float64Array,
  start: number,
  scale: number,
  values: ArrayLike<number>,
  count: number,
): void {
  if (scale === 0) {
    return;
  }
  for (let i = 0; i < count; i++) {
    target[start + i] = (target[start + i] ?? 0) + scale * (values[i] ?? 0);
  }
}
