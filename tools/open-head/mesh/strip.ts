import { at } from '../geometry/vector.ts';

/** Corner indices, counter-clockwise seen from outside. */
export type Triangle = readonly [number, number, number];

/**
 * Two triangles per pair of columns between two rows whose columns run clockwise seen from outside, `inner` being the
 * row further from the head's open skin (towards the eyeball, the throat, the middle of the ear).
 */
export function strip(outer: readonly number[], inner: readonly number[], isClosed: boolean): Triangle[] {
  const last = isClosed ? outer.length : outer.length - 1;
  return Array.from({ length: last }, (_, column): Triangle[] => {
    const next = (column + 1) % outer.length;
    const [a, b, c, d] = [at(outer, column), at(outer, next), at(inner, column), at(inner, next)];
    // In an open row (the mouth's) the upper half is split as the lower half's mirror image.
    return !isClosed && column < last / 2
      ? [
          [b, a, d],
          [a, c, d],
        ]
      : [
          [b, a, c],
          [b, c, d],
        ];
  }).flat();
}

/** Strips between each row and the next. */
export function strips(rows: readonly (readonly number[])[], isClosed: boolean): Triangle[] {
  return rows.slice(1).flatMap((inner, i) => strip(at(rows, i), inner, isClosed));
}

/** Closes an open row whose two halves face each other (the mouth's) by joining its columns across. */
export function zip(row: readonly number[]): Triangle[] {
  const turn = (row.length - 1) / 2;
  return strip(row.slice(0, turn + 1), row.slice(turn).reverse(), false).filter(
    ([a, b, c]) => a !== b && b !== c && a !== c,
  );
}

/** A fan that closes the last row with one vertex. */
export function fan(row: readonly number[], centre: number, isClosed: boolean): Triangle[] {
  const last = isClosed ? row.length : row.length - 1;
  return Array.from({ length: last }, (_, column) => [
    at(row, (column + 1) % row.length),
    at(row, column),
    centre,
  ]);
}
