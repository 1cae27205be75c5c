import { at, bell, bellAt, clamp, interpolate, smoothstep, type Vector } from '../geometry/vector.ts';
import type { Handles } from '../surface/handles.ts';
import {
  INNER_CORNERS,
  INNER_LOWER_LIP,
  INNER_UPPER_LIP,
  MOUTH_CORNERS,
  OUTER_LOWER_LIP,
  OUTER_UPPER_LIP,
} from '../surface/landmark-lines.ts';
import { FACE_LANDMARKS, type LandmarkFace, lipLine } from '../surface/neutral-face.ts';

/** A move of every handle, cm. */
export type Displacement = readonly Vector[];

/** How strongly each handle takes part in the motions of the face; computed once on the neutral face. */
export interface FaceFields {
  readonly rest: readonly Vector[];
  /** Where the left corner of the mouth is. */
  readonly corner: Vector;
  /** Height above the line between the lips. */
  readonly aboveLips: readonly number[];
  readonly isBelowLips: readonly boolean[];
  readonly upperLip: readonly number[];
  readonly lowerLip: readonly number[];
  /** Share of the lower jaw's motion. */
  readonly jaw: readonly number[];
  /** The landmarks of the eye on each side of the face; `side` is 1 for the left one. */
  readonly isSkull: (handle: number) => boolean;
}

const FIRST_CORNER = at(MOUTH_CORNERS, 1);

export function createFaceFields(face: LandmarkFace, handles: Handles): FaceFields {
  const rest = handles.positions;
  const line = lipLine(face);
  const aboveLips = rest.map(([x, y]) => y - line(x));
  const isSkull = (handle: number) => handle >= FACE_LANDMARKS;
  const upperLips = new Set([...INNER_UPPER_LIP, ...OUTER_UPPER_LIP]);
  const lowerLips = new Set([...INNER_LOWER_LIP.slice(1, -1), ...OUTER_LOWER_LIP.slice(1, -1)]);
  const isBelowLips = aboveLips.map((height, handle) =>
    lowerLips.has(handle) ? true : upperLips.has(handle) ? false : height < 0,
  );
  const lip = (handle: number, reach: number) => {
    const [x, , z] = at(rest, handle);
    const isNear = z > -0.5 && !isSkull(handle);
    return isNear ? bell(at(aboveLips, handle), reach) * smoothstep(3, 1.4, Math.abs(x)) : 0;
  };
  return {
    rest,
    corner: at(rest, FIRST_CORNER),
    aboveLips,
    isBelowLips,
    upperLip: rest.map((_, handle) => (isBelowLips[handle] ? 0 : lip(handle, 1.1))),
    lowerLip: rest.map((_, handle) => (isBelowLips[handle] ? lip(handle, 1.25) : 0)),
    jaw: rest.map((_, handle) => jawShare(handle, { rest, aboveLips, isBelowLips, isSkull })),
    isSkull,
  };
}

/** Half of the jaw's motion at the corners of the mouth, less towards them along the lower lip: an oval mouth. */
const CORNER_SHARE = 0.47;
const ON_INNER_LIP = { upper: new Set(INNER_UPPER_LIP), lower: new Set(INNER_LOWER_LIP) };

function jawShare(
  handle: number,
  {
    rest,
    aboveLips,
    isBelowLips,
    isSkull,
  }: Pick<FaceFields, 'rest' | 'aboveLips' | 'isBelowLips' | 'isSkull'>,
): number {
  const [x, y, z] = at(rest, handle);
  if (isSkull(handle)) {
    if (z > -5 && y < -8.8) {
      return interpolate(-y, [8.8, 10.9, 11.4, 11.7, 12.3, 14], [0.75, 0.85, 0.85, 0.55, 0.12, 0]);
    }
    const low = smoothstep(-4.4, -8.4, y);
    return y > -10.9 ? low * (0.45 + 0.55 * smoothstep(-7.5, -3.5, z)) * smoothstep(-8, -3, z) : 0;
  }
  if (MOUTH_CORNERS.includes(handle) || INNER_CORNERS.includes(handle)) {
    return CORNER_SHARE;
  }
  const towardsCorner = clamp(Math.abs(x) / 2.35, 0, 1) ** 2.6;
  if (ON_INNER_LIP.upper.has(handle)) {
    return CORNER_SHARE * towardsCorner;
  }
  if (ON_INNER_LIP.lower.has(handle)) {
    return 1 - (1 - CORNER_SHARE) * towardsCorner;
  }
  const beside = smoothstep(1.7, 3.3, Math.abs(x));
  const nearLips = bell(at(aboveLips, handle), 1.5) * (1 - beside);
  const plain = (isBelowLips[handle] ? 1 : 0) * (1 - beside) + smoothstep(-4.4, -8.4, y) * beside;
  const rounded = isBelowLips[handle]
    ? plain * (1 - nearLips * 0.5 * towardsCorner)
    : plain * (1 - nearLips) + nearLips * Math.max(plain, CORNER_SHARE * towardsCorner);
  return rounded * (0.45 + 0.55 * smoothstep(-7.5, -3.5, z));
}

/** The field about the left corner of the mouth. */
export function cornerField(fields: FaceFields, radius: number): number[] {
  return fields.rest.map((point) => bellAt(point, fields.corner, radius, [1, 1.05, 0.7]));
}
