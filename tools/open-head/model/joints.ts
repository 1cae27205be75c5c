import { createFaceFields } from '../expressions/face-fields.ts';
import { factorise, solve } from '../geometry/dense-solve.ts';
import { at, smoothstep, type Vector } from '../geometry/vector.ts';
import { JAW_HINGE } from '../mesh/half-head.ts';
import type { Head } from '../mesh/head.ts';
import { EYE_CENTRE } from '../parts/eyeball.ts';
import { createSampler, fitSurface } from '../surface/head-surface.ts';

export const JOINT_NAMES = ['neck', 'head', 'jaw', 'eyeLeft', 'eyeRight'] as const;
export const JOINT_PARENTS = [-1, 0, 1, 1, 1] as const;

type JointName = (typeof JOINT_NAMES)[number];

/** Base of the neck, and where the skull rests on it, cm. */
const NECK: Vector = [0, -15.5, -9.4];
const SKULL_BASE: Vector = [0, -6.2, -8.6];

/** Joint positions as weights of the vertices around them, Float32Array [joints × vertices]. */
export function jointRegressor(head: Head, neutral: readonly Vector[]): Float32Array {
  const { rows } = head.half;
  const both = (vertices: readonly number[]) => [
    ...new Set([...vertices, ...vertices.map((v) => at(head.mirror, v))]),
  ];
  const skin = neutral
    .map((_, vertex) => vertex)
    .filter((vertex) => {
      const own = Math.min(vertex, at(head.mirror, vertex));
      return own < head.layout.plane.length;
    });
  const behind = (low: number, high: number) =>
    skin.filter((vertex) => {
      const [, y, z] = at(neutral, vertex);
      return y > low && y < high && z < -7;
    });
  const carriers: Readonly<
    Record<JointName, { readonly place: Vector; readonly vertices: readonly number[] }>
  > = {
    neck: { place: NECK, vertices: behind(-19, -13) },
    head: { place: SKULL_BASE, vertices: behind(-8, -4) },
    jaw: { place: JAW_HINGE, vertices: both(rows.ear) },
    eyeLeft: { place: EYE_CENTRE, vertices: rows.eyeball },
    eyeRight: {
      place: [-EYE_CENTRE[0], EYE_CENTRE[1], EYE_CENTRE[2]],
      vertices: rows.eyeball.map((vertex) => at(head.mirror, vertex)),
    },
  };
  const regressor = new Float32Array(JOINT_NAMES.length * neutral.length);
  JOINT_NAMES.forEach((name, joint) => {
    const { place, vertices } = carriers[name];
    const weights = weightsOfPlace(
      place,
      vertices.map((vertex) => at(neutral, vertex)),
    );
    vertices.forEach((vertex, i) => {
      regressor[joint * neutral.length + vertex] = at(weights, i);
    });
  });
  return regressor;
}

/** The smallest weights that sum to 1 and mix `points` into `place` (minimum norm solution of four equations). */
function weightsOfPlace(place: Vector, points: readonly Vector[]): number[] {
  const rows = points.map((point) => [1, ...point]);
  const normal = new Float64Array(16);
  for (const row of rows) {
    for (let i = 0; i < 4; i += 1) {
      for (let k = 0; k < 4; k += 1) {
        normal[i * 4 + k] = at(normal, i * 4 + k) + at(row, i) * at(row, k);
      }
    }
  }
  const multipliers = solve(factorise(normal, 4), Float64Array.of(1, ...place));
  return rows.map((row) => row.reduce((sum, value, k) => sum + value * at(multipliers, k), 0));
}

/** Shares of neck, head, jaw and eyes in each vertex, Float32Array [vertices × joints]. */
export function skinningWeights(head: Head, neutral: readonly Vector[]): Float32Array {
  const { half } = head;
  const jaw = jawShares(head);
  const leftEye = new Set(half.rows.eyeball);
  const shirt = new Set(half.rows.shirt);
  const weights = new Float32Array(neutral.length * JOINT_NAMES.length);
  neutral.forEach((point, vertex) => {
    const own = vertex < half.vertexCount ? vertex : at(head.mirror, vertex);
    if (leftEye.has(own)) {
      weights[vertex * JOINT_NAMES.length + (own === vertex ? 3 : 4)] = 1;
      return;
    }
    const headShare = shirt.has(own) ? 0 : shareOfHead(point);
    const jawShare = headShare * at(jaw, own);
    weights.set([1 - headShare, headShare - jawShare, jawShare], vertex * JOINT_NAMES.length);
  });
  return weights;
}

/** 1 on the head, 0 at the base of the neck; in front the neck begins higher than behind. */
function shareOfHead([, y, z]: Vector): number {
  return smoothstep(-17.5, -10.8, y + 0.18 * (z + 7.5));
}

/** Share of the jaw in each vertex of the left half. */
function jawShares({ face, handles, half, layout }: Head): number[] {
  const { jaw } = createFaceFields(face, handles);
  const surface = fitSurface(handles)(jaw.map((share): Vector => [share, 0, 0]));
  const shares: number[] = createSampler(
    handles,
    layout.directions,
  )(surface).map(([share]) => (share < 0.02 ? 0 : Math.min(share, 1)));
  const whole = Array.from({ length: half.vertexCount }, (_, vertex) => shares[vertex] ?? 0);
  const edge = at(layout.mouth, 0);
  for (const row of half.rows.bag) {
    row.forEach((vertex, column) => {
      whole[vertex] = at(whole, at(edge, column));
    });
  }
  for (const vertex of [...half.rows.lowerTeeth, ...half.rows.tongue]) {
    whole[vertex] = 1;
  }
  return whole;
}
