import type { Target } from '../../../shared/core/output/target.ts';

/**
 * The targets with one of them switched on or off: the one with this id, else the first with this name. Undefined when
 * there is none or it is so already: then there is nothing to save.
 */
export function setTargetEnabled(
  targets: readonly Target[],
  idOrName: string,
  enabled: boolean,
): Target[] | undefined {
  const found = targets.find(({ id }) => id === idOrName) ?? targets.find(({ name }) => name === idOrName);
  if (found === undefined || found.enabled === enabled) {
    return undefined;
  }
  return targets.map((target) => (target === found ? { ...target, enabled } : target));
}
