import { EXPRESSION_NAMES } from '../face/expression-names.ts';

/**
 * Clip names of Perfect Sync, in the order of `EXPRESSION_NAMES`: the ARKit names with a capital first letter
 * (`BrowInnerUp`), as receivers spell them that do not ignore case.
 */
export const PERFECT_SYNC_NAMES: readonly string[] = EXPRESSION_NAMES.map(
  (name) => name.charAt(0).toUpperCase() + name.slice(1),
);
