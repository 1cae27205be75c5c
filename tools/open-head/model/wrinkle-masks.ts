import type { RegionMask } from '../../../src/shared/core/face/face-model.ts';
import type { WrinkleRegion } from '../../../src/shared/core/face/wrinkle-regions.ts';
import { bellAt, distanceToPath, smoothstep, type Vector } from '../geometry/vector.ts';
import type { PositionMap } from '../skin/position-map.ts';

const MASK_SIZE = 256;

/** How strongly a neutral place (cm) belongs to a region of the middle, or to the left one of a pair: 0..1. */
type RegionField = (point: Vector) => number;

const front: RegionField = ([, , z]) => smoothstep(-5.5, -3.5, z);

const MIDDLE_REGIONS: Readonly<Record<string, RegionField>> = {
  forehead: (point) =>
    smoothstep(1.7, 2.6, point[1]) *
    smoothstep(7.4, 6.2, point[1]) *
    smoothstep(6.6, 5.4, Math.abs(point[0])) *
    front(point),
  glabella: (point) => bellAt(point, [0, 1.3, 1.9], 1.15, [1, 0.85, 0.6]),
  noseBridge: (point) => bellAt(point, [0, -0.4, 2.3], 1.05, [1, 0.8, 0.5]),
  lips: ([x, y, z]) => smoothstep(1, 0.75, Math.hypot(x / 2.9, (y + 6.4) / 1.75)) * smoothstep(-0.5, 0.6, z),
  chin: (point) => bellAt(point, [0, -9.3, 2], 1.9, [0.8, 1, 0.6]),
};

const LEFT_REGIONS: Readonly<Record<string, RegionField>> = {
  crowsFeet: (point) => bellAt(point, [5.7, -0.1, -1.1], 1.25, [1, 0.8, 0.6]),
  underEye: (point) => bellAt(point, [3.2, -1.3, 0.5], 0.85, [0.5, 1, 0.6]),
  nasolabial: (point) =>
    Math.exp(
      -(
        (distanceToPath(point, [
          [2, -3.4, 1.9],
          [2.7, -4.9, 1.6],
          [3.2, -6.4, 1],
        ]) /
          0.75) **
        2
      ),
    ),
  cheek: (point) => bellAt(point, [4.5, -3.9, -0.3], 1.9, [1, 0.8, 0.7]),
  marionette: (point) =>
    Math.exp(
      -(
        (distanceToPath(point, [
          [2.6, -6.9, 1.2],
          [2.7, -8, 1.1],
          [2.5, -9.1, 1],
        ]) /
          0.65) **
        2
      ),
    ),
};

/** One mask per wrinkle region over the UV square. */
export function wrinkleMasks(
  positions: PositionMap,
  regions: readonly WrinkleRegion[],
): Record<string, RegionMask> {
  const shrink = positions.size / MASK_SIZE;
  return Object.fromEntries(
    regions.map((region) => {
      const field = fieldOf(region);
      const values = Uint8Array.from({ length: MASK_SIZE * MASK_SIZE }, (_, texel) => {
        const row = Math.floor(texel / MASK_SIZE) * shrink + (shrink >> 1);
        const column = (texel % MASK_SIZE) * shrink + (shrink >> 1);
        const point = positions.at(row * positions.size + column);
        return point === undefined ? 0 : Math.round(255 * field(point));
      });
      return [region, { size: MASK_SIZE, values }];
    }),
  );
}

function fieldOf(region: WrinkleRegion): RegionField {
  const middle = MIDDLE_REGIONS[region];
  if (middle !== undefined) {
    return middle;
  }
  const side = region.endsWith('Left') ? 1 : -1;
  const field = LEFT_REGIONS[region.replace(/Left$|Right$/, '')];
  if (field === undefined) {
    throw new Error(`no mask for the wrinkle region ${region}`);
  }
  return ([x, y, z]) => field([x * side, y, z]);
}
