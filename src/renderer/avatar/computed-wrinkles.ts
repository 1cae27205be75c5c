import type { Texture } from 'three';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../shared/core/detail/basis/wrinkle-activations.ts';
import { evaluateWrinkleBasis, type WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';
import type { WrinkleRelief } from './wrinkle-relief.ts';
import { WrittenDisplacement } from './written-displacement.ts';

/** Evaluates a person's wrinkle basis on the processor, once for every frame that is drawn. */
export class ComputedWrinkles implements WrinkleRelief {
  readonly #basis: WrinkleBasis;
  readonly #activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  readonly #displacement: Float32Array;
  readonly #written = new WrittenDisplacement({ hasMipmaps: false });
  #isCurrent = false;

  /** Starts with the face at rest. @param basis as of boundWrinkleBasis; kept. */
  constructor(basis: WrinkleBasis) {
    this.#basis = basis;
    this.#displacement = new Float32Array(basis.size * basis.size);
    this.#written.write(this.#displacement);
  }

  get texture(): Texture {
    return this.#written.texture;
  }

  get size(): number {
    return this.#written.size;
  }

  setExpression(expression: Float32Array): void {
    evaluateWrinkleActivations(expression, this.#activations);
    this.#isCurrent = false;
  }

  evaluate(): void {
    if (!this.#isCurrent) {
      evaluateWrinkleBasis(this.#basis, this.#activations, this.#displacement);
      this.#written.write(this.#displacement);
      this.#isCurrent = true;
    }
  }

  dispose(): void {
    this.#written.dispose();
  }
}
