import { createStandInHead } from '../../src/main/bench/stand-in-head.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { formulaValues } from './deca-formula.ts';

/** The benchmark's stand-in for a head, of `side` × `side` vertices, with bases by formula. */
export function createGridFaceModel(side: number): FaceModel {
  return createStandInHead(side, formulaValues);
}
