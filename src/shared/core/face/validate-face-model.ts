import { MalformedFileError } from '../tensor/malformed-file-error.ts';
import type { FaceModel, RegionMask } from './face-model.ts';
import type { LandmarkSet } from './landmark-set.ts';

/** How far a vertex's skinning weights, or a landmark's barycentrics, may sum from 1. */
const SUM_TOLERANCE = 1e-3;
/** Vertices, UV points or triangles accepted: ten times a film head. */
const MAX_ELEMENTS = 2_000_000;
const MAX_JOINTS = 64;
const MAX_UV_SIZE = 4096;

/**
 * Checks that a face model's parts fit each other, so that evaluating it never reads outside an array or spreads NaN.
 * @throws MalformedFileError naming the first part that is wrong and what was expected.
 */
export function validateFaceModel(model: FaceModel): void {
  const { template, triangles, uvs, uvTriangles, jointNames } = model;
  const vertexCount = requireMultiple('template', template, 3, MAX_ELEMENTS);
  const triangleCount = requireMultiple('triangles', triangles, 3, MAX_ELEMENTS);
  const uvCount = requireMultiple('uvs', uvs, 2, MAX_ELEMENTS);
  requireFinite('template', template);
  requireFinite('uvs', uvs);
  requireIndices('triangles', triangles, vertexCount);
  requireLength('uvTriangles', uvTriangles, triangleCount * 3);
  requireIndices('uvTriangles', uvTriangles, uvCount);

  validateParents(model.parents, jointNames.length);
  validateBases(model);
  requireLength('jointRegressor', model.jointRegressor, jointNames.length * vertexCount);
  requireFinite('jointRegressor', model.jointRegressor);
  requireLength('skinningWeights', model.skinningWeights, vertexCount * jointNames.length);
  requireFinite('skinningWeights', model.skinningWeights);
  requireUnitSums('skinningWeights', model.skinningWeights, jointNames.length);

  for (const [name, set] of Object.entries(model.landmarks)) {
    validateLandmarkSet(`landmarks "${name}"`, set, triangleCount);
  }
  for (const [name, mask] of Object.entries(model.regionMasks)) {
    validateRegionMask(`region mask "${name}"`, mask);
  }
  if (model.fixedDisplacement !== undefined) {
    requireSquare('fixedDisplacement', model.fixedDisplacement.length);
    requireFinite('fixedDisplacement', model.fixedDisplacement);
  }
}

function validateBases(model: FaceModel): void {
  const { identityBasis, expressionBasis, expressionNames, poseCorrectives, jointNames, template } = model;
  if (identityBasis.length % template.length !== 0) {
    throw new MalformedFileError(
      `face model: identityBasis has ${identityBasis.length} numbers, a multiple of ${template.length} was expected`,
    );
  }
  requireFinite('identityBasis', identityBasis);
  requireLength('expressionBasis', expressionBasis, expressionNames.length * template.length);
  requireFinite('expressionBasis', expressionBasis);
  if (new Set(expressionNames).size !== expressionNames.length) {
    throw new MalformedFileError('face model: two expressions have the same name');
  }
  if (poseCorrectives !== undefined) {
    requireLength('poseCorrectives', poseCorrectives, (jointNames.length - 1) * 9 * template.length);
    requireFinite('poseCorrectives', poseCorrectives);
  }
}

function validateParents(parents: Int32Array, jointCount: number): void {
  if (jointCount < 1 || jointCount > MAX_JOINTS) {
    throw new MalformedFileError(`face model: ${jointCount} joints, 1 to ${MAX_JOINTS} expected`);
  }
  requireLength('parents', parents, jointCount);
  parents.forEach((parent, joint) => {
    const isValid = joint === 0 ? parent === -1 : parent >= 0 && parent < joint;
    if (!isValid) {
      const expected = joint === 0 ? '-1' : `a joint from 0 to ${joint - 1}`;
      throw new MalformedFileError(
        `face model: the parent of joint ${joint} is ${parent}, expected ${expected}`,
      );
    }
  });
}

function validateLandmarkSet(name: string, set: LandmarkSet, triangleCount: number): void {
  const { rowCount, pointCount } = set;
  if (!isCount(rowCount) || !isCount(pointCount)) {
    throw new MalformedFileError(`face model: ${name} has ${rowCount} rows of ${pointCount} points`);
  }
  requireLength(`triangles of ${name}`, set.triangles, rowCount * pointCount);
  requireIndices(`triangles of ${name}`, set.triangles, triangleCount);
  requireLength(`barycentrics of ${name}`, set.barycentrics, rowCount * pointCount * 3);
  requireFinite(`barycentrics of ${name}`, set.barycentrics);
  requireUnitSums(`barycentrics of ${name}`, set.barycentrics, 3);
}

function validateRegionMask(name: string, mask: RegionMask): void {
  requireSquare(name, mask.values.length);
  requireLength(name, mask.values, mask.size * mask.size);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= MAX_ELEMENTS;
}

function requireSquare(name: string, length: number): void {
  const size = Math.sqrt(length);
  if (!Number.isInteger(size) || size < 1 || size > MAX_UV_SIZE) {
    throw new MalformedFileError(
      `face model: ${name} has ${length} texels, a square of up to ${MAX_UV_SIZE}² expected`,
    );
  }
}

/** Number of elements of `width` numbers each. */
function requireMultiple(name: string, values: ArrayLike<number>, width: number, maximum: number): number {
  const count = values.length / width;
  if (!Number.isInteger(count) || count < 1 || count > maximum) {
    throw new MalformedFileError(
      `face model: ${name} has ${values.length} numbers, 1 to ${maximum} times ${width} expected`,
    );
  }
  return count;
}

function requireLength(name: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected) {
    throw new MalformedFileError(`face model: ${name} has ${values.length} numbers, expected ${expected}`);
  }
}

function requireFinite(name: string, values: Float32Array): void {
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) {
      throw new MalformedFileError(`face model: ${name}[${i}] is ${values[i]}, a finite number expected`);
    }
  }
}

function requireIndices(name: string, indices: Uint32Array, count: number): void {
  for (let i = 0; i < indices.length; i += 1) {
    if ((indices[i] ?? 0) >= count) {
      throw new MalformedFileError(`face model: ${name}[${i}] is ${indices[i]}, expected below ${count}`);
    }
  }
}

function requireUnitSums(name: string, values: Float32Array, width: number): void {
  for (let start = 0; start < values.length; start += width) {
    let sum = 0;
    for (let i = start; i < start + width; i += 1) {
      sum += values[i] ?? 0;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new MalformedFileError(
        `face model: ${name} of element ${start / width} sum to ${sum.toPrecision(6)}, expected 1`,
      );
    }
  }
}
