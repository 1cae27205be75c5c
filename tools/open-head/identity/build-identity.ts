import type { NamedField } from '../expressions/build-expressions.ts';
import { add, at, mirrored, scale, subtract, type Vector } from '../geometry/vector.ts';
import type { HeadState } from '../mesh/half-head.ts';
import type { Head } from '../mesh/head.ts';
import { keepLipsSealed } from '../mesh/keep-lips-sealed.ts';
import { INNER_LOWER_LIP, INNER_UPPER_LIP } from '../surface/landmark-lines.ts';
import { IDENTITY_MODES, type IdentityMode, shiftAt } from './identity-table.ts';

/** What one unit of each mode does to every vertex, cm. Lips meet in every identity. */
export function buildIdentity(head: Head): NamedField[] {
  const neutral = head.place(head.neutralState);
  return IDENTITY_MODES.map((mode) => ({
    name: mode.name,
    offsets: keepLipsSealed(
      head,
      head.place(stateOf(head, mode)).map((point, i) => subtract(point, at(neutral, i))),
    ),
  }));
}

function stateOf(head: Head, mode: IdentityMode): HeadState {
  const shifts = head.handles.positions.map((point) =>
    point[0] < 0 ? mirrored(shiftAt(mode, mirrored(point))) : onMiddle(shiftAt(mode, point), point[0] === 0),
  );
  const { anatomy } = head.neutralState;
  return {
    ...head.neutralState,
    handles: head.handles.positions.map((point, handle) => add(point, at(shifts, handle))),
    anatomy: {
      eyeShift: mode.eye ?? anatomy.eyeShift,
      mouthShift: mouthShift(shifts),
      ear: { size: 1 + (mode.earSize ?? 0), flare: mode.earFlare ?? 0 },
      hairVolume: mode.hairVolume ?? 0,
    },
  };
}

function onMiddle([x, y, z]: Vector, isOn: boolean): Vector {
  return [isOn ? 0 : x, y, z];
}

/** Teeth and tongue follow the middle of the lips. */
function mouthShift(shifts: readonly Vector[]): Vector {
  const lips = [...INNER_UPPER_LIP, ...INNER_LOWER_LIP].slice(3, -3).map((landmark) => at(shifts, landmark));
  const [, y, z] = scale(
    lips.reduce((total, shift) => add(total, shift), [0, 0, 0] as Vector),
    1 / lips.length,
  );
  return [0, y, z];
}
