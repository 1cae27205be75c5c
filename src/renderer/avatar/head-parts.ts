import type { FaceModel } from '../../shared/core/face/face-model.ts';
import { isHeldByJoint } from '../../shared/core/face/held-triangles.ts';

/** Parts of a head that are made of different stuff. Lashes are skin. */
export const HEAD_PARTS = ['skin', 'eyeLeft', 'eyeRight', 'teeth', 'tongue', 'shirt'] as const;

export type HeadPart = (typeof HEAD_PARTS)[number];

/** A run of a face model's triangles, in their order. */
export interface TriangleRun {
  readonly part: string;
  readonly triangles: number;
}

/**
 * The part of each of a model's triangles. The eyeballs are what the eyes' joints hold; the rest follows from `runs`,
 * which start at the first triangle, and is skin where they say nothing.
 */
export function partsOfTriangles(model: FaceModel, runs: readonly TriangleRun[]): HeadPart[] {
  const eyes = (['eyeLeft', 'eyeRight'] as const)
    .map((part) => ({ part, joint: model.jointNames.indexOf(part) }))
    .filter(({ joint }) => joint >= 0);
  const named = runs.flatMap(({ part, triangles }) => Array<string>(triangles).fill(part));
  return Array.from({ length: model.triangles.length / 3 }, (_, triangle) => {
    const eye = eyes.find(({ joint }) => isHeldByJoint(model, triangle, joint));
    return eye?.part ?? HEAD_PARTS.find((part) => part === named[triangle]) ?? 'skin';
  });
}
