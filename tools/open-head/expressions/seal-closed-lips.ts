import { add, at, mirrored, scale, subtract, type Vector } from '../geometry/vector.ts';
import type { Head } from '../mesh/head.ts';
import { LIP_BORDER_RING, LIP_RING_STEPS, MOUTH_COLUMNS } from '../mesh/rings.ts';

/** Rows of the mouth's inside that go with the lips' inner edge. */
const BAG_ROWS = 3;

/**
 * `mouthClose` such that the lips meet exactly over `jawOpen`: near the corners, where the open mouth bends most, the
 * surface between landmarks leaves a gap. Both lips take half of it, fading towards their border.
 */
export function sealClosedLips(
  head: Head,
  jawOpen: readonly Vector[],
  mouthClose: readonly Vector[],
): readonly Vector[] {
  const { layout, half, mirror } = head;
  const neutral = head.place(head.neutralState);
  const sealed = [...mouthClose];
  const move = (vertex: number, shift: Vector) => {
    sealed[vertex] = add(at(sealed, vertex), shift);
    const other = at(mirror, vertex);
    if (other !== vertex) {
      sealed[other] = add(at(sealed, other), mirrored(shift));
    }
  };
  const inner = at(layout.mouth, 0);
  const closed = (column: number) => {
    const vertex = at(inner, column);
    return add(add(at(neutral, vertex), at(jawOpen, vertex)), at(mouthClose, vertex));
  };
  const rest = (column: number) => at(neutral, at(inner, column));
  for (let column = 0; column < MOUTH_COLUMNS; column += 1) {
    const opposite = MOUTH_COLUMNS - 1 - column;
    const gap = subtract(subtract(closed(opposite), rest(opposite)), subtract(closed(column), rest(column)));
    layout.mouth.slice(0, LIP_BORDER_RING).forEach((ring, row) => {
      move(at(ring, column), scale(gap, 0.5 * (1 - at(LIP_RING_STEPS, row)) ** 1.5));
    });
    for (const row of half.rows.bag.slice(0, BAG_ROWS)) {
      move(at(row, column), scale(gap, 0.5));
    }
  }
  return sealed;
}
