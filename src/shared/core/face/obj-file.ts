import { MalformedFileError } from '../tensor/malformed-file-error.ts';

/** A triangle mesh with UVs as Wavefront OBJ holds it. */
export interface ObjMesh {
  /** Float32Array [vertices × 3]. */
  readonly positions: Float32Array;
  /** u to the right, v up, Float32Array [uv points × 2]; empty when the file has none. */
  readonly uvs: Float32Array;
  /** Vertex indices, Uint32Array [triangles × 3], counter-clockwise seen from outside. */
  readonly triangles: Uint32Array;
  /** UV indices in the same corner order, Uint32Array [triangles × 3]; empty when no face names any. */
  readonly uvTriangles: Uint32Array;
}

/** Vertices, UV points or triangles accepted from a file. */
const MAX_ELEMENTS = 5_000_000;
/** Digits after the point: a hundredth of a micrometre, and UVs to a thousandth of a texel. */
const DIGITS = 8;

/**
 * Reads the mesh of an OBJ text (`v`, `vt` and `f` lines; polygons become fans, everything else is skipped).
 * @throws MalformedFileError with the line's number.
 */
export function parseObj(text: string): ObjMesh {
  const positions: number[] = [];
  const uvs: number[] = [];
  const triangles: number[] = [];
  const uvTriangles: number[] = [];
  text.split('\n').forEach((line, index) => {
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === 'v') {
      pushNumbers(positions, words, 3, index);
    } else if (keyword === 'vt') {
      pushNumbers(uvs, words, 2, index);
    } else if (keyword === 'f') {
      pushFace(words, index, positions.length / 3, uvs.length / 2, triangles, uvTriangles);
    }
    if (Math.max(positions.length, uvs.length, triangles.length) > MAX_ELEMENTS * 3) {
      throw new MalformedFileError(`OBJ line ${index + 1}: more than ${MAX_ELEMENTS} vertices or triangles`);
    }
  });
  if (uvTriangles.length !== 0 && uvTriangles.length !== triangles.length) {
    throw new MalformedFileError('OBJ: some faces have UVs and some have none');
  }
  return {
    positions: Float32Array.from(positions),
    uvs: Float32Array.from(uvs),
    triangles: Uint32Array.from(triangles),
    uvTriangles: Uint32Array.from(uvTriangles),
  };
}

/**
 * Writes a mesh as OBJ text.
 * @param comment lines put at the top, e.g. the licence line of what the mesh was made with.
 */
export function formatObj(mesh: ObjMesh, comment: string): string {
  const lines = comment.split('\n').map((line) => `# ${line}`);
  for (let i = 0; i + 2 < mesh.positions.length; i += 3) {
    lines.push(`v ${formatNumbers(mesh.positions.subarray(i, i + 3))}`);
  }
  for (let i = 0; i + 1 < mesh.uvs.length; i += 2) {
    lines.push(`vt ${formatNumbers(mesh.uvs.subarray(i, i + 2))}`);
  }
  const hasUvs = mesh.uvTriangles.length > 0;
  for (let i = 0; i + 2 < mesh.triangles.length; i += 3) {
    const corners = [i, i + 1, i + 2].map((corner) => {
      const vertex = (mesh.triangles[corner] ?? 0) + 1;
      return hasUvs ? `${vertex}/${(mesh.uvTriangles[corner] ?? 0) + 1}` : `${vertex}`;
    });
    lines.push(`f ${corners.join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function formatNumbers(values: Float32Array): string {
  return Array.from(values, (value) => value.toFixed(DIGITS)).join(' ');
}

function pushNumbers(target: number[], words: readonly string[], count: number, lineIndex: number): void {
  for (let i = 0; i < count; i += 1) {
    const value = Number(words[i] ?? Number.NaN);
    if (!Number.isFinite(value)) {
      throw new MalformedFileError(`OBJ line ${lineIndex + 1}: ${count} finite numbers expected`);
    }
    target.push(value);
  }
}

function pushFace(
  words: readonly string[],
  lineIndex: number,
  vertexCount: number,
  uvCount: number,
  triangles: number[],
  uvTriangles: number[],
): void {
  if (words.length < 3) {
    throw new MalformedFileError(`OBJ line ${lineIndex + 1}: a face needs at least three corners`);
  }
  const corners = words.map((word) => {
    const [vertex, uv] = word.split('/');
    return {
      vertex: resolveIndex(vertex, vertexCount, lineIndex),
      uv: uv === undefined || uv === '' ? undefined : resolveIndex(uv, uvCount, lineIndex),
    };
  });
  for (let i = 1; i + 1 < corners.length; i += 1) {
    for (const corner of [corners[0], corners[i], corners[i + 1]]) {
      if (corner !== undefined) {
        triangles.push(corner.vertex);
      }
      if (corner?.uv !== undefined) {
        uvTriangles.push(corner.uv);
      }
    }
  }
}

/** OBJ counts from 1, or backwards from −1 = the latest. */
function resolveIndex(word: string | undefined, count: number, lineIndex: number): number {
  const number = Number(word);
  const index = number < 0 ? count + number : number - 1;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new MalformedFileError(`OBJ line ${lineIndex + 1}: "${word}" is no index of ${count} elements`);
  }
  return index;
}
