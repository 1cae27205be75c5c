import type { FaceModel } from '../../shared/core/face/face-model.ts';

/** Makes `count` numbers of either sign up to `amplitude`, other ones for every name. */
export type MakeValues = (name: string, count: number, amplitude: number) => Float32Array;

const EXPRESSIONS = 50;
const JOINTS = 5;
const IDENTITY_COMPONENTS = 100;

/**
 * A curved sheet of `side` × `side` vertices with made-up bases and FLAME's joints: a stand-in for a head when the shape
 * does not matter. 71 gives FLAME's size, 5041 vertices and 9800 triangles.
 */
export function createStandInHead(side: number, makeValues: MakeValues): FaceModel {
  const vertexCount = side * side;
  const uvs = new Float32Array(vertexCount * 2);
  const template = new Float32Array(vertexCount * 3);
  const skinningWeights = new Float32Array(vertexCount * JOINTS);
  for (let vertex = 0; vertex < vertexCount; vertex += 1) {
    const u = (vertex % side) / (side - 1);
    const v = Math.floor(vertex / side) / (side - 1);
    uvs.set([u, v], vertex * 2);
    template.set([(u - 0.5) * 0.2, (v - 0.5) * 0.3, 0.05 * Math.sin(Math.PI * u)], vertex * 3);
    // As in FLAME, one to two joints hold a vertex.
    skinningWeights.set([0, 1 - v, v, 0, 0], vertex * JOINTS);
  }
  const triangles = gridTriangles(side);
  return {
    name: 'stand-in',
    version: '1',
    licence: 'made up',
    template,
    identityBasis: makeValues('identity', IDENTITY_COMPONENTS * template.length, 0.001),
    expressionNames: Array.from({ length: EXPRESSIONS }, (_, index) => `expression${index}`),
    expressionBasis: makeValues('expression', EXPRESSIONS * template.length, 0.001),
    poseCorrectives: makeValues('correctives', (JOINTS - 1) * 9 * template.length, 0.001),
    jointNames: ['root', 'neck', 'jaw', 'eyeLeft', 'eyeRight'],
    parents: Int32Array.of(-1, 0, 1, 1, 1),
    jointRegressor: new Float32Array(JOINTS * vertexCount).fill(1 / vertexCount),
    skinningWeights,
    triangles,
    uvs,
    uvTriangles: triangles,
    landmarks: {},
    regionMasks: {},
    fixedDisplacement: undefined,
  };
}

function gridTriangles(side: number): Uint32Array {
  const triangles: number[] = [];
  for (let row = 0; row + 1 < side; row += 1) {
    for (let column = 0; column + 1 < side; column += 1) {
      const vertex = row * side + column;
      triangles.push(vertex, vertex + 1, vertex + side + 1, vertex, vertex + side + 1, vertex + side);
    }
  }
  return Uint32Array.from(triangles);
}

/** Numbers that look random and are the same everywhere: a linear congruential generator (Numerical Recipes' constants). */
export function makeUpValues(name: string, count: number, amplitude: number): Float32Array {
  let state = name.length;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}
