/**
 * A face model as a file: safetensors whose metadata key `face-model` holds the names and sizes as JSON. The arrays
 * are those of FaceModel under their own names; landmark sets and region masks add `landmarks/<name>/triangles`,
 * `landmarks/<name>/barycentrics` and `regionMasks/<name>`. A basis is stored whole under its name or packed
 * (packed-basis.ts) under `<name>/steps`, `<name>/starts`, `<name>/vertices` and `<name>/offsets`.
 */
import { MalformedFileError } from '../tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.ts';
import { ANY_EXTENT, takeTensor as takeAnyTensor } from '../tensor/take-tensor.ts';
import type { Tensor, TensorType } from '../tensor/tensor.ts';
import type { FaceModel, RegionMask } from './face-model.ts';
import { identityCountOf, vertexCountOf } from './face-model.ts';
import type { LandmarkSet } from './landmark-set.ts';
import { packBasis, unpackBasis } from './packed-basis.ts';
import { validateFaceModel } from './validate-face-model.ts';

const METADATA_KEY = 'face-model';
/** Raised when older readers could no longer make sense of the file. */
const FORMAT_VERSION = 1;

interface FaceModelHeader {
  readonly formatVersion: number;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly expressionNames: readonly string[];
  readonly jointNames: readonly string[];
  readonly landmarks: readonly string[];
  readonly regionMasks: readonly string[];
}

/**
 * Reads and validates a face model. Its arrays are views of `bytes` where aligned (safetensors.ts).
 * @throws MalformedFileError naming what is wrong.
 */
export function readFaceModel(bytes: Uint8Array): FaceModel {
  const { tensors, metadata } = readSafetensors(bytes);
  const header = parseHeader(metadata[METADATA_KEY]);
  const joints = header.jointNames.length;
  const template = takeTensor(tensors, 'template', 'F32', [ANY_EXTENT, 3]);
  const triangles = takeTensor(tensors, 'triangles', 'U32', [ANY_EXTENT, 3]);
  const [vertices = 0] = template.shape;
  const takeFloats = (name: string, shape: readonly number[]) => takeTensor(tensors, name, 'F32', shape).data;
  const model: FaceModel = {
    name: header.name,
    version: header.version,
    licence: header.licence,
    template: template.data,
    identityBasis: takeBasis(tensors, 'identityBasis', ANY_EXTENT, vertices),
    expressionNames: header.expressionNames,
    expressionBasis: takeBasis(tensors, 'expressionBasis', header.expressionNames.length, vertices),
    poseCorrectives: tensors.has('poseCorrectives')
      ? takeFloats('poseCorrectives', [(joints - 1) * 9, vertices, 3])
      : undefined,
    jointNames: header.jointNames,
    parents: takeTensor(tensors, 'parents', 'I32', [joints]).data,
    jointRegressor: takeFloats('jointRegressor', [joints, vertices]),
    skinningWeights: takeFloats('skinningWeights', [vertices, joints]),
    triangles: triangles.data,
    uvs: takeFloats('uvs', [ANY_EXTENT, 2]),
    uvTriangles: takeTensor(tensors, 'uvTriangles', 'U32', triangles.shape).data,
    landmarks: Object.fromEntries(header.landmarks.map((name) => [name, readLandmarkSet(tensors, name)])),
    regionMasks: Object.fromEntries(header.regionMasks.map((name) => [name, readRegionMask(tensors, name)])),
    fixedDisplacement: tensors.has('fixedDisplacement')
      ? takeFloats('fixedDisplacement', [ANY_EXTENT, ANY_EXTENT])
      : undefined,
  };
  validateFaceModel(model);
  return model;
}

/** How a file holds identity and expression basis: every number, or packed, which rounds them (packed-basis.ts). */
export type BasisStorage = 'whole' | 'packed';

/** Writes a face model. @throws MalformedFileError when it is not valid, so that no unreadable file is made. */
export function writeFaceModel(model: FaceModel, bases: BasisStorage = 'whole'): Uint8Array<ArrayBuffer> {
  validateFaceModel(model);
  const header: FaceModelHeader = {
    formatVersion: FORMAT_VERSION,
    name: model.name,
    version: model.version,
    licence: model.licence,
    expressionNames: model.expressionNames,
    jointNames: model.jointNames,
    landmarks: Object.keys(model.landmarks),
    regionMasks: Object.keys(model.regionMasks),
  };
  return writeSafetensors(tensorsOf(model, bases), { [METADATA_KEY]: JSON.stringify(header) });
}

function tensorsOf(model: FaceModel, bases: BasisStorage): ReadonlyMap<string, Tensor> {
  const vertices = vertexCountOf(model);
  const joints = model.jointNames.length;
  const expressions = model.expressionNames.length;
  const triangles = model.triangles.length / 3;
  const tensors = new Map<string, Tensor>([
    ['template', floats([vertices, 3], model.template)],
    ...basisTensors('identityBasis', model.identityBasis, [identityCountOf(model), vertices], bases),
    ...basisTensors('expressionBasis', model.expressionBasis, [expressions, vertices], bases),
    ['parents', { type: 'I32', shape: [joints], data: model.parents }],
    ['jointRegressor', floats([joints, vertices], model.jointRegressor)],
    ['skinningWeights', floats([vertices, joints], model.skinningWeights)],
    ['triangles', { type: 'U32', shape: [triangles, 3], data: model.triangles }],
    ['uvs', floats([model.uvs.length / 2, 2], model.uvs)],
    ['uvTriangles', { type: 'U32', shape: [triangles, 3], data: model.uvTriangles }],
  ]);
  if (model.poseCorrectives !== undefined) {
    tensors.set('poseCorrectives', floats([(joints - 1) * 9, vertices, 3], model.poseCorrectives));
  }
  if (model.fixedDisplacement !== undefined) {
    const size = Math.sqrt(model.fixedDisplacement.length);
    tensors.set('fixedDisplacement', floats([size, size], model.fixedDisplacement));
  }
  for (const [name, { rowCount, pointCount, ...set }] of Object.entries(model.landmarks)) {
    tensors.set(`landmarks/${name}/triangles`, {
      type: 'U32',
      shape: [rowCount, pointCount],
      data: set.triangles,
    });
    tensors.set(`landmarks/${name}/barycentrics`, floats([rowCount, pointCount, 3], set.barycentrics));
  }
  for (const [name, { size, values }] of Object.entries(model.regionMasks)) {
    tensors.set(`regionMasks/${name}`, { type: 'U8', shape: [size, size], data: values });
  }
  return tensors;
}

function basisTensors(
  name: string,
  basis: Float32Array,
  [fields, vertices]: readonly [number, number],
  storage: BasisStorage,
): readonly (readonly [string, Tensor])[] {
  if (storage === 'whole') {
    return [[name, floats([fields, vertices, 3], basis)]];
  }
  const packed = packBasis(basis, vertices);
  const entries = packed.vertices.length;
  return [
    [`${name}/steps`, floats([fields], packed.steps)],
    [`${name}/starts`, { type: 'U32', shape: [fields + 1], data: packed.starts }],
    [`${name}/vertices`, { type: 'U32', shape: [entries], data: packed.vertices }],
    [`${name}/offsets`, { type: 'I16', shape: [entries, 3], data: packed.offsets }],
  ];
}

function floats(shape: readonly number[], data: Float32Array): Tensor {
  return { type: 'F32', shape, data };
}

function takeBasis(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  fields: number,
  vertices: number,
): Float32Array {
  if (!tensors.has(`${name}/steps`)) {
    return takeTensor(tensors, name, 'F32', [fields, vertices, 3]).data;
  }
  const steps = takeTensor(tensors, `${name}/steps`, 'F32', [fields]).data;
  const entries = takeTensor(tensors, `${name}/vertices`, 'U32', [ANY_EXTENT]).data;
  return unpackBasis(
    {
      steps,
      starts: takeTensor(tensors, `${name}/starts`, 'U32', [steps.length + 1]).data,
      vertices: entries,
      offsets: takeTensor(tensors, `${name}/offsets`, 'I16', [entries.length, 3]).data,
    },
    vertices,
    name,
  );
}

function readLandmarkSet(tensors: ReadonlyMap<string, Tensor>, name: string): LandmarkSet {
  const triangles = takeTensor(tensors, `landmarks/${name}/triangles`, 'U32', [ANY_EXTENT, ANY_EXTENT]);
  const barycentrics = takeTensor(tensors, `landmarks/${name}/barycentrics`, 'F32', [...triangles.shape, 3]);
  const [rowCount = 0, pointCount = 0] = triangles.shape;
  return { rowCount, pointCount, triangles: triangles.data, barycentrics: barycentrics.data };
}

function readRegionMask(tensors: ReadonlyMap<string, Tensor>, name: string): RegionMask {
  const mask = takeTensor(tensors, `regionMasks/${name}`, 'U8', [ANY_EXTENT, ANY_EXTENT]);
  return { size: mask.shape[0] ?? 0, values: mask.data };
}

/** One of a face model's tensors. */
function takeTensor<Type extends TensorType>(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  type: Type,
  shape: readonly number[],
) {
  return takeAnyTensor('face model', tensors, name, type, shape);
}

function parseHeader(json: string | undefined): FaceModelHeader {
  if (json === undefined) {
    throw new MalformedFileError(
      `face model: the file has no "${METADATA_KEY}" metadata, it is something else`,
    );
  }
  let header: Partial<Record<keyof FaceModelHeader, unknown>>;
  try {
    header = Object(JSON.parse(json));
  } catch (cause) {
    throw new MalformedFileError('face model: the metadata is not JSON', { cause });
  }
  if (header.formatVersion !== FORMAT_VERSION) {
    throw new MalformedFileError(
      `face model: format ${String(header.formatVersion)}, this version of Furrow reads ${FORMAT_VERSION}`,
    );
  }
  return {
    formatVersion: FORMAT_VERSION,
    name: requireText('name', header.name),
    version: requireText('version', header.version),
    licence: requireText('licence', header.licence),
    expressionNames: requireTexts('expressionNames', header.expressionNames),
    jointNames: requireTexts('jointNames', header.jointNames),
    landmarks: requireTexts('landmarks', header.landmarks),
    regionMasks: requireTexts('regionMasks', header.regionMasks),
  };
}

function requireText(field: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new MalformedFileError(`face model: the metadata's "${field}" is not a text`);
  }
  return value;
}

function requireTexts(field: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) {
    throw new MalformedFileError(`face model: the metadata's "${field}" is not a list`);
  }
  return value.map((text) => requireText(field, text));
}
