import type { EstimatedBasis } from '../detail/basis/basis-estimate.ts';
import { BASIS_MAP_COUNT, boundWrinkleBasis, type WrinkleBasis } from '../detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../detail/relief/relief-observation.ts';
import { WRINKLE_REGION_COUNT } from '../face/wrinkle-regions.ts';
import type { DetailCode, Identity } from './identity.ts';

/** Name of the face pack that comes with Furrow, whose detail codes are wrinkle bases. */
export const OPEN_PACK = 'open';

/** Whether a detail code is a wrinkle basis. */
export function isWrinkleBasis({ pack, values }: DetailCode): boolean {
  return pack === OPEN_PACK && values.length === BASIS_MAP_COUNT * RELIEF_SIZE ** 2;
}

/** The person's own wrinkles, safe to show, when an enrolment has measured them: a detail code of the open pack. */
export function ownWrinkles({ detail }: Pick<Identity, 'detail'>): WrinkleBasis | undefined {
  if (detail === undefined || !isWrinkleBasis(detail)) {
    return undefined;
  }
  const maps = detail.values.slice();
  boundWrinkleBasis(maps);
  return { size: RELIEF_SIZE, maps };
}

/** The same with how much of each region was seen, for whoever weighs wrinkles: all of it where that is not told. */
export function measuredWrinkles(identity: Pick<Identity, 'detail'>): EstimatedBasis | undefined {
  const basis = ownWrinkles(identity);
  const confidence = identity.detail?.confidence ?? new Float32Array(WRINKLE_REGION_COUNT).fill(1);
  return basis && { maps: basis.maps, confidence };
}
