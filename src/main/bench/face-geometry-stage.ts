import { createFaceGeometry } from './face-geometry.ts';
import type { Budget, StageCost } from './stage.ts';
import { timeCalls } from './time-calls.ts';

/** FLAME has 5023 vertices. */
const FLAME_SIDE = 71;
const TEXELS = 256;

const BUDGETS: Readonly<Record<string, Budget>> = { 'face model': { milliseconds: 1.5, of: 'median' } };

/** From coefficients to detail normals, on a stand-in of FLAME's size: what these cost does not depend on the shape. */
export function measureFaceGeometry(): StageCost[] {
  return createFaceGeometry(FLAME_SIDE, TEXELS).map(({ name, run }) => ({
    stage: name,
    conditions: `${FLAME_SIDE ** 2} vertices${name.startsWith('de') ? `, ${TEXELS}² texels` : ''}`,
    ...timeCalls(run),
    budget: BUDGETS[name],
  }));
}
