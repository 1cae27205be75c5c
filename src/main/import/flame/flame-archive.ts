import type { FaceModel } from '../../../shared/core/face/face-model.ts';
import { type ObjMesh, parseObj } from '../../../shared/core/face/obj-file.ts';
import { validateFaceModel } from '../../../shared/core/face/validate-face-model.ts';
import { MalformedFileError } from '../../../shared/core/tensor/malformed-file-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { malformedImport } from '../import-error.ts';
import { readPickle } from '../pickle/read-pickle.ts';
import { ANY_EXTENT, FlameArrays } from './flame-arrays.ts';
import { readFlameLandmarks } from './flame-landmarks.ts';

/** The files that make up a FLAME head. */
export interface FlameFiles {
  /** `generic_model.pkl` of any release, 2017 to 2023, chumpy or plain arrays. */
  readonly model: ByteSource;
  /** `head_template.obj`: the UV layout, in the model's vertex and triangle order. */
  readonly template: ByteSource;
  /** `landmark_embedding.npy`. */
  readonly landmarks: ByteSource;
}

export interface FlameDescription {
  readonly name: string;
  readonly version: string;
  /** The licence of the person's own copy: releases differ. */
  readonly licence: string;
  /** Leading identity components to keep, up to 300. */
  readonly identityCount: number;
  /** Leading expression components to keep, up to 100. */
  readonly expressionCount: number;
}

/** The components that DECA's encoder speaks of. */
export const DECA_COMPONENTS = { identityCount: 100, expressionCount: 50 } as const;

/** Columns of `shapedirs` that belong to identity; expression follows (FLAME's release notes). */
const IDENTITY_COLUMNS = 300;
const JOINT_NAMES = ['root', 'neck', 'jaw', 'eyeLeft', 'eyeRight'] as const;
/** How some releases store the root's missing parent: −1 as an unsigned 32-bit number. */
const UNSIGNED_MINUS_ONE = 2 ** 32 - 1;

/**
 * A FLAME head as a face model, read from the files as their makers publish them.
 * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large` naming the file.
 */
export function readFlameArchive(files: FlameFiles, description: FlameDescription): FaceModel {
  const template = readTemplate(files.template);
  const arrays = new FlameArrays(files.model.name, readPickle(files.model));
  const vertexCount = template.positions.length / 3;
  const triangles = arrays.indices('f', [template.triangles.length / 3, 3], vertexCount);
  requireSameTriangles(files, triangles, template.triangles);
  const parents = readParents(files.model.name, arrays);
  const jointCount = parents.length;
  const correctiveCount = (jointCount - 1) * 9;
  const { identityCount, expressionCount } = description;

  const model: FaceModel = {
    name: description.name,
    version: description.version,
    licence: description.licence,
    template: arrays.floats('v_template', [vertexCount, 3]),
    identityBasis: arrays.columns('shapedirs', [vertexCount, 3], 0, identityCount),
    expressionNames: Array.from({ length: expressionCount }, (_, index) => `expression${index}`),
    expressionBasis: arrays.columns('shapedirs', [vertexCount, 3], IDENTITY_COLUMNS, expressionCount),
    poseCorrectives: arrays.columns('posedirs', [vertexCount, 3], 0, correctiveCount),
    jointNames: nameJoints(jointCount),
    parents,
    jointRegressor: arrays.floats('J_regressor', [jointCount, vertexCount]),
    skinningWeights: arrays.floats('weights', [vertexCount, jointCount]),
    triangles,
    uvs: template.uvs,
    uvTriangles: template.uvTriangles,
    landmarks: readFlameLandmarks(files.landmarks, triangles.length / 3),
    regionMasks: {},
    fixedDisplacement: undefined,
  };
  asImport(files.model.name, () => validateFaceModel(model));
  return model;
}

function readTemplate(source: ByteSource): ObjMesh {
  const text = new TextDecoder().decode(source.readSync(0, source.length));
  const mesh = asImport(source.name, () => parseObj(text));
  if (mesh.uvTriangles.length === 0) {
    throw malformedImport(source.name, 'the mesh has no UV coordinates.');
  }
  return mesh;
}

/** UVs and landmarks go by triangle number, so both files must list the same triangles in the same order. */
function requireSameTriangles(files: FlameFiles, ofModel: Uint32Array, ofTemplate: Uint32Array): void {
  const different = ofModel.findIndex((vertex, corner) => vertex !== ofTemplate[corner]);
  if (different >= 0) {
    throw malformedImport(
      files.template.name,
      `triangle ${Math.floor(different / 3)} differs from that in ${files.model.name}.`,
      'Use the two files of the same FLAME release.',
    );
  }
}

/** Row 0 of `kintree_table` holds the parents, row 1 the joints' own numbers. */
function readParents(file: string, arrays: FlameArrays): Int32Array {
  const { data, shape } = arrays.tensor('kintree_table', [2, ANY_EXTENT]);
  const jointCount = shape[1] ?? 0;
  const parents = new Int32Array(jointCount);
  for (let joint = 0; joint < jointCount; joint += 1) {
    const parent = Number(data[joint]);
    parents[joint] = parent === UNSIGNED_MINUS_ONE ? -1 : parent;
    if (Number(data[jointCount + joint]) !== joint) {
      throw malformedImport(file, 'the joints in kintree_table are not numbered in order.');
    }
  }
  return parents;
}

/** FLAME's names for its five joints; a release with other joints gets plain numbers. */
function nameJoints(jointCount: number): readonly string[] {
  if (jointCount === JOINT_NAMES.length) {
    return JOINT_NAMES;
  }
  return Array.from({ length: jointCount }, (_, joint) => `joint${joint}`);
}

/** Runs a check of the core and names the file when it fails. */
function asImport<Result>(file: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw error instanceof MalformedFileError ? malformedImport(file, `${error.message}.`) : error;
  }
}
