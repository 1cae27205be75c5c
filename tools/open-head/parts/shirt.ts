import { add, at, interpolate, scale, subtract, type Vector } from '../geometry/vector.ts';
import { NECK_COLUMNS } from '../mesh/rings.ts';

/**
 * Rows from inside the collar to the cut of the bust: how far outside the neck (cm) and how far below the collar's
 * edge; from the collar on, the share of the way to the shoulders.
 */
const ROWS: readonly {
  readonly outside: number;
  readonly below: number;
  readonly towardsShoulder: number;
}[] = [
  { outside: -0.1, below: 1.4, towardsShoulder: 0 },
  { outside: 0.16, below: 0.1, towardsShoulder: 0 },
  { outside: 0.3, below: 0, towardsShoulder: 0 },
  { outside: 0.46, below: 0.12, towardsShoulder: 0 },
  { outside: 0.52, below: 0.7, towardsShoulder: 0.01 },
  { outside: 0.52, below: 1.3, towardsShoulder: 0.03 },
  { outside: 0.62, below: 1.5, towardsShoulder: 0.1 },
  { outside: 0.7, below: 1.6, towardsShoulder: 0.28 },
  { outside: 0.7, below: 1.6, towardsShoulder: 0.5 },
  { outside: 0.7, below: 1.6, towardsShoulder: 0.74 },
  { outside: 0.7, below: 1.6, towardsShoulder: 0.92 },
  { outside: 0.7, below: 1.6, towardsShoulder: 1 },
  { outside: 0.7, below: 6, towardsShoulder: 1 },
];
export const SHIRT_ROWS = ROWS.length;

/** By azimuth from the front (degrees): height of the collar's edge. */
const AZIMUTHS = [0, 45, 90, 135, 180];
const COLLAR_HEIGHT = [-18.2, -17.3, -16.0, -15.3, -15.1];
/** Half width, half depth and centre's z of the neck at a height. */
const NECK_HEIGHTS = [-19.6, -17.4, -15];
const NECK_WIDTH = [6, 5.45, 5.05];
const NECK_DEPTH = [5.5, 5.25, 5];
const NECK_Z = [-9.1, -8.5, -7.9];
/** The bust's outline from above and how far it lies below the collar. */
const SHOULDER = { width: 19.5, depth: 10.5, z: -9.6 } as const;
const SHOULDER_HEIGHT = [-28, -27, -24, -26, -27];

/** Half a shirt: SHIRT_ROWS × NECK_COLUMNS. @param neckShift how far each column of the neck's end has moved. */
export function placeShirt(neckShift: readonly Vector[]): Vector[] {
  return ROWS.flatMap(({ outside, below, towardsShoulder }) =>
    Array.from({ length: NECK_COLUMNS }, (_, column): Vector => {
      const azimuth = (180 * column) / (NECK_COLUMNS - 1);
      const isMiddle = column === 0 || column === NECK_COLUMNS - 1;
      const sideways = isMiddle ? 0 : Math.sin((azimuth * Math.PI) / 180);
      const forwards = Math.cos((azimuth * Math.PI) / 180);
      const edge = interpolate(azimuth, AZIMUTHS, COLLAR_HEIGHT);
      const width = interpolate(edge, NECK_HEIGHTS, NECK_WIDTH) + outside;
      const depth = interpolate(edge, NECK_HEIGHTS, NECK_DEPTH) + outside;
      const collar: Vector = [
        width * sideways,
        edge - below,
        interpolate(edge, NECK_HEIGHTS, NECK_Z) + depth * forwards,
      ];
      // Squared off sideways: a trapezius slope, then the round of the shoulder.
      const shoulder: Vector = [
        SHOULDER.width * Math.sign(sideways) * Math.abs(sideways) ** 0.75,
        interpolate(azimuth, AZIMUTHS, SHOULDER_HEIGHT) - (below - 1.6),
        SHOULDER.z + SHOULDER.depth * forwards,
      ];
      const t = towardsShoulder;
      const drop = t ** 1.35;
      const place: Vector = [
        collar[0] + (shoulder[0] - collar[0]) * t,
        collar[1] + (shoulder[1] - collar[1]) * drop,
        collar[2] + (shoulder[2] - collar[2]) * t ** 0.8,
      ];
      return add(place, scale(at(neckShift, column), 1 - t));
    }),
  );
}

/** How far the neck's end has moved from its rest. */
export function neckShift(now: readonly Vector[], rest: readonly Vector[]): Vector[] {
  return now.map((point, column) => subtract(point, at(rest, column)));
}
