import type { Triangle } from './strip.ts';

/** The parts of the head, in vertex order. */
export const PART_NAMES = ['skin', 'eyes', 'teeth', 'tongue', 'lashes', 'shirt'] as const;

export type PartName = (typeof PART_NAMES)[number];

/** The triangles of one part. */
export interface Part {
  readonly name: PartName;
  readonly triangles: readonly Triangle[];
}
