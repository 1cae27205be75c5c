import { EXPRESSION_NAMES, type ExpressionName } from '../../../src/shared/core/face/expression-names.ts';
import { add, addScaled, at, mirrored, scale, subtract, type Vector } from '../geometry/vector.ts';
import type { HeadState } from '../mesh/half-head.ts';
import type { Head } from '../mesh/head.ts';
import { keepLipsSealed } from '../mesh/keep-lips-sealed.ts';
import {
  type ExpressionShape,
  LEADING_EXPRESSIONS,
  SIDED_EXPRESSIONS,
  WHOLE_EXPRESSIONS,
} from './expression-table.ts';
import { createFaceFields, type Displacement, type FaceFields } from './face-fields.ts';
import { lids, type Motion, mirroredDisplacement, push, sum } from './motions.ts';

/** A displacement of every vertex of the head, cm. */
export interface NamedField {
  readonly name: string;
  readonly offsets: readonly Vector[];
}

/**
 * The 52 expressions in the order of EXPRESSION_NAMES, then the correctives. A corrective's name says when it acts:
 * its weight is the product of its factors, an expression's weight or, after `~`, one less it.
 */
export function buildExpressions(head: Head): NamedField[] {
  const fields = createFaceFields(head.face, head.handles);
  const neutral = head.place(head.neutralState);
  const offsetsOf = (state: HeadState) =>
    head.place(state).map((point, i) => subtract(point, at(neutral, i)));
  const mirrorField = (offsets: readonly Vector[]) =>
    head.mirror.map((other) => mirrored(at(offsets, other)));
  const left = (shape: ExpressionShape) => offsetsOf(stateOf(head, fields, shape, 'left'));

  const built = new Map<string, readonly Vector[]>();
  const addPair = (first: string, second: string, offsets: readonly Vector[]) => {
    built.set(first, offsets);
    built.set(second, mirrorField(offsets));
  };
  for (const [name, shape] of Object.entries(SIDED_EXPRESSIONS)) {
    addPair(`${name}Left`, `${name}Right`, left(shape));
  }
  for (const [name, shape] of Object.entries(LEADING_EXPRESSIONS)) {
    addPair(`${name}Left`, `${name}Right`, left(shape));
  }
  for (const [name, shape] of Object.entries(WHOLE_EXPRESSIONS)) {
    const offsets = offsetsOf(stateOf(head, fields, shape, 'both'));
    built.set(name, symmetric(offsets, mirrorField(offsets)));
  }
  built.set('mouthClose', keepLipsSealed(head, built.get('mouthClose') ?? [], built.get('jawOpen')));
  const take = (name: ExpressionName) => {
    const offsets = built.get(name);
    if (offsets === undefined) {
      throw new Error(`the expression table has no ${name}`);
    }
    return { name, offsets };
  };
  const expressions = EXPRESSION_NAMES.map(take);
  const correctives = buildCorrectives(left, (name) => take(name).offsets).flatMap(({ name, offsets }) => [
    { name, offsets },
    { name: name.replaceAll('Left', 'Right'), offsets: mirrorField(offsets) },
  ]);
  return [...expressions, ...correctives];
}

function stateOf(
  head: Head,
  fields: FaceFields,
  shape: ExpressionShape & { readonly mirrored?: readonly Motion[] },
  side: 'left' | 'both',
): HeadState {
  const once = shape.motions.map((motion) => motion(fields));
  const repeated = (shape.mirrored ?? []).flatMap((motion): Displacement[] => {
    const own = motion(fields);
    return [own, mirroredDisplacement(own, head.handles.mirror)];
  });
  const displacement = sum([...once, ...repeated]);
  const { crease = 1, tongueOut = 0 } = shape;
  return {
    ...head.neutralState,
    handles: head.handles.positions.map((point, handle) => add(point, at(displacement, handle))),
    crease: { left: crease, right: side === 'both' ? crease : 1 },
    jaw: { open: 0, side: 0, forward: 0, ...shape.jaw },
    tongueOut,
  };
}

/** How far the lids are when a blink is half way. */
const HALF_BLINK: ExpressionShape = {
  motions: [lids(0.43, 0.12), push([3.3, 1.8, 1.2], 1.3, [0, -0.025, 0])],
  crease: 0.75,
};

/**
 * What straight lines between shapes get wrong about the left eye: a lid half way down should ride on the ball, and
 * lids that are closed stay where they meet whatever else lowers or lifts them.
 */
function buildCorrectives(
  build: (shape: ExpressionShape) => readonly Vector[],
  take: (name: ExpressionName) => readonly Vector[],
): NamedField[] {
  const blink = take('eyeBlinkLeft');
  const half = build(HALF_BLINK);
  const onlyLids = (close: number, lift: number, crease: number) =>
    build({ motions: [lids(close, lift)], crease });
  const undone = (offsets: readonly Vector[]) => offsets.map(([x, y, z]): Vector => [0 - x, 0 - y, 0 - z]);
  // Closed by a blink, the lower lid meets the upper one higher up when the eye also squints.
  const squinting = build({
    motions: [lids(0.82, 0.3), push([3.3, 1.8, 1.2], 1.3, [0, -0.05, 0])],
    crease: 0.5,
  });
  const squintLids = onlyLids(0.2, 0.28, 1);
  return [
    {
      name: 'eyeBlinkLeft*~eyeBlinkLeft',
      offsets: half.map((offset, i) => scale(addScaled(offset, at(blink, i), -0.5), 4)),
    },
    { name: 'eyeBlinkLeft*eyeLookDownLeft', offsets: undone(onlyLids(0.5, -0.08, 0.75)) },
    {
      name: 'eyeBlinkLeft*eyeSquintLeft',
      offsets: squinting.map((offset, i) => subtract(subtract(offset, at(blink, i)), at(squintLids, i))),
    },
  ];
}

/** Rounding leaves the two sides of a whole expression apart by a hair: their mean is the same on both. */
function symmetric(own: readonly Vector[], mirrorImage: readonly Vector[]): Vector[] {
  return own.map((offset, vertex) => scale(add(offset, at(mirrorImage, vertex)), 0.5));
}
