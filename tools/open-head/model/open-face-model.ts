import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import { WRINKLE_REGIONS } from '../../../src/shared/core/face/wrinkle-regions.ts';
import { buildExpressions, type NamedField } from '../expressions/build-expressions.ts';
import type { Vector } from '../geometry/vector.ts';
import { buildIdentity } from '../identity/build-identity.ts';
import { createAtlas } from '../mesh/atlas.ts';
import type { Head } from '../mesh/head.ts';
import { createPositionMap, type PositionMap } from '../skin/position-map.ts';
import { JOINT_NAMES, JOINT_PARENTS, jointRegressor, skinningWeights } from './joints.ts';
import { embedLandmarks } from './landmark-embedding.ts';
import { wrinkleMasks } from './wrinkle-masks.ts';

/** Changing vertex order or atlas needs a new version: whatever was trained or enrolled on the old one is void. */
export const OPEN_HEAD_VERSION = '1';
const LICENCE = "Furrow's open head, MIT License";
const METRE = 100;
const MASK_MAP_SIZE = 512;

/** The open head as a face model, and the map from its atlas to the skin. */
export function createOpenFaceModel(head: Head): FaceModel {
  const neutral = head.place(head.neutralState);
  const atlas = createAtlas(head);
  const triangles = head.parts.flatMap((part) => part.triangles);
  const expressions = buildExpressions(head);
  const surface = {
    template: metres(neutral),
    triangles: Uint32Array.from(triangles.flat()),
    uvs: Float32Array.from(atlas.uvs.flat()),
    uvTriangles: Uint32Array.from(atlas.triangles.flat(2)),
  };
  return {
    name: 'open',
    version: OPEN_HEAD_VERSION,
    licence: LICENCE,
    ...surface,
    identityBasis: basis(buildIdentity(head)),
    expressionNames: expressions.map(({ name }) => name),
    expressionBasis: basis(expressions),
    poseCorrectives: undefined,
    jointNames: JOINT_NAMES,
    parents: Int32Array.from(JOINT_PARENTS),
    jointRegressor: jointRegressor(head, neutral),
    skinningWeights: skinningWeights(head, neutral),
    landmarks: { mediapipe478: embedLandmarks(head, neutral, triangles) },
    regionMasks: wrinkleMasks(skinPositions(head, surface, MASK_MAP_SIZE), WRINKLE_REGIONS),
    fixedDisplacement: undefined,
  };
}

/** The skin under each texel of the atlas. */
export function skinPositions(
  head: Head,
  model: Pick<FaceModel, 'template' | 'triangles' | 'uvs' | 'uvTriangles'>,
  size: number,
): PositionMap {
  const [skin] = head.parts;
  return createPositionMap(model, skin?.triangles.length ?? 0, size);
}

function metres(points: readonly Vector[]): Float32Array {
  return Float32Array.from(points.flat(), (value) => value / METRE);
}

function basis(fields: readonly NamedField[]): Float32Array {
  const [first] = fields;
  const width = (first?.offsets.length ?? 0) * 3;
  const values = new Float32Array(fields.length * width);
  fields.forEach(({ offsets }, field) => {
    values.set(metres(offsets), field * width);
  });
  return values;
}
