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
import { writePng } from './write-png.ts';

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

export interface Reconstruction {
  /** The picture's path, as the person gave it. */
  readonly file: string;
  readonly parameters: FaceParameters;
  readonly face: ReconstructedFace;
  readonly samples: FaceCropSamples;
}

export interface OutputOptions {
  readonly surface: ReconstructionSurface;
  readonly pack: string;
  /** The line that everything carries. */
  readonly licence: string;
  /** Is made when it is not there. */
  readonly folder: string;
}

/**
 * Writes everything about one face into a folder of its own, each file with the pack's licence line where its format
 * has room for one.
 */
export async function writeReconstruction(
  reconstruction: Reconstruction,
  { surface, pack, licence, folder }: OutputOptions,
): Promise<ReconstructionRecord> {
  const { file, face, samples } = reconstruction;
  const { size } = surface.detail.table;
  const outputs: ReconstructionOutputs = {
    parameters: join(folder, 'parameters.json'),
    shapeMesh: join(folder, 'shape.obj'),
    detailMesh: join(folder, 'detail.obj'),
    displacement: join(folder, 'displacement.npy'),
    displacementPicture: join(folder, 'displacement.png'),
    normalMap: join(folder, 'normals.png'),
    strip: join(folder, 'strip.png'),
  };
  const record = {
    file,
    parameters: recordParameters(reconstruction.parameters),
    crop: { ...samples.crop, transform: faceCropTransform(samples.crop, FACE_CROP_SIZE) },
  };
  const landmarks = landmarksInPicture(face.landmarks, samples.crop);
  const strip = drawFaceStrip(surface, face, samples.tile, CROP_TILE_SIZE);
  const displacement = { type: 'F32', shape: [size, size], data: face.displacement } as const;
  const mapOf = (samples: Uint8Array | Uint16Array) =>
    writePng({ width: size, height: size, samples }, licence);

  await mkdir(folder, { recursive: true });
  await writeFile(outputs.parameters, toJson({ licence, pack, ...record, landmarks }));
  await writeFile(outputs.shapeMesh, formatShape(surface, face, licence));
  await writeFile(outputs.detailMesh, formatDetail(surface, face, licence));
  await writeFile(outputs.displacement, writeNpy(displacement));
  await writeFile(outputs.displacementPicture, mapOf(quantizeDisplacement(face.displacement)));
  await writeFile(outputs.normalMap, mapOf(colourNormals(face.detailNormals)));
  const width = CROP_TILE_SIZE * STRIP_TILES.length;
  await writeFile(outputs.strip, writePng({ width, height: CROP_TILE_SIZE, samples: strip }, licence));
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
