import { triangulate } from '../geometry/delaunay.ts';
import { centroid, isInside, mixPoints } from '../geometry/polygon.ts';
import { add, at, cross, dot, normalize, type Point2, subtract, type Vector } from '../geometry/vector.ts';
import { NECK_END_DEGREES } from '../surface/authored-skull.ts';
import { fromPlane, toPlane } from '../surface/domain-sphere.ts';
import type { EdgeLength } from './edge-length.ts';
import { EYE_COLUMNS, type HeadRings, MOUTH_COLUMNS } from './rings.ts';
import { scatterMiddle, scatterPoints } from './scatter.ts';
import { strips, type Triangle } from './strip.ts';

/** The skin of half a head (x ≥ 0): where its vertices lie on the domain and how they are joined. */
export interface SkinLayout {
  /** Vertices in the unrolled plane; x = 0 for those on the middle. */
  readonly plane: readonly Point2[];
  readonly directions: readonly Vector[];
  readonly triangles: readonly Triangle[];
  /** Rows of vertex indices about the eye, the innermost (the lid's edge) first. */
  readonly eye: readonly (readonly number[])[];
  /** Rows about the mouth, the innermost first. */
  readonly mouth: readonly (readonly number[])[];
  /** The loop where the ear grows out of the head. */
  readonly ear: readonly number[];
  /** The open end of the neck. */
  readonly neck: readonly number[];
}

const RELAXATIONS = 4;
const RELAXATION_SHARE = 0.6;

export function layOutSkin(rings: HeadRings, earLoop: readonly Point2[], edgeLength: EdgeLength): SkinLayout {
  const eyeOutline = at(rings.eye, rings.eye.length - 1);
  const mouthOutline = at(rings.mouth, rings.mouth.length - 1);
  const structured = [...rings.eye.flat(), ...rings.mouth.flat(), ...earLoop, ...rings.neck];
  const middle = middlePoints(mouthOutline, edgeLength);
  const neckEnd = -Math.cos(((NECK_END_DEGREES + 1) * Math.PI) / 180);
  const outlines = [eyeOutline, mouthOutline, earLoop];
  const isFree = (point: Point2) =>
    fromPlane(point)[1] > neckEnd &&
    outlines.every((outline) => !isInside(point, outline) && !isNearEdge(point, outline));
  const free = scatterPoints([...structured, ...middle], edgeLength, isFree);
  const indices = indexRings(rings, earLoop.length);
  const rims = [
    at(indices.eye, indices.eye.length - 1),
    at(indices.mouth, indices.mouth.length - 1),
    indices.ear,
  ];

  const interior = structuredInterior(rings, indices);
  const fixedCount = structured.length + middle.length;
  let plane: Point2[] = [...structured, ...middle, ...free];
  for (let pass = 0; pass < RELAXATIONS; pass += 1) {
    plane = relax(plane, joinOpenSkin(plane, interior, outlines, rims), fixedCount, isFree);
  }
  return {
    plane,
    directions: plane.map(fromPlane),
    triangles: [
      ...strips([...indices.eye].reverse(), true),
      ...strips([...indices.mouth].reverse(), false),
      ...joinOpenSkin(plane, interior, outlines, rims),
    ],
    ...indices,
  };
}

/** Whether a point lies in the circle about an edge of the outline: it would keep that edge out of the triangulation. */
function isNearEdge([x, y]: Point2, outline: readonly Point2[]): boolean {
  return outline.some(([ax, ay], i) => {
    const [bx, by] = at(outline, (i + 1) % outline.length);
    const isMiddleLine = ax === 0 && bx === 0;
    return (
      !isMiddleLine && Math.hypot(x - (ax + bx) / 2, y - (ay + by) / 2) < 0.6 * Math.hypot(bx - ax, by - ay)
    );
  });
}

/** The middle line from the neck's front over mouth, nose, crown and nape to the neck's back. */
function middlePoints(mouthOutline: readonly Point2[], edgeLength: EdgeLength): Point2[] {
  const neck = (NECK_END_DEGREES * Math.PI) / 180;
  const angleOf = ([, y, z]: Vector) => (Math.atan2(z, -y) + 2 * Math.PI) % (2 * Math.PI);
  const lip = (column: number) => angleOf(fromPlane(at(mouthOutline, column)));
  return [
    ...scatterMiddle(neck, lip(MOUTH_COLUMNS - 1), edgeLength),
    ...scatterMiddle(lip(0), 2 * Math.PI - neck, edgeLength),
  ];
}

function indexRings(rings: HeadRings, earColumns: number) {
  let next = 0;
  const take = (count: number) => Array.from({ length: count }, () => next++);
  const eye = rings.eye.map(() => take(EYE_COLUMNS));
  const mouth = rings.mouth.map(() => take(MOUTH_COLUMNS));
  return { eye, mouth, ear: take(earColumns), neck: take(rings.neck.length) };
}

/** Vertices that lie inside the outermost rings and are joined by strips, not by triangulation. */
function structuredInterior(rings: HeadRings, { eye, mouth }: ReturnType<typeof indexRings>): Set<number> {
  return new Set([
    ...eye.slice(0, rings.eye.length - 1).flat(),
    ...mouth.slice(0, rings.mouth.length - 1).flat(),
  ]);
}

/**
 * Delaunay triangles of the skin outside the rings. Seen from straight below (stereographic) circles on the sphere
 * stay circles, so the plane's triangulation is the sphere's, and the neck's end is its outline.
 */
function joinOpenSkin(
  plane: readonly Point2[],
  interior: ReadonlySet<number>,
  outlines: readonly (readonly Point2[])[],
  rims: readonly (readonly number[])[],
): Triangle[] {
  const open = plane.map((_, index) => index).filter((index) => !interior.has(index));
  const directions = plane.map(fromPlane);
  const projected = open.map((index): Point2 => {
    const [x, y, z] = at(directions, index);
    return [x / (1 + y), z / (1 + y)];
  });
  const rimSets = rims.map((rim) => new Set(rim));
  return triangulate(projected)
    .map((corners): Triangle => [at(open, corners[0]), at(open, corners[1]), at(open, corners[2])])
    .filter((triangle) => {
      const middle = centroid(triangle.map((corner) => at(plane, corner)));
      return !outlines.some(
        (outline, i) => triangle.every((corner) => at(rimSets, i).has(corner)) && isInside(middle, outline),
      );
    })
    .map((triangle) => facingOut(triangle, directions));
}

function facingOut([a, b, c]: Triangle, directions: readonly Vector[]): Triangle {
  const [pa, pb, pc] = [at(directions, a), at(directions, b), at(directions, c)];
  const isOut = dot(cross(subtract(pb, pa), subtract(pc, pa)), add(add(pa, pb), pc)) > 0;
  return isOut ? [a, b, c] : [a, c, b];
}

/** Moves each free vertex towards the mean of its neighbours; those on the middle stay on it and everything fixed stays. */
function relax(
  plane: readonly Point2[],
  triangles: readonly Triangle[],
  fixedCount: number,
  isFree: (point: Point2) => boolean,
): Point2[] {
  const neighbours = plane.map(() => new Set<number>());
  for (const [a, b, c] of triangles) {
    neighbours[a]?.add(b).add(c);
    neighbours[b]?.add(a).add(c);
    neighbours[c]?.add(a).add(b);
  }
  const directions = plane.map(fromPlane);
  return plane.map((point, index) => {
    if (index < fixedCount) {
      return point;
    }
    const sum = [...at(neighbours, index)].reduce((total, k) => add(total, at(directions, k)), [
      0, 0, 0,
    ] as Vector);
    const [x, y] = toPlane(normalize(sum));
    const moved = mixPoints(point, [x, y], RELAXATION_SHARE);
    return isFree(moved) ? moved : point;
  });
}
