import { mirroredIndices } from './mirrored-indices.ts';

/**
 * The 52 ARKit expressions, camelCase, in MediaPipe's alphabetical order plus tongueOut last.
 * An expression array (`Float32Array [52]`) is always indexed in this order. Left and right are the subject's.
 */
export const EXPRESSION_NAMES = [
  'browDownLeft',
  'browDownRight',
  'browInnerUp',
  'browOuterUpLeft',
  'browOuterUpRight',
  'cheekPuff',
  'cheekSquintLeft',
  'cheekSquintRight',
  'eyeBlinkLeft',
  'eyeBlinkRight',
  'eyeLookDownLeft',
  'eyeLookDownRight',
  'eyeLookInLeft',
  'eyeLookInRight',
  'eyeLookOutLeft',
  'eyeLookOutRight',
  'eyeLookUpLeft',
  'eyeLookUpRight',
  'eyeSquintLeft',
  'eyeSquintRight',
  'eyeWideLeft',
  'eyeWideRight',
  'jawForward',
  'jawLeft',
  'jawOpen',
  'jawRight',
  'mouthClose',
  'mouthDimpleLeft',
  'mouthDimpleRight',
  'mouthFrownLeft',
  'mouthFrownRight',
  'mouthFunnel',
  'mouthLeft',
  'mouthLowerDownLeft',
  'mouthLowerDownRight',
  'mouthPressLeft',
  'mouthPressRight',
  'mouthPucker',
  'mouthRight',
  'mouthRollLower',
  'mouthRollUpper',
  'mouthShrugLower',
  'mouthShrugUpper',
  'mouthSmileLeft',
  'mouthSmileRight',
  'mouthStretchLeft',
  'mouthStretchRight',
  'mouthUpperUpLeft',
  'mouthUpperUpRight',
  'noseSneerLeft',
  'noseSneerRight',
  'tongueOut',
] as const;

export type ExpressionName = (typeof EXPRESSION_NAMES)[number];

/** 52. */
export const EXPRESSION_COUNT = EXPRESSION_NAMES.length;

const INDEX_BY_NAME: ReadonlyMap<string, number> = new Map(
  EXPRESSION_NAMES.map((name, index) => [name, index]),
);

/** Index of an expression in every expression array; the type admits only names that exist. */
export function expressionIndex(name: ExpressionName): number {
  const index = INDEX_BY_NAME.get(name);
  if (index === undefined) {
    throw new Error(`not an expression: ${name}`);
  }
  return index;
}

/** Whether a string is one of the 52 names. */
export function isExpressionName(name: string): name is ExpressionName {
  return INDEX_BY_NAME.has(name);
}

/** For each expression, the index of its mirror image: Left ↔ Right swapped, unsided ones map to themselves. */
export const MIRRORED_EXPRESSION: readonly number[] = mirroredIndices(EXPRESSION_NAMES);
