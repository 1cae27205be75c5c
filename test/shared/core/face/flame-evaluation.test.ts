import { describe, expect, it } from 'vitest';
import { evaluateFaceModel } from '../../../../src/shared/core/face/evaluate-face-model.ts';
import { readFaceModel, writeFaceModel } from '../../../../src/shared/core/face/face-model-file.ts';
import { evaluateLandmarks } from '../../../../src/shared/core/face/landmark-set.ts';
import {
  chooseFan68ContourRow,
  evaluateVisibleFan68,
  FAN68_COUNT,
  FAN68_SETS,
} from '../../../../src/shared/core/face/landmarks-fan68.ts';
import { projectOrthographic } from '../../../../src/shared/core/face/orthographic-camera.ts';
import { bakeIdentity } from '../../../../src/shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../../../src/shared/core/face/vertex-normals.ts';
import { readWholeArrays, readWholeNumbers, WHOLE_CASES } from '../../../support/deca-whole.ts';
import {
  FLAME_DIALECTS,
  flameJointRotations,
  type GoldenFlameCase,
  readGoldenFlame,
  readGoldenFlameCases,
} from '../../../support/golden-flame.ts';
import { largestDifference } from '../../../support/largest-difference.ts';
import { floats, readGoldenNpz } from '../../../support/npz.ts';
import { hasSharedData, sharedDataNote, sharedPath } from '../../../support/shared-data.ts';

/** Metres; the original differs from its own double-precision run by up to 6e-8. */
const VERTEX_TOLERANCE = 1e-6;
const LANDMARK_TOLERANCE = 1e-5;

describe.skipIf(!hasSharedData)(`FLAME's forward pass${sharedDataNote}`, () => {
  const model = hasSharedData ? readFaceModel(writeFaceModel(readGoldenFlame())) : undefined;
  const cases = hasSharedData ? readGoldenFlameCases() : [];

  function evaluate(parameters: Pick<GoldenFlameCase, 'shape' | 'exp' | 'pose'> & Partial<GoldenFlameCase>) {
    if (model === undefined) {
      throw new Error('needs ../shared');
    }
    const face = bakeIdentity(model, Float32Array.from(parameters.shape));
    const vertices = new Float32Array(model.template.length);
    const rotations = flameJointRotations(parameters.pose, parameters.neck, parameters.eyes);
    evaluateFaceModel(face, Float32Array.from(parameters.exp), rotations, vertices);
    return { model, face, vertices };
  }

  it('is checked with all 21 parameter sets', () => {
    expect(cases).toHaveLength(21);
  });

  it.each(cases)('gives the golden vertices and joints: %s', (_, golden) => {
    const { face, vertices } = evaluate(golden);

    const sampled = golden.verts.idx.map((index) => vertices[index] ?? Number.NaN);
    expect(largestDifference(sampled, golden.verts.val)).toBeLessThan(VERTEX_TOLERANCE);
    const joints = golden.joints_posed.map(
      (_, i) => face.jointTransforms[Math.floor(i / 3) * 12 + (i % 3) * 4 + 3] ?? Number.NaN,
    );
    expect(largestDifference(joints, golden.joints_posed)).toBeLessThan(VERTEX_TOLERANCE);
  });

  it('gives every golden vertex of the four full sets', () => {
    const full = readGoldenNpz(sharedPath('golden/deca/flame.cyl.verts.npz'));

    for (const [name, golden] of cases.filter(([name]) => full[name] !== undefined)) {
      expect(largestDifference(evaluate(golden).vertices, floats(full[name]))).toBeLessThan(VERTEX_TOLERANCE);
    }
    expect(Object.keys(full)).toHaveLength(4);
  });

  it.each(cases)('gives the golden landmarks and contour row: %s', (_, golden) => {
    const { model, face, vertices } = evaluate(golden);
    const visible = new Float32Array(FAN68_COUNT * 3);
    const fixed = new Float32Array(FAN68_COUNT * 3);
    const fixedSet = model.landmarks[FAN68_SETS.fixed];

    const row = chooseFan68ContourRow(face);
    evaluateVisibleFan68(model, vertices, row, visible);
    expect(fixedSet).toBeDefined();
    if (fixedSet !== undefined) {
      evaluateLandmarks(fixedSet, 0, model.triangles, vertices, fixed);
    }

    expect(row).toBe(golden.contour_row);
    expect(largestDifference(visible, golden.landmarks2d)).toBeLessThan(VERTEX_TOLERANCE);
    expect(largestDifference(fixed, golden.landmarks3d)).toBeLessThan(VERTEX_TOLERANCE);
  });

  it.each(WHOLE_CASES)('gives the golden normals and projection of the whole pipeline: %s', (name) => {
    const golden = readWholeArrays(name);
    const parameters = readWholeNumbers().cases[name];

    const { model, face, vertices } = evaluate(parameters);
    const normals = new Float32Array(vertices.length);
    const projected = new Float32Array(vertices.length);
    computeVertexNormals(vertices, model.triangles, normals);
    projectOrthographic(parameters.cam, vertices, projected);

    expect(largestDifference(vertices, golden.vertices)).toBeLessThan(VERTEX_TOLERANCE);
    expect(largestDifference(normals, golden.normals)).toBeLessThan(3e-5);
    expect(largestDifference(projected, golden.projected)).toBeLessThan(LANDMARK_TOLERANCE);
    const landmarks = new Float32Array(FAN68_COUNT * 3);
    evaluateVisibleFan68(model, vertices, chooseFan68ContourRow(face), landmarks);
    projectOrthographic(parameters.cam, landmarks, landmarks);
    const pictured = landmarks.filter((_, index) => index % 3 !== 2);
    expect(largestDifference(pictured, parameters.landmarks2d)).toBeLessThan(LANDMARK_TOLERANCE);
  });

  it('reads the same model from either dialect of pickle', () => {
    const files = FLAME_DIALECTS.map((dialect) => Buffer.from(writeFaceModel(readGoldenFlame(dialect))));

    expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true);
  });
});
