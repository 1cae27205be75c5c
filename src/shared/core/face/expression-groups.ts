import { EXPRESSION_NAMES, type ExpressionName } from './expression-names.ts';

/** Regions of the face that are filtered, calibrated and shown together. */
export const EXPRESSION_GROUPS = ['brows', 'eyes', 'mouth'] as const;

export type ExpressionGroup = (typeof EXPRESSION_GROUPS)[number];

/** The group of an expression: brows, eyes (lids and gaze), or mouth (jaw, lips, cheeks, nose, tongue). */
export function expressionGroup(name: ExpressionName): ExpressionGroup {
  if (name.startsWith('brow')) {
    return 'brows';
  }
  return name.startsWith('eye') ? 'eyes' : 'mouth';
}

/** Group of each expression, in the order of `EXPRESSION_NAMES`. */
export const GROUP_OF_EXPRESSION: readonly ExpressionGroup[] = EXPRESSION_NAMES.map(expressionGroup);
