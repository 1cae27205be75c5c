import type { WebGLRenderer } from 'three';
import { type SteppedMaps, unstepMaps } from '../../shared/core/detail/basis/stepped-maps.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';
import { DisplacementBlend } from '../../shared/core/detail/displacement-blend.ts';
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
 * Moves the shown head's fine relief with the face: a head with a wrinkle basis, its own or one that stands for its face
 * pack's decoder, has it evaluated for every frame; any other shows what the pack's networks make of the frames.
 */
export class HeadRelief {
  readonly #slot: DetailSlot;
  readonly #blend = new DisplacementBlend();
  #wrinkles: WrinkleRelief | undefined;
  /** As the shown head was enrolled. */
  #enrolled: WrinkleBasis | undefined;
  #refined: WrinkleBasis | undefined;
  #standIn: WrinkleBasis | undefined;

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
    this.#refined = refined && basisOf(refined);
    this.#makeWrinkles(renderer);
  }

  /** Shows a basis instead of the networks' displacements on a head without its own; undefined: those again. */
  standInForDecoder(sampled: SteppedMaps | undefined, renderer: WebGLRenderer): void {
    this.#standIn = sampled && basisOf(sampled);
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

  /** Only a head with wrinkles of its own has some to be refined, and no decoder to be stood in for. */
  #makeWrinkles(renderer: WebGLRenderer): void {
    const basis = this.#enrolled === undefined ? this.#standIn : (this.#refined ?? this.#enrolled);
    const last = this.#wrinkles;
    this.#wrinkles = basis && createWrinkleRelief(basis, renderer);
    if (this.#wrinkles !== undefined) {
      this.#slot.showMap(this.#wrinkles);
    } else if (last !== undefined) {
      this.#slot.setDisplacement(undefined);
    }
    last?.dispose();
  }
}

function basisOf(stepped: SteppedMaps): WrinkleBasis {
  return { size: Math.sqrt(stepped.maps.length / BASIS_MAP_COUNT), maps: unstepMaps(stepped) };
}
