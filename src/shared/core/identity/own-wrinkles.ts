import { BASIS_MAP_COUNT, boundWrinkleBasis, type WrinkleBasis } from '../detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../detail/relief/relief-observation.ts';
import type { Identity } from './identity.ts';

/** Name of the face pack that comes with Furrow, whose detail codes are wrinkle bases. */
export const OPEN_PACK = 'open';

/** The person's own wrinkles, safe to show, when an enrolment has measured them: a detail code of the open pack. */
export function ownWrinkles({ detail }: Pick<Identity, 'detail'>): WrinkleBasis | undefined {
  if (detail?.pack !== OPEN_PACK || detail.values.length !== BASIS_MAP_COUNT * RELIEF_SIZE ** 2) {
    return undefined;
  }
  const maps = detail.values.slice();
  boundWrinkleBasis(maps);
  return { size: RELIEF_SIZE, maps };
}
