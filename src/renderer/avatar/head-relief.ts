import type { WebGLRenderer } from 'three';
import { type SteppedMaps, unstepMaps } from '../../shared/core/detail/basis/stepped-maps.ts';
import type { WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';
import { DisplacementBlend } from '../../shared/core/detail/displacement-blend.ts';
import { RELIEF_SIZE } from '../../shared/core/detail/relief/relief-observation.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { DetailSlot } from './detail-slot.ts';
import type { PersonalHead } from './personal-head.ts';
import { createWrinkleRelief, type WrinkleRelief } from './wrinkle-relief.ts';

/** A displacement as a face pack's network makes it. */
export interface PackRelief {
  /** That it was made with, Float32Array [53]. */
  readonly expression: Float32Array;
  /** Int16Array [size × size] as of packDisplacement. */
  readonly values: Int16Array;
}

/**
 * Moves the shown head's fine relief with the face: a head with a wrinkle basis has it evaluated for every frame, any
 * other shows what its face pack's networks make of the frames.
 */
export class HeadRelief {
  readonly #slot: DetailSlot;
  readonly #blend = new DisplacementBlend();
  #wrinkles: WrinkleRelief | undefined;
  /** As the shown head was enrolled. */
  #enrolled: WrinkleBasis | undefined;
  #refined: WrinkleBasis | undefined;

  /** @param slot where the relief is shown; disposed by whoever made it. */
  constructor(slot: DetailSlot) {
    this.#slot = slot;
  }

  /** Begins with a head. @param renderer that will draw it. */
  setHead({ wrinkles, staticRelief }: PersonalHead, renderer: WebGLRenderer): void {
    this.#enrolled = wrinkles;
    this.#blend.reset();
    this.#slot.setDisplacement(undefined);
    this.#makeWrinkles(renderer);
    this.#slot.setRest(staticRelief?.displacement);
  }

  /** Shows what a person's wrinkles have been refined to, from the next frame on; undefined: as enrolled. */
  refine(refined: SteppedMaps | undefined, renderer: WebGLRenderer): void {
    this.#refined = refined && { size: RELIEF_SIZE, maps: unstepMaps(refined) };
    this.#makeWrinkles(renderer);
  }

  /** Takes over a frame. Reads it at once. */
  update({ expression, flame, time }: FaceFrame): void {
    if (this.#wrinkles !== undefined) {
      this.#wrinkles.setExpression(expression);
      return;
    }
    const displacement = flame && this.#blend.show(flame.expression, flame.pose, time);
    if (displacement !== undefined) {
      this.#slot.setDisplacement(displacement);
    }
  }

  /** Takes over the newest displacement of a face pack. */
  receive({ expression, values }: PackRelief): void {
    this.#blend.receive(expression, values);
  }

  /** Draws the relief of the latest frame; to be called before each drawing of the head. */
  prepare(renderer: WebGLRenderer): void {
    this.#wrinkles?.evaluate(renderer);
  }

  dispose(): void {
    this.#wrinkles?.dispose();
  }

  /** Only a head that folds by itself has wrinkles to be refined. */
  #makeWrinkles(renderer: WebGLRenderer): void {
    const basis = this.#enrolled && (this.#refined ?? this.#enrolled);
    this.#wrinkles?.dispose();
    this.#wrinkles = basis && createWrinkleRelief(basis, renderer);
    if (this.#wrinkles !== undefined) {
      this.#slot.showMap(this.#wrinkles);
    }
  }
}
