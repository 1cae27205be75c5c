import { readFileSync } from 'node:fs';
import { add, at, bell, bellAt, mirrored, scale, smoothstep, type Vector } from '../geometry/vector.ts';
import { INNER_LOWER_LIP, INNER_UPPER_LIP } from './landmark-lines.ts';

/** The face's own landmarks; the ten after them are the irises. */
export const FACE_LANDMARKS = 468;

/** A symmetric face as landmarks. */
export interface LandmarkFace {
  /** 468 landmarks, cm; the origin lies midway between the irises. */
  readonly points: readonly Vector[];
  /** For each landmark, its mirror image. */
  readonly mirror: readonly number[];
}

interface MeasuredFace {
  readonly points: readonly (readonly [number, number, number])[];
  readonly mirror: readonly number[];
}

function readMeasuredFace(): MeasuredFace {
  return JSON.parse(readFileSync(new URL('../data/neutral-landmarks.json', import.meta.url), 'utf8'));
}

/** The mean face as measured: 478 landmarks, cm, the irises last. */
export function readMeasuredPoints(): readonly Vector[] {
  return readMeasuredFace().points;
}

/** Reads the measured mean face and takes out what the people measured had in common: raised brows, closed-up eyes. */
export function readNeutralFace(): LandmarkFace {
  const measured = readMeasuredFace();
  const mirror = measured.mirror.slice(0, FACE_LANDMARKS);
  const corrected = measured.points.slice(0, FACE_LANDMARKS).map(correctBias);
  const points = levelLips(
    corrected.map((point, index) => symmetrised(point, at(corrected, at(mirror, index)))),
  );
  return { points, mirror };
}

/** Mean of a point and its mirrored partner; exactly on the middle when it is its own partner. */
function symmetrised(point: Vector, partner: Vector): Vector {
  return scale(add(point, mirrored(partner)), 0.5);
}

function correctBias(point: Vector): Vector {
  const side = point[0] < 0 ? -1 : 1;
  let x = Math.abs(point[0]);
  let [, y] = point;
  const z = point[2];
  // The eyes of an average of many are smaller than those of any one of them.
  const eye = Math.exp(-((x - 3.15) ** 2 + (1.3 * y) ** 2) / 1.9 ** 2);
  x += (x - 3.15) * 0.05 * eye;
  y += y * 0.13 * eye;
  const wing = Math.exp(-((x / 2.2) ** 2 + ((y + 3.6) / 1.2) ** 2 + ((z - 2.6) / 2) ** 2));
  x *= 1 - 0.06 * wing;
  x *= 1 - 0.03 * smoothstep(-4.5, -8.5, y);
  // People lift their brows for a picture.
  y -= 0.36 * Math.exp(-(((x - 3.3) / 2.6) ** 2 + ((y - 2.2) / 0.85) ** 2 + ((z - 1) / 2.5) ** 2));
  const corner = Math.exp(-(((x - 2.4) / 0.9) ** 2 + ((y + 6.5) / 0.7) ** 2 + ((z - 1.3) / 1.5) ** 2));
  y += 0.08 * corner;
  // The outline's depth drops too fast behind the corner of the mouth: a pit in the shadow.
  const pit = bellAt([x, y, z], [3.1, -6.6, 0.9], 0.75);
  return [side * x, y, z + 0.16 * pit];
}

/** Lets the lips meet along one line: inner edges 0.24 mm apart, the lower one just behind. */
function levelLips(points: readonly Vector[]): readonly Vector[] {
  const level = [...points];
  INNER_UPPER_LIP.forEach((upper, i) => {
    const lower = at(INNER_LOWER_LIP, i);
    const [ux, uy, uz] = at(points, upper);
    const [lx, ly, lz] = at(points, lower);
    const y = (uy + ly) / 2;
    const z = Math.max(uz, lz);
    level[upper] = [ux, y + 0.012, z];
    if (lower !== upper) {
      level[lower] = [lx, y - 0.012, z - 0.02];
    }
  });
  return level;
}

/** Height of the line between the lips at `x`, and how open its two sides are drawn in the domain there (0..1). */
export function lipLine(face: LandmarkFace): (x: number) => number {
  const points = INNER_UPPER_LIP.map((upper, i) => {
    const [x, upperY] = at(face.points, upper);
    return { x, y: (upperY + at(face.points, at(INNER_LOWER_LIP, i))[1]) / 2 };
  }).sort((a, b) => a.x - b.x);
  return (x) => {
    let i = 1;
    while (i < points.length - 1 && x > at(points, i).x) {
      i += 1;
    }
    const from = at(points, i - 1);
    const to = at(points, i);
    const t = Math.min(Math.max((x - from.x) / (to.x - from.x), 0), 1);
    return from.y + (to.y - from.y) * t;
  };
}

/**
 * Opens a slit between the lips, for the domain only: the two lips become the two sides of a hole. Without it both
 * would lie on the same rays and the surface would fold.
 */
export function openedMouth(face: LandmarkFace): readonly Vector[] {
  const line = lipLine(face);
  const upper = new Set(INNER_UPPER_LIP);
  const lower = new Set(INNER_LOWER_LIP);
  return face.points.map(([x, y, z], index) => {
    const distance = y - line(x);
    const isCorner = upper.has(index) && lower.has(index);
    const isNear = Math.abs(x) < 2.6 && Math.abs(distance) < 4;
    if (isCorner || !isNear) {
      return [x, y, z];
    }
    const side = upper.has(index) ? 1 : lower.has(index) ? -1 : Math.sign(distance);
    const taper = Math.sqrt(Math.max(1 - (x / 2.15) ** 2, 0));
    return [x, y + side * taper * 0.2 * bell(distance, 1.1), z];
  });
}
