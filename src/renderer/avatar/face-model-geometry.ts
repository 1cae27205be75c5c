import { BufferAttribute, BufferGeometry } from 'three';
import type { FaceModel } from '../../shared/core/face/face-model.ts';
import { vertexCountOf } from '../../shared/core/face/face-model.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../shared/core/face/vertex-normals.ts';
import { HEAD_PARTS, partsOfTriangles, type TriangleRun } from './head-parts.ts';
import { listRanges, packVertexLists, type VertexLists } from './vertex-lists.ts';

/** A drawn vertex: a vertex of the model at one of its UV points. */
interface DrawnVertices {
  readonly vertices: readonly number[];
  readonly uvPoints: readonly number[];
  /** Drawn vertex of each triangle's corner, as FaceModel.triangles. */
  readonly corners: Uint32Array;
}

/**
 * A face model's surface as three draws it: a vertex on a UV seam once for each of its UV points, all of them knowing
 * which vertex of the model they are (`vertexIndex`) and its list in `corners` (`cornerRange`), from which
 * deformed-surface.ts makes position and normal. `position` and `normal` hold the identity at rest (without normals three
 * would shade flat). One group for each of HEAD_PARTS that the model has; its material index is the part's.
 * @param runs what is known of the model's parts
 */
export function createFaceGeometry(
  { model, neutral }: PosableFace,
  corners: VertexLists,
  runs: readonly TriangleRun[] = [],
): BufferGeometry {
  const drawn = splitAtSeams(model);
  const normals = new Float32Array(neutral.length);
  computeVertexNormals(neutral, model.triangles, normals);

  const geometry = new BufferGeometry();
  geometry.setAttribute('position', pickVectors(neutral, 3, drawn.vertices));
  geometry.setAttribute('normal', pickVectors(normals, 3, drawn.vertices));
  geometry.setAttribute('uv', pickVectors(model.uvs, 2, drawn.uvPoints));
  geometry.setAttribute('vertexIndex', new BufferAttribute(Uint32Array.from(drawn.vertices), 1));
  geometry.setAttribute('cornerRange', listRanges(corners, drawn.vertices));
  groupByPart(geometry, model, drawn.corners, runs);
  return geometry;
}

/** For each vertex the other two corners of every triangle around it, in their order: what its normal is made of. */
export function packTriangleCorners(model: FaceModel): VertexLists {
  const { triangles } = model;
  const corners: number[][] = Array.from({ length: vertexCountOf(model) }, () => []);
  for (let i = 0; i + 2 < triangles.length; i += 3) {
    const a = triangles[i] ?? 0;
    const b = triangles[i + 1] ?? 0;
    const c = triangles[i + 2] ?? 0;
    corners[a]?.push(b, c);
    corners[b]?.push(c, a);
    corners[c]?.push(a, b);
  }
  return packVertexLists(corners.length, 2, (vertex, values) => {
    for (const corner of corners[vertex] ?? []) {
      values.push(corner);
    }
  });
}

function splitAtSeams({ triangles, uvTriangles, uvs }: FaceModel): DrawnVertices {
  const uvCount = uvs.length / 2;
  const drawnByPair = new Map<number, number>();
  const vertices: number[] = [];
  const uvPoints: number[] = [];
  const corners = triangles.map((vertex, corner) => {
    const uvPoint = uvTriangles[corner] ?? 0;
    const pair = vertex * uvCount + uvPoint;
    const known = drawnByPair.get(pair);
    if (known !== undefined) {
      return known;
    }
    drawnByPair.set(pair, vertices.length);
    uvPoints.push(uvPoint);
    return vertices.push(vertex) - 1;
  });
  return { vertices, uvPoints, corners };
}

/** An attribute of the vectors of `source` that `picks` names, in its order. */
function pickVectors(source: Float32Array, components: number, picks: readonly number[]): BufferAttribute {
  const picked = new Float32Array(picks.length * components);
  picks.forEach((pick, i) => {
    const start = pick * components;
    picked.set(source.subarray(start, start + components), i * components);
  });
  return new BufferAttribute(picked, components);
}

function groupByPart(
  geometry: BufferGeometry,
  model: FaceModel,
  corners: Uint32Array,
  runs: readonly TriangleRun[],
): void {
  const parts = partsOfTriangles(model, runs);
  const indices: number[] = [];
  HEAD_PARTS.forEach((part, material) => {
    const start = indices.length;
    for (let i = 0; i < corners.length; i += 3) {
      if (parts[i / 3] === part) {
        indices.push(corners[i] ?? 0, corners[i + 1] ?? 0, corners[i + 2] ?? 0);
      }
    }
    if (indices.length > start) {
      geometry.addGroup(start, indices.length - start, material);
    }
  });
  geometry.setIndex(indices);
}
