import { deepestWrinkles, drawWrinkles } from '../../shared/core/detail/basis/wrinkle-picture.ts';
import { readIdentity } from '../../shared/core/identity/identity-file.ts';
import { ownWrinkles } from '../../shared/core/identity/own-wrinkles.ts';
import { personalHead } from '../../shared/core/identity/personal-head.ts';
import { loadOpenModel } from './load-open-head.ts';

/** Whose wrinkles are to be drawn. */
export interface WrinklePictureOrder {
  /** Where the open head is served. */
  readonly origin: string;
  /** A `.furrow` file. */
  readonly identity: Uint8Array;
  /** Pixels along a side of each picture. */
  readonly size: number;
}

/** What enrolment has found out about a person's wrinkles, to be looked at. */
export interface WrinklePictures {
  readonly size: number;
  /** The face at rest, RGBA, Uint8ClampedArray [size × size × 4]. */
  readonly rest: Uint8ClampedArray<ArrayBuffer>;
  /** The deepest that each place of it folds. */
  readonly deepest: Uint8ClampedArray<ArrayBuffer>;
  /** How much of each wrinkle region was seen, 0..1, `WRINKLE_REGIONS` order; undefined where that is not known. */
  readonly confidence: readonly number[] | undefined;
}

/**
 * Draws a person's own wrinkles; undefined for somebody who has none of their own.
 * @throws TypeError, MalformedFileError or RangeError when a file is missing, damaged or of another head.
 */
export async function drawWrinklePictures({
  origin,
  identity,
  size,
}: WrinklePictureOrder): Promise<WrinklePictures | undefined> {
  const person = readIdentity(identity);
  const wrinkles = ownWrinkles(person);
  if (wrinkles === undefined) {
    return undefined;
  }
  const face = personalHead(await loadOpenModel(origin), person);
  return {
    size,
    rest: drawWrinkles(face, wrinkles.maps.subarray(0, wrinkles.size ** 2), size),
    deepest: drawWrinkles(face, deepestWrinkles(wrinkles), size),
    confidence: person.detail?.confidence && [...person.detail.confidence],
  };
}
