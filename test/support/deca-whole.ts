import { readFileSync } from 'node:fs';
import { type ByteSource, MemorySource } from '../../src/main/import/byte-source.ts';
import { readDecaFixedDisplacement, readDecaMask } from '../../src/main/import/deca/deca-surface.ts';
import type { RegionMask } from '../../src/shared/core/face/face-model.ts';
import type { ObjMesh } from '../../src/shared/core/face/obj-file.ts';
import { parseObj } from '../../src/shared/core/face/obj-file.ts';
import { floats, readGoldenNpz } from './npz.ts';
import { sharedPath } from './shared-data.ts';

/**
 * The golden numbers of DECA's whole pipeline on a stand-in data folder made by formula
 * (../shared/golden/deca/cyl-whole, its README states the tolerances).
 */
const FOLDER = 'golden/deca/cyl-whole/';

export const WHOLE_CASES = ['image', 'transfer', 'repose'] as const;

/** What the golden numbers hold as summaries: codes, landmarks, counts. */
export interface WholeNumbers {
  readonly uv: { readonly covered: number };
  readonly constants: {
    readonly dense_template: {
      readonly points: number;
      readonly faces: number;
      readonly first: readonly (readonly number[])[];
      readonly last: readonly (readonly number[])[];
    };
  };
  readonly euler2axis: readonly { readonly deg: readonly number[]; readonly axis: readonly number[] }[];
  readonly cases: Readonly<Record<(typeof WHOLE_CASES)[number] | 'inside', WholeCaseNumbers>>;
}

export interface WholeCaseNumbers {
  readonly shape: readonly number[];
  readonly exp: readonly number[];
  readonly pose: readonly number[];
  readonly cam: readonly number[];
  readonly light: readonly number[];
  readonly landmarks2d: readonly number[];
  readonly landmarks3d_xyz_vis: readonly number[];
  readonly landmarks3d_world: readonly number[];
  readonly detail: readonly number[];
  /** What a camera sees: samples of pictures in planes [3 × 224 × 224]. */
  readonly image: {
    readonly covered: number;
    readonly normal_images: WholeSummary;
    readonly shape_images: WholeSummary;
    readonly shape_detail_images: WholeSummary;
  };
}

/** Samples of an array: `val[k]` at flat index `idx[k]`. */
export interface WholeSummary {
  readonly idx: readonly number[];
  readonly val: readonly number[];
}

export function readWholeNumbers(): WholeNumbers {
  const numbers = JSON.parse(readFileSync(sharedPath(`${FOLDER}whole.cyl.json`), 'utf8'));
  return { ...numbers, cases: numbers };
}

/** head_template.obj: the UV layout. */
export function readWholeTemplate(): ObjMesh {
  return parseObj(readFileSync(sharedPath(`${FOLDER}data/head_template.obj`), 'utf8'));
}

/** uv_face_eye_mask.png. */
export function readWholeMask(): RegionMask {
  return readDecaMask(dataFile('uv_face_eye_mask.png'));
}

/** fixed_displacement_256.npy, metres. */
export function readWholeFixedDisplacement(): Float32Array {
  return readDecaFixedDisplacement(dataFile('fixed_displacement_256.npy'));
}

/** A file of the stand-in for DECA's data folder. */
export function dataFile(name: string): ByteSource {
  return new MemorySource(readFileSync(sharedPath(`${FOLDER}data/${name}`)), name);
}

/** uv_table.npz: 65535 stands for an uncovered texel. */
export function readWholeUvTable(): {
  readonly triangles: readonly number[];
  readonly weights: Float32Array;
} {
  const { triangle, weights } = readGoldenNpz(sharedPath(`${FOLDER}uv_table.npz`));
  return { triangles: Array.from(triangle?.data ?? [], Number), weights: floats(weights) };
}

/** The full arrays of one case; maps come texel by texel. `maps` are in the file of `image` only. */
export function readWholeArrays(name: (typeof WHOLE_CASES)[number]) {
  const arrays = readGoldenNpz(sharedPath(`${FOLDER}${name}.npz`));
  const displacementWithFixed = floats(arrays.displacement_map);
  const fixed = readWholeFixedDisplacement();
  return {
    vertices: floats(arrays.verts),
    normals: floats(arrays.normals),
    projected: floats(arrays.projected),
    displacementWithFixed,
    displacement: displacementWithFixed.map((value, texel) => value - (fixed[texel] ?? 0)),
    detailNormals: interleave(floats(arrays.uv_detail_normals)),
    denseDisplaced: floats(arrays.dense_displaced),
    maps: () => ({
      position: interleave(floats(arrays.uv_position)),
      normal: interleave(floats(arrays.uv_normal)),
      shading: interleave(floats(arrays.uv_sh_shading)),
      denseBase: floats(arrays.dense_base),
    }),
  };
}

/** [3 × texels] to [texels × 3]. */
function interleave(planes: Float32Array): Float32Array {
  const texels = planes.length / 3;
  return planes.map((_, index) => planes[(index % 3) * texels + Math.floor(index / 3)] ?? 0);
}
