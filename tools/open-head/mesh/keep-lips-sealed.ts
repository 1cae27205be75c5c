import { add, at, mirrored, scale, subtract, type Vector } from '../geometry/vector.ts';
import type { Head } from './head.ts';
import { LIP_BORDER_RING, LIP_RING_STEPS, MOUTH_COLUMNS } from './rings.ts';

/** Rows of the mouth's inside that go with the lips' inner edge. */
const BAG_ROWS = 3;

/**
 * `offsets` such that the lips meet over the head moved by `open`: near the corners, where the open mouth bends most,
 * and wherever one lip's shape differs from the other's, the surface between landmarks leaves a gap. Both lips take
 * half of it, fading towards their border.
 */
export function keepLipsSealed(
  head: Head,
  offsets: readonly Vector[],
  open?: readonly Vector[],
): readonly Vector[] {
  const { layout, half, mirror } = head;
  const sealed = [...offsets];
  const move = (vertex: number, shift: Vector) => {
    sealed[vertex] = add(at(sealed, vertex), shift);
    const other = at(mirror, vertex);
    if (other !== vertex) {
      sealed[other] = add(at(sealed, other), mirrored(shift));
    }
  };
  const inner = at(layout.mouth, 0);
  const moveOf = (column: number) => {
    const vertex = at(inner, column);
    return open === undefined ? at(offsets, vertex) : add(at(open, vertex), at(offsets, vertex));
  };
  for (let column = 0; column < MOUTH_COLUMNS; column += 1) {
    const opposite = MOUTH_COLUMNS - 1 - column;
    const gap = subtract(moveOf(opposite), moveOf(column));
    layout.mouth.slice(0, LIP_BORDER_RING).forEach((ring, row) => {
      move(at(ring, column), scale(gap, 0.5 * (1 - at(LIP_RING_STEPS, row)) ** 1.5));
    });
    for (const row of half.rows.bag.slice(0, BAG_ROWS)) {
      move(at(row, column), scale(gap, 0.5));
    }
  }
  return sealed;
}
