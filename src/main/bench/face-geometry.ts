import { computeDensePositions } from '../../shared/core/detail/dense-mesh.ts';
import { computeDetailNormals, createDetailSurface } from '../../shared/core/detail/detail-surface.ts';
import { createUvTable } from '../../shared/core/detail/uv-table.ts';
import { evaluateFaceModel } from '../../shared/core/face/evaluate-face-model.ts';
import { bakeIdentity } from '../../shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../shared/core/face/vertex-normals.ts';
import { createStandInHead, makeUpValues } from './stand-in-head.ts';

/** One step of a frame, ready to run again and again. */
export interface GeometryStep {
  readonly name: string;
  readonly run: () => void;
}

/**
 * The steps between coefficients and detail normals, on a stand-in head. With the defaults they cost what they cost for
 * FLAME: 71² vertices, the joints turned that DECA turns, 256² texels of which about 40 % carry relief.
 */
export function createFaceGeometry(side = 71, size = 256): readonly GeometryStep[] {
  const model = createStandInHead(side, makeUpValues);
  const face = bakeIdentity(model, makeUpValues('identity', 100, 1));
  const expression = makeUpValues('expression', 50, 1);
  const rotations = new Float32Array(15);
  rotations.set(makeUpValues('global', 3, 0.2), 0);
  rotations.set(makeUpValues('jaw', 3, 0.2), 6);
  const vertices = new Float32Array(model.template.length);
  const normals = new Float32Array(model.template.length);

  const mask = { size, values: softEllipse(size) };
  const displacement = makeUpValues('displacement', size * size, 0.001);
  const table = createUvTable(model, size, 'rasterised');
  const surface = createDetailSurface(table, mask, new Float32Array(size * size));
  const detailNormals = new Float32Array(size * size * 3);
  const exactTable = createUvTable(model, size, 'exact');
  const densePositions = new Float32Array(exactTable.texels.length * 3);
  return [
    { name: 'face model', run: () => evaluateFaceModel(face, expression, rotations, vertices) },
    { name: 'vertex normals', run: () => computeVertexNormals(vertices, model.triangles, normals) },
    {
      name: 'detail normals',
      run: () => computeDetailNormals(surface, vertices, normals, displacement, detailNormals),
    },
    {
      name: 'dense mesh',
      run: () => computeDensePositions(exactTable, vertices, normals, displacement, densePositions),
    },
  ];
}

/** An ellipse that covers about 40 % of the square, soft at its edge. */
function softEllipse(size: number): Uint8Array {
  return Uint8Array.from({ length: size * size }, (_, texel) => {
    const x = ((texel % size) + 0.5) / size - 0.5;
    const y = (Math.floor(texel / size) + 0.5) / size - 0.5;
    return Math.max(0, Math.min(255, (0.36 - Math.hypot(x, y)) * 5000));
  });
}
