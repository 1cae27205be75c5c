import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaceParameters } from '../../shared/core/detail/face-parameters.ts';
import { drawFaceStrip, STRIP_TILES } from '../../shared/core/detail/face-strip.ts';
import type {
  ReconstructedFace,
  ReconstructionSurface,
} from '../../shared/core/detail/reconstructed-face.ts';
import { formatObj } from '../../shared/core/face/obj-file.ts';
import {
  CROP_TILE_SIZE,
  FACE_CROP_SIZE,
  type FaceCrop,
  type FaceCropSamples,
  faceCropTransform,
} from '../../shared/core/tracking/face-crop.ts';
import { writeNpy } from '../import/npy.ts';
import type { FacePackManifest } from '../services/packs/face-pack-manifest.ts';
import { type PngSamples, writePng } from './write-png.ts';

/** Metres per step of the displacement picture, whose middle, 32768, is no displacement: it reaches ±16.4 mm. */
export const DISPLACEMENT_STEP = 0.5e-6;
export const DISPLACEMENT_ZERO = 32_768;

/** Where the crop lies in the picture as the person gave it. */
export interface CropRecord extends FaceCrop {
  /** 3 × 3, row-major: pixels of the picture to pixels of the crop, 224 wide. */
  readonly transform: readonly number[];
}

/** Parameters as plain numbers, for JSON. */
export type ParameterRecord = Readonly<Record<keyof FaceParameters, readonly number[]>>;

/** Absolute paths of everything that was written for one picture. */
export interface ReconstructionOutputs {
  readonly parameters: string;
  readonly shapeMesh: string;
  readonly detailMesh: string;
  readonly displacement: string;
  readonly displacementPicture: string;
  readonly normalMap: string;
  readonly strip: string;
}

/** One reconstructed picture, as `--json` tells it. */
export interface ReconstructionRecord {
  readonly file: string;
  readonly parameters: ParameterRecord;
  readonly crop: CropRecord;
  readonly outputs: ReconstructionOutputs;
}

/** A face read from a picture, and the picture. */
export interface Reconstruction {
  /** The picture's path, as the person gave it. */
  readonly file: string;
  readonly parameters: FaceParameters;
  readonly face: ReconstructedFace;
  readonly samples: FaceCropSamples;
}

/** How and where a reconstruction is written. */
export interface OutputOptions {
  readonly surface: ReconstructionSurface;
  readonly pack: FacePackManifest;
  /** Is made when it is not there. */
  readonly folder: string;
}

/**
 * Writes everything about one face into a folder of its own, each file with the pack's licence line where its format
 * has room for one.
 */
export async function writeReconstruction(
  reconstruction: Reconstruction,
  { surface, pack, folder }: OutputOptions,
): Promise<ReconstructionRecord> {
  const { file, face, samples } = reconstruction;
  const { name, version, licence } = pack;
  const { size } = surface.detail.table;
  const record = {
    file,
    parameters: recordParameters(reconstruction.parameters),
    crop: { ...samples.crop, transform: faceCropTransform(samples.crop, FACE_CROP_SIZE) },
  };
  const landmarks = landmarksInPicture(face.landmarks, samples.crop);
  const strip = drawFaceStrip(surface, face, samples.tile, CROP_TILE_SIZE);
  const png = (width: number, height: number, samples: PngSamples['samples']) =>
    writePng({ width, height, samples }, licence);

  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A face is biometric data: for its owner alone.
  const write = async (fileName: string, content: string | Uint8Array) => {
    const path = join(folder, fileName);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  };
  const outputs = {
    parameters: await write(
      'parameters.json',
      toJson({ licence, pack: { name, version }, ...record, landmarks }),
    ),
    shapeMesh: await write('shape.obj', formatShape(surface, face, licence)),
    detailMesh: await write('detail.obj', formatDetail(surface, face, licence)),
    displacement: await write(
      'displacement.npy',
      writeNpy({ type: 'F32', shape: [size, size], data: face.displacement }),
    ),
    displacementPicture: await write(
      'displacement.png',
      png(size, size, quantizeDisplacement(face.displacement)),
    ),
    normalMap: await write('normals.png', png(size, size, colourNormals(face.detailNormals))),
    strip: await write('strip.png', png(CROP_TILE_SIZE * STRIP_TILES.length, CROP_TILE_SIZE, strip)),
  };
  return { ...record, outputs };
}

/** Metres as whole steps about the middle of 16 bits. */
export function quantizeDisplacement(displacement: Float32Array): Uint16Array {
  return Uint16Array.from(displacement, (metres) =>
    Math.min(Math.max(Math.round(metres / DISPLACEMENT_STEP) + DISPLACEMENT_ZERO, 0), 65_535),
  );
}

/** x, y and z of −1..1 as red, green and blue: normals in the head's axes, not a tangent's. */
function colourNormals(normals: Float32Array): Uint8Array {
  return new Uint8Array(Uint8ClampedArray.from(normals, (value) => ((value + 1) / 2) * 255).buffer);
}

function formatShape({ model }: ReconstructionSurface, face: ReconstructedFace, licence: string): string {
  const { triangles, uvs, uvTriangles } = model;
  return formatObj({ positions: face.vertices, triangles, uvs, uvTriangles }, `${licence}\nMetres.`);
}

/** The dense mesh: one vertex per texel of the UV square, so UVs go with the vertices. */
function formatDetail(surface: ReconstructionSurface, face: ReconstructedFace, licence: string): string {
  const { denseTriangles: triangles, denseUvs: uvs } = surface;
  const mesh = { positions: face.denseVertices, triangles, uvs, uvTriangles: triangles };
  return formatObj(mesh, `${licence}\nMetres.`);
}

function recordParameters(parameters: FaceParameters): ParameterRecord {
  return {
    shape: [...parameters.shape],
    texture: [...parameters.texture],
    expression: [...parameters.expression],
    pose: [...parameters.pose],
    camera: [...parameters.camera],
    light: [...parameters.light],
    detail: [...parameters.detail],
  };
}

/** The 68 landmarks in the picture's pixels, [x, y] each; −1..1 spans the crop's side. */
function landmarksInPicture(
  landmarks: Float32Array | undefined,
  { centreX, centreY, side }: FaceCrop,
): readonly (readonly [x: number, y: number])[] | undefined {
  if (landmarks === undefined) {
    return undefined;
  }
  // DECA draws at (x' + 1) · 112 of the crop's 224 pixels, whose corner pixels lie on the square's corners.
  const toSide = (value: number) => ((((value + 1) * FACE_CROP_SIZE) / 2) * side) / (FACE_CROP_SIZE - 1);
  return Array.from({ length: landmarks.length / 3 }, (_, point) => [
    centreX - side / 2 + toSide(landmarks[point * 3] ?? 0),
    centreY - side / 2 + toSide(landmarks[point * 3 + 1] ?? 0),
  ]);
}

/** Readable, with one line for each list of numbers. */
function toJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replaceAll(/\[[^[\]{}"]*\]/g, (list) => list.replaceAll(/\s+/g, ' '))}\n`;
}
