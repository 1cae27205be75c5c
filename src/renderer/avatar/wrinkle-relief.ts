import type { WebGLRenderer } from 'three';
import type { WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';
import { ComputedWrinkles } from './computed-wrinkles.ts';
import type { DisplacementMap } from './displacement-map.ts';
import { DrawnWrinkles } from './drawn-wrinkles.ts';
import { hasGraphicsCard } from './graphics-card.ts';

/** The displacement that a wrinkle basis has at the latest expression. */
export interface WrinkleRelief extends DisplacementMap {
  /** Takes over a frame's expression, Float32Array [52]. Allocates nothing. */
  setExpression(expression: Float32Array): void;
  /** Makes the map; to be called before each drawing of the head, since a lost context loses it. */
  evaluate(renderer: WebGLRenderer): void;
  dispose(): void;
}

/** Extensions of which either lets maps of half floats be drawn. */
const HALF_FLOAT_TARGETS = ['EXT_color_buffer_float', 'EXT_color_buffer_half_float'] as const;

/**
 * Evaluates a basis where it costs least: on the graphics card, or on the processor where it would have to do that, too,
 * or the card cannot.
 * @param basis as of boundWrinkleBasis.
 */
export function createWrinkleRelief(basis: WrinkleBasis, renderer: WebGLRenderer): WrinkleRelief {
  const isDrawn = hasGraphicsCard() && HALF_FLOAT_TARGETS.some((name) => renderer.extensions.has(name));
  return isDrawn ? new DrawnWrinkles(basis) : new ComputedWrinkles(basis);
}
