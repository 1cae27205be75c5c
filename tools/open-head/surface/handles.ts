import { FACE_OUTLINE } from '../../../src/shared/core/face/landmark-indices.ts';
import { at, mirrored, type Vector } from '../geometry/vector.ts';
import { authoredSkull } from './authored-skull.ts';
import { directionTo } from './domain-sphere.ts';
import { BROW, CORNER_PIT } from './landmark-lines.ts';
import { FACE_LANDMARKS, type LandmarkFace, openedMouth } from './neutral-face.ts';

/** The points that carry the surface: move them and the skin follows. */
export interface Handles {
  /** Where each is at rest, cm; landmarks first, then the authored points. */
  readonly positions: readonly Vector[];
  /** The direction that names each on the unit sphere. */
  readonly directions: readonly Vector[];
  /** How far the surface may pass beside each: added to the diagonal of the spline's matrix. */
  readonly softness: readonly number[];
  /** Each one's mirror image. */
  readonly mirror: readonly number[];
}

const LANDMARK_SOFTNESS = 2e-5;
const BROW_SOFTNESS = 3e-4;
const PIT_SOFTNESS = 6e-4;
/** More lets the skull drift by millimetres, less makes it bumpy. */
const SKULL_SOFTNESS = 6e-4;
const OUTLINE_SOFTNESS = 1e-3;

export function createHandles(face: LandmarkFace): Handles {
  const skull = authoredSkull();
  const sided = skull.filter(({ position }) => position[0] > 0);
  const all = [
    ...openedMouth(face).map((opened, index) => ({
      position: at(face.points, index),
      direction: directionTo(opened),
    })),
    ...skull,
    ...sided.map(({ position, direction }) => ({
      position: mirrored(position),
      direction: mirrored(direction),
    })),
  ];
  return {
    positions: all.map(({ position }) => position),
    directions: all.map(({ direction }) => direction),
    softness: all.map((_, index) => softnessOf(index, face.mirror)),
    mirror: [...face.mirror, ...skullMirror(skull.map(({ position }) => position[0] > 0))],
  };
}

function skullMirror(isSided: readonly boolean[]): number[] {
  const mirror: number[] = [];
  const back: number[] = [];
  isSided.forEach((sided, index) => {
    const own = FACE_LANDMARKS + index;
    mirror.push(sided ? FACE_LANDMARKS + isSided.length + back.length : own);
    if (sided) {
      back.push(own);
    }
  });
  return [...mirror, ...back];
}

function softnessOf(index: number, mirror: readonly number[]): number {
  const isOneOf = (list: readonly number[]) => list.includes(index) || list.includes(mirror[index] ?? -1);
  if (index >= FACE_LANDMARKS) {
    return SKULL_SOFTNESS;
  }
  if (isOneOf(FACE_OUTLINE)) {
    return OUTLINE_SOFTNESS;
  }
  if (isOneOf(BROW)) {
    return BROW_SOFTNESS;
  }
  return isOneOf(CORNER_PIT) ? PIT_SOFTNESS : LANDMARK_SOFTNESS;
}
