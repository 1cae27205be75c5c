import { add, at, mean, scale, subtract, type Vector } from '../geometry/vector.ts';
import { LIP_BORDER_RING, LIP_RING_STEPS, MOUTH_COLUMNS, MOUTH_CORNER_COLUMN } from '../mesh/rings.ts';

/**
 * Rows of the mouth's inside behind the lips: how far back, how far apart, and how much higher (cm). The first lies
 * lower than the lips meet: through a straight slit teeth would shine in single pixels.
 */
const BAG_ROWS: readonly (readonly [number, number, number])[] = [
  [-0.1, 0.01, -0.06],
  [-0.32, 0.1, 0],
  [-0.7, 0.38, 0],
  [-1.3, 0.75, 0],
  [-2.4, 1.2, 0],
  [-3.8, 1.1, 0],
  [-4.8, 0.6, 0],
];
export const BAG_ROW_COUNT = BAG_ROWS.length;

/** 1 in the middle, 0 at the corner. */
function openness(column: number): number {
  return Math.abs(Math.cos((Math.PI * column) / (MOUTH_COLUMNS - 1)));
}

/** Gives the lips their volume and a fine ridge along their border. `skin` is overwritten along its normals. */
export function fillLips(
  skin: Vector[],
  rings: readonly (readonly number[])[],
  normals: readonly Vector[],
): void {
  rings.forEach((ring, row) => {
    const step = LIP_RING_STEPS[row];
    const volume = step === undefined || step >= 1 ? 0 : Math.sin(Math.PI * Math.min(1, step * 1.02)) ** 0.8;
    const border = row === LIP_BORDER_RING ? 1 : Math.abs(row - LIP_BORDER_RING) === 1 ? 0.35 : 0;
    ring.forEach((vertex, column) => {
      const amount = (0.05 * volume + 0.035 * border) * openness(column);
      skin[vertex] = add(at(skin, vertex), scale(at(normals, vertex), amount));
    });
  });
}

/** For each column of the innermost ring, the move that lets the lips touch in the neutral face. */
export function lipSeal(innermost: readonly Vector[]): Vector[] {
  return innermost.map((point, column) => {
    const partner = at(innermost, MOUTH_COLUMNS - 1 - column);
    const [x, y, z] = subtract(mean([point, partner]), point);
    const side = column < MOUTH_CORNER_COLUMN ? 1 : -1;
    return [x, y + side * 0.007 * Math.sqrt(openness(column)), z];
  });
}

/** Moves the lips by the seal, fading towards their border. */
export function sealLips(
  skin: Vector[],
  rings: readonly (readonly number[])[],
  seal: readonly Vector[],
): void {
  rings.slice(0, LIP_BORDER_RING).forEach((ring, row) => {
    const share = (1 - at(LIP_RING_STEPS, row)) ** 1.5;
    ring.forEach((vertex, column) => {
      skin[vertex] = add(at(skin, vertex), scale(at(seal, column), share));
    });
  });
}

/** The inside of half a mouth: BAG_ROW_COUNT rows of 33. */
export function mouthBag(innermost: readonly Vector[]): Vector[] {
  const front = Math.max(...innermost.map((point) => point[2]));
  return BAG_ROWS.flatMap(([back, apart, higher], row) =>
    innermost.map(([x, y, z], column): Vector => {
      const side = column <= MOUTH_CORNER_COLUMN ? 1 : -1;
      const narrow = row < 3 ? 1 - 0.04 * row : 1 - 0.05 * row;
      const depth = row < 3 ? z + back : (z + front) / 2 + back;
      return [x * narrow, y + (higher + apart * side) * openness(column) ** 0.7, depth];
    }),
  );
}

/** How much each column lies in the middle of the mouth, for what is painted on it. */
export const LIP_OPENNESS: readonly number[] = Array.from({ length: MOUTH_COLUMNS }, (_, column) =>
  openness(column),
);
