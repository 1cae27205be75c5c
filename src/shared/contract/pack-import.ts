import { z } from 'zod';

/** The files that a DECA pack is made from, as a page hands them over. */
export const DECA_PARTS = [
  'checkpoint',
  'flame',
  'template',
  'landmarks',
  'mask',
  'fixedDisplacement',
] as const;

/** One of `DECA_PARTS`. */
export type DecaPart = (typeof DECA_PARTS)[number];

/** Most bytes of a file that are handed over at a time. */
export const LARGEST_PIECE = 4_000_000;

/** A piece of a file; pieces come in order, the first of a file at offset 0. */
export interface FilePiece {
  readonly part: DecaPart;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** How far an import has come, in whatever it counts. */
export interface ImportStep {
  readonly done: number;
  readonly total: number;
}

/** A piece as a page sends it. */
export const filePieceSchema = z.object({
  part: z.enum(DECA_PARTS),
  offset: z.int().min(0),
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= LARGEST_PIECE),
});
