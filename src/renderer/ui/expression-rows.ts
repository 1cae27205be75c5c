import {
  EXPRESSION_NAMES,
  type ExpressionName,
  expressionIndex,
  isExpressionName,
} from '../../shared/core/face/expression-names.ts';

/** Where an expression stands in the panel. */
export type ExpressionSection = 'brows' | 'eyes' | 'jaw' | 'mouth' | 'cheeks';

/** One line of bars: a pair grows from the middle to both sides, a single one to the right. */
export interface ExpressionRow {
  readonly label: string;
  readonly section: ExpressionSection;
  /** Indices in an expression array: the subject's left and right, or one of both. */
  readonly indices: readonly [number] | readonly [number, number];
}

const CORNERS = /^mouth(Smile|Frown|Dimple|Stretch|Press|UpperUp|LowerDown|Left|Right)/;

function sectionOf(name: ExpressionName): ExpressionSection {
  if (name.startsWith('brow')) {
    return 'brows';
  }
  if (name.startsWith('eye')) {
    return 'eyes';
  }
  if (name.startsWith('cheek') || name.startsWith('nose')) {
    return 'cheeks';
  }
  return CORNERS.test(name) ? 'mouth' : 'jaw';
}

/** All 52 expressions as rows, pairs of left and right together, in the order of their sections. */
export const EXPRESSION_ROWS: readonly ExpressionRow[] = EXPRESSION_NAMES.flatMap((name): ExpressionRow[] => {
  const base = name.replace(/(Left|Right)$/, '');
  const left = `${base}Left`;
  const right = `${base}Right`;
  if (!isExpressionName(left) || !isExpressionName(right)) {
    return [{ label: name, section: sectionOf(name), indices: [expressionIndex(name)] }];
  }
  if (name === right) {
    return [];
  }
  return [
    { label: base, section: sectionOf(name), indices: [expressionIndex(left), expressionIndex(right)] },
  ];
});
