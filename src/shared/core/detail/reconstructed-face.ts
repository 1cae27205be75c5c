import { evaluateFaceModel } from '../face/evaluate-face-model.ts';
import { FACE_AND_EYES, type FaceModel } from '../face/face-model.ts';
import {
  chooseFan68ContourRow,
  evaluateVisibleFan68,
  FAN68_COUNT,
  FAN68_SETS,
} from '../face/landmarks-fan68.ts';
import { projectOrthographic } from '../face/orthographic-camera.ts';
import { bakeIdentity } from '../face/posable-face.ts';
import { computeVertexNormals } from '../face/vertex-normals.ts';
import { computeDensePositions, createDenseTriangles, createDenseUvs } from './dense-mesh.ts';
import { computeDetailNormals, createDetailSurface, type DetailSurface } from './detail-surface.ts';
import { type FaceParameters, HEAD_ROTATION, JAW_ROTATION } from './face-parameters.ts';
import { createUvTable, type UvTable } from './uv-table.ts';

/** What reconstructing needs of a face model besides the parameters: made once. */
export interface ReconstructionSurface {
  readonly model: FaceModel;
  readonly detail: DetailSurface;
  /** The covered texels with exact weights: the dense mesh's vertices. */
  readonly denseTable: UvTable;
  readonly denseTriangles: Uint32Array;
  readonly denseUvs: Float32Array;
}

/** A face in one picture, metres in the head model's axes unless it says otherwise. */
export interface ReconstructedFace {
  /** Float32Array [vertices × 3]. */
  readonly vertices: Float32Array;
  /** Unit normals of the vertices, Float32Array [vertices × 3]. */
  readonly normals: Float32Array;
  /** The vertices as the picture shows them (projectOrthographic), Float32Array [vertices × 3]. */
  readonly projected: Float32Array;
  /** FAN's landmarks as the picture shows them, Float32Array [68 × 3]; undefined when the model has none. */
  readonly landmarks: Float32Array | undefined;
  /** What the detail decoder gives and the model's fixed displacement, along the normals, Float32Array [size × size]. */
  readonly displacement: Float32Array;
  /** Float32Array [size × size × 3], not quite of length 1. */
  readonly detailNormals: Float32Array;
  /** Vertices of the dense mesh, displaced, Float32Array [covered × 3]. */
  readonly denseVertices: Float32Array;
}

/**
 * Prepares a face model for reconstruction: about 100 ms at FLAME's size.
 * @throws RangeError when the model has no mask of where relief shows, or maps of different sizes.
 */
export function createReconstructionSurface(model: FaceModel): ReconstructionSurface {
  const mask = model.regionMasks[FACE_AND_EYES];
  if (mask === undefined) {
    throw new RangeError(`the face model ${model.name} has no region mask "${FACE_AND_EYES}"`);
  }
  const fixedDisplacement = model.fixedDisplacement ?? new Float32Array(mask.size * mask.size);
  const denseTable = createUvTable(model, mask.size, 'exact');
  return {
    model,
    detail: createDetailSurface(createUvTable(model, mask.size, 'rasterised'), mask, fixedDisplacement),
    denseTable,
    denseTriangles: createDenseTriangles(denseTable),
    denseUvs: createDenseUvs(denseTable),
  };
}

/**
 * Builds the face that parameters and a displacement describe.
 * @param relief the detail decoder's output, metres along the normal, Float32Array [size × size].
 */
export function reconstructFace(
  surface: ReconstructionSurface,
  parameters: FaceParameters,
  relief: Float32Array,
): ReconstructedFace {
  const { model, detail, denseTable } = surface;
  const face = bakeIdentity(model, parameters.shape);
  const vertices = new Float32Array(model.template.length);
  evaluateFaceModel(face, parameters.expression, jointRotations(model, parameters.pose), vertices);
  const normals = new Float32Array(vertices.length);
  computeVertexNormals(vertices, model.triangles, normals);
  const projected = new Float32Array(vertices.length);
  projectOrthographic(parameters.camera, vertices, projected);

  const detailNormals = new Float32Array(relief.length * 3);
  computeDetailNormals(detail, vertices, normals, relief, detailNormals);
  const displacement = relief.map((metres, texel) => metres + (detail.fixedDisplacement[texel] ?? 0));
  const denseVertices = new Float32Array(denseTable.texels.length * 3);
  computeDensePositions(denseTable, vertices, normals, displacement, denseVertices);
  const landmarks = hasVisibleLandmarks(model) ? new Float32Array(FAN68_COUNT * 3) : undefined;
  if (landmarks !== undefined) {
    evaluateVisibleFan68(model, projected, chooseFan68ContourRow(face), landmarks);
  }
  return { vertices, normals, projected, landmarks, displacement, detailNormals, denseVertices };
}

/** Axis-angle of every joint, Float32Array [joints × 3]: the head's turns the root, the jaw's the joint named so. */
function jointRotations(model: FaceModel, pose: Float32Array): Float32Array {
  const rotations = new Float32Array(model.jointNames.length * 3);
  rotations.set(pose.subarray(HEAD_ROTATION, HEAD_ROTATION + 3));
  const jaw = model.jointNames.indexOf('jaw');
  if (jaw > 0) {
    rotations.set(pose.subarray(JAW_ROTATION, JAW_ROTATION + 3), jaw * 3);
  }
  return rotations;
}

function hasVisibleLandmarks({ landmarks }: FaceModel): boolean {
  return landmarks[FAN68_SETS.contour] !== undefined && landmarks[FAN68_SETS.inner] !== undefined;
}
