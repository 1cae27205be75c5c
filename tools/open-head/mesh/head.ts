import { add, at, mirrored, scale, type Vector } from '../geometry/vector.ts';
import { earLoop } from '../parts/ear.ts';
import { createHandles, type Handles } from '../surface/handles.ts';
import { fitSurface } from '../surface/head-surface.ts';
import { FACE_LANDMARKS, type LandmarkFace, readNeutralFace } from '../surface/neutral-face.ts';
import { createEdgeLength } from './edge-length.ts';
import { createHalfHead, type HalfHead, type HeadState, mirroredState, neutralStateOf } from './half-head.ts';
import type { Part } from './part.ts';
import { createRings } from './rings.ts';
import { layOutSkin, type SkinLayout } from './skin-layout.ts';
import type { Triangle } from './strip.ts';

/** The whole head: the left half's vertices first, then the mirror images of those off the middle. */
export interface Head {
  readonly face: LandmarkFace;
  readonly handles: Handles;
  readonly layout: SkinLayout;
  readonly half: HalfHead;
  readonly vertexCount: number;
  /** For each vertex, its mirror image. */
  readonly mirror: readonly number[];
  readonly parts: readonly Part[];
  readonly neutralState: HeadState;
  /** Positions in a state, cm, exactly symmetric when the state is. */
  place(state: HeadState): Vector[];
}

/** Finer skin: nose, eyes, mouth, ear (unrolled plane, x ≥ 0). */
const FINE_AREAS = [
  { centre: [0.95, -0.1], radius: 0.7, edge: 0.13, growth: 0.08 },
  { centre: [0, 0.4], radius: 1.3, edge: 0.2, growth: 0.1 },
  { centre: [4.2, 5.1], radius: 2, edge: 0.25, growth: 0.1 },
  { centre: [0, -2.9], radius: 2.4, edge: 0.25, growth: 0.1 },
  { centre: [16, 3.6], radius: 2.4, edge: 0.34, growth: 0.14 },
] as const;

export function createHead(): Head {
  const face = readNeutralFace();
  const handles = createHandles(face);
  const solveSurface = fitSurface(handles);
  const rings = createRings(handles.directions.slice(0, FACE_LANDMARKS));
  const edgeLength = createEdgeLength(handles, solveSurface, FINE_AREAS);
  const layout = layOutSkin(rings, earLoop(), edgeLength);
  const half = createHalfHead(handles, solveSurface, layout);
  const mirror = mirrorIndices(half.isMiddle);

  function place(state: HeadState): Vector[] {
    const left = half.place(state);
    const right = half.place(mirroredState(state, handles.mirror)).map(mirrored);
    const own = left.map((point, vertex) =>
      at(half.isMiddle, vertex) ? scale(add(point, at(right, vertex)), 0.5) : point,
    );
    return [...own, ...right.filter((_, vertex) => !at(half.isMiddle, vertex))];
  }

  return {
    face,
    handles,
    layout,
    half,
    vertexCount: mirror.length,
    mirror,
    parts: half.parts.map(({ name, triangles }) => ({
      name,
      triangles: [...triangles, ...triangles.map((triangle) => mirroredTriangle(triangle, mirror))],
    })),
    neutralState: neutralStateOf(handles),
    place,
  };
}

function mirrorIndices(isMiddle: readonly boolean[]): number[] {
  let next = isMiddle.length;
  const own = isMiddle.map((isOnMiddle, vertex) => (isOnMiddle ? vertex : next++));
  const others = isMiddle.flatMap((isOnMiddle, vertex) => (isOnMiddle ? [] : [vertex]));
  return [...own, ...others];
}

function mirroredTriangle([a, b, c]: Triangle, mirror: readonly number[]): Triangle {
  return [at(mirror, a), at(mirror, c), at(mirror, b)];
}
