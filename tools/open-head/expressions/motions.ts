import {
  add,
  at,
  bell,
  bellAt,
  mirrored,
  scale,
  smoothstep,
  subtract,
  type Vector,
} from '../geometry/vector.ts';
import { turnJaw } from '../mesh/half-head.ts';
import { INNER_LOWER_LIP, INNER_UPPER_LIP } from '../surface/landmark-lines.ts';
import { cornerField, type Displacement, type FaceFields } from './face-fields.ts';
import { lidMotion } from './lid-motion.ts';

/** One part of an expression: how it moves the handles. Sided motions are the subject's left. */
export type Motion = (fields: FaceFields) => Displacement;

const STILL: Vector = [0, 0, 0];

function weighted(weights: readonly number[], move: Vector): Displacement {
  return weights.map((weight) => (weight === 0 ? STILL : scale(move, weight)));
}

export function sum(displacements: readonly Displacement[]): Displacement {
  const [first = [], ...others] = displacements;
  return first.map((move, handle) => others.reduce((total, other) => add(total, at(other, handle)), move));
}

/** The same motion of the other side. */
export function mirroredDisplacement(displacement: Displacement, mirror: readonly number[]): Displacement {
  return mirror.map((other) => mirrored(at(displacement, other)));
}

/** Skin about a place moves; the effect fades as a bell. */
export function push(centre: Vector, radius: number, move: Vector): Motion {
  return ({ rest }) =>
    weighted(
      rest.map((point) => bellAt(point, centre, radius)),
      move,
    );
}

/** Skin about the left corner of the mouth moves. */
export function corner(move: Vector, radius = 1.25): Motion {
  return (fields) => weighted(cornerField(fields, radius), move);
}

/** Skin at a place given from the corner of the mouth moves. */
export function besideCorner(offset: Vector, radius: number, move: Vector): Motion {
  return (fields) => push(add(fields.corner, offset), radius, move)(fields);
}

/** 0 on the other side of the face, 1 on the left, soft over the middle. */
function onLeft({ rest }: FaceFields): number[] {
  return rest.map(([x]) => smoothstep(-0.35, 0.35, x));
}

function product(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value * at(b, i));
}

export function upperLip(move: Vector): Motion {
  return ({ upperLip: weights }) => weighted(weights, move);
}

export function lowerLip(move: Vector): Motion {
  return ({ lowerLip: weights }) => weighted(weights, move);
}

export function upperLipLeft(move: Vector): Motion {
  return (fields) => weighted(product(fields.upperLip, onLeft(fields)), move);
}

export function lowerLipLeft(move: Vector): Motion {
  return (fields) => weighted(product(fields.lowerLip, onLeft(fields)), move);
}

/** Rolls a lip over its teeth: its inner part goes in, its border towards the other lip. */
export function rollLip(lip: 'upperLip' | 'lowerLip', inner: Vector, border: Vector, skin: Vector): Motion {
  const lineIndices = lip === 'upperLip' ? INNER_UPPER_LIP : INNER_LOWER_LIP;
  return (fields) =>
    fields.rest.map(([x], handle) => {
      const height = Math.abs(at(fields.aboveLips, handle));
      const share =
        at(fields[lip], handle) > 0 || lineIndices.includes(handle) ? smoothstep(2.5, 1.1, Math.abs(x)) : 0;
      const innerShare = share * bell(height, 0.38);
      const borderShare = share * bell(height - 0.95, 0.5) * (1 - innerShare);
      const skinShare = share * at(fields[lip], handle) * smoothstep(1, 1.7, height);
      return add(add(scale(inner, innerShare), scale(border, borderShare)), scale(skin, skinShare));
    });
}

/** As `rollLip`, of the left half alone. */
export function rollLipLeft(...parameters: Parameters<typeof rollLip>): Motion {
  const whole = rollLip(...parameters);
  return (fields) => {
    const left = onLeft(fields);
    return whole(fields).map((move, handle) => scale(move, at(left, handle)));
  };
}

/** Slides the lids (lid-motion.ts). */
export function lids(close: number, lift: number): Motion {
  return (fields) => lidMotion(fields, close, lift);
}

/** Opens the jaw by degrees, or slides it by cm. */
export function jaw(move: {
  readonly open?: number;
  readonly side?: number;
  readonly forward?: number;
}): Motion {
  const full = { open: 0, side: 0, forward: 0, ...move };
  return ({ rest, jaw: weights }) =>
    rest.map((point, handle) => scale(subtract(turnJaw(point, full), point), at(weights, handle)));
}

/** Draws the mouth together by a share of its width and pushes it forward. */
export function purse(narrow: number, lipsForward: number, skinForward: number): Motion {
  return ({ rest, aboveLips, upperLip: upper, lowerLip: lower, isSkull }) =>
    rest.map(([x, , z], handle): Vector => {
      if (isSkull(handle) || z < -1.2) {
        return STILL;
      }
      const zone = bell(at(aboveLips, handle), 1.8) * smoothstep(4.2, 1.2, Math.abs(x));
      const lips = Math.min(at(upper, handle) + at(lower, handle), 1);
      return [-x * narrow * zone, 0, lipsForward * lips + skinForward * zone * (1 - lips)];
    });
}

/** Closes the lips of an open jaw: `open` is that jaw's motion; both lips go to where they meet. */
export function closeLips(open: readonly Motion[], upperShare: number): Motion {
  return (fields) => {
    const motion = sum(open.map((part) => part(fields)));
    const gapAt = (x: number) => gapBetweenLips(fields, motion, x);
    return fields.rest.map(([x, , z], handle) => {
      if (fields.isSkull(handle) || z < -1.5) {
        return STILL;
      }
      const height = Math.abs(at(fields.aboveLips, handle));
      const beside = smoothstep(2.2, 3.5, Math.abs(x));
      const isBelow = at(fields.isBelowLips, handle);
      const share = isBelow ? bell(Math.max(height - 1, 0), 1.25) : bell(Math.max(height - 0.5, 0), 0.8);
      return scale(gapAt(x), (isBelow ? upperShare - 1 : upperShare) * share * (1 - beside));
    });
  };
}

/** How far apart a motion brings the inner edges of the lips at `x`. */
function gapBetweenLips({ rest }: FaceFields, motion: Displacement, x: number): Vector {
  let nearest = 1;
  const distanceTo = (i: number) => Math.abs(at(rest, at(INNER_LOWER_LIP, i))[0] - x);
  INNER_LOWER_LIP.forEach((_, i) => {
    if (distanceTo(i) < distanceTo(nearest)) {
      nearest = i;
    }
  });
  const gap = (i: number) => subtract(at(motion, at(INNER_LOWER_LIP, i)), at(motion, at(INNER_UPPER_LIP, i)));
  const nearestX = at(rest, at(INNER_LOWER_LIP, nearest))[0];
  const other = Math.min(Math.max(x > nearestX ? nearest + 1 : nearest - 1, 0), INNER_LOWER_LIP.length - 1);
  const otherX = at(rest, at(INNER_LOWER_LIP, other))[0];
  const t = other === nearest ? 0 : Math.min(Math.abs((x - nearestX) / (otherX - nearestX)), 1);
  return add(scale(gap(nearest), 1 - t), scale(gap(other), t));
}
