import type { Vector } from '../geometry/vector.ts';
import { add, bellAt, scale, smoothstep } from '../geometry/vector.ts';

/** Where one unit of a mode (about a standard deviation among adults) moves a place of the left half of the head, cm. */
export type Shift = (point: Vector) => Vector;

/** A readable direction in which heads differ. Beyond its limits it stops looking like a person. */
export interface IdentityMode {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Skin and skull, x ≥ 0; the other half mirrors it. */
  readonly skin: readonly Shift[];
  /** Shift of the left eyeball. */
  readonly eye?: Vector;
  readonly earSize?: number;
  /** Radians. */
  readonly earFlare?: number;
  /** How far the hair stands off the scalp, cm. */
  readonly hairVolume?: number;
}

/** Skin about a place moves, fading as a bell. */
function push(centre: Vector, radius: number, move: Vector, stretch: Vector = [1, 1, 1]): Shift {
  return (point) => scale(move, bellAt(point, centre, radius, stretch));
}

/** Skin about a place grows away from it (or from the middle plane, with `along`), fading as a bell. */
function grow(centre: Vector, radius: number, rate: Vector, stretch: Vector = [1, 1, 1]): Shift {
  return (point) => {
    const weight = bellAt(point, centre, radius, stretch);
    return [
      (point[0] - centre[0]) * rate[0] * weight,
      (point[1] - centre[1]) * rate[1] * weight,
      (point[2] - centre[2]) * rate[2] * weight,
    ];
  };
}

/** Everything between two heights grows sideways, fading over `fade` beyond them. */
function widen(low: number, high: number, fade: number, rate: number): Shift {
  return ([x, y]) => [x * rate * smoothstep(low - fade, low, y) * smoothstep(high + fade, high, y), 0, 0];
}

/** Below a height everything moves down in proportion, the neck as a whole. */
function lengthenBelow(top: number, chin: number, amount: number): Shift {
  return ([, y]) => [0, -amount * smoothstep(top, chin, y), 0];
}

const EYE: Vector = [3.14, 0, 0.2];

export const IDENTITY_MODES: readonly IdentityMode[] = [
  { name: 'headWidth', minimum: -2.5, maximum: 2.5, skin: [widen(-10, 14, 4, 0.034)] },
  {
    name: 'headDepth',
    minimum: -2.5,
    maximum: 2.5,
    skin: [([, y, z]) => [0, 0, z < -7 ? (z + 7) * 0.045 * smoothstep(-9, -4, y) : 0]],
  },
  { name: 'faceLength', minimum: -2.5, maximum: 2.5, skin: [lengthenBelow(0.5, -9, 0.42)] },
  {
    name: 'faceWidth',
    minimum: -2.5,
    maximum: 2.5,
    skin: [
      ([x, y, z]) => [
        x * 0.035 * smoothstep(-9, -6, y) * smoothstep(5, 1, y) * smoothstep(-9, -4, z) * smoothstep(2, 5, x),
        0,
        0,
      ],
    ],
  },
  {
    name: 'foreheadHeight',
    minimum: -2.5,
    maximum: 2.5,
    skin: [([, y, z]) => [0, 0.4 * smoothstep(2.5, 9, y) * smoothstep(-20, -4, z), 0]],
  },
  {
    name: 'foreheadSlope',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, 6.5, 0.4], 3.6, [0, 0, -0.42]), push([0, 9.5, -3], 3.5, [0, 0, -0.25])],
  },
  { name: 'foreheadWidth', minimum: -2.5, maximum: 2.5, skin: [push([5.2, 4.2, -2], 3, [0.28, 0, 0.08])] },
  {
    name: 'browRidge',
    minimum: -1.5,
    maximum: 3,
    skin: [
      push([2.2, 1.5, 1.4], 1.25, [0, -0.04, 0.2], [0.6, 1, 1]),
      push([4.6, 1.5, 0.4], 1, [0.05, -0.04, 0.12]),
      push([0, 1, 2], 0.9, [0, 0, 0.08]),
    ],
  },
  {
    name: 'browHeight',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([3.2, 1.9, 1.2], 1.7, [0, 0.2, 0], [0.6, 1, 1])],
  },
  {
    name: 'browTilt',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([5, 1.5, 0.1], 1.3, [0, 0.2, 0]), push([1.4, 1.3, 1.6], 1.1, [0, -0.12, 0])],
  },
  { name: 'eyeOpening', minimum: -2.5, maximum: 2.2, skin: [grow(EYE, 1.3, [0.01, 0.14, 0], [0.7, 1, 0.8])] },
  { name: 'eyeWidth', minimum: -2.2, maximum: 2.2, skin: [grow(EYE, 1.7, [0.045, 0.03, 0], [0.8, 1, 0.7])] },
  {
    name: 'eyeSpacing',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([3.14, 0.2, 0.2], 2.1, [0.1, 0, -0.01]), push([0, -0.3, 2.4], 1, [0, 0, -0.02])],
    eye: [0.1, 0, -0.01],
  },
  {
    name: 'eyeTilt',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([4.5, 0, -0.2], 0.95, [0, 0.13, 0]), push([1.75, -0.25, 0.3], 0.8, [0, -0.06, 0])],
  },
  {
    name: 'eyeDepth',
    minimum: -2,
    maximum: 2.5,
    skin: [push([3.1, 0.3, 0.2], 1.7, [0, 0, -0.13])],
    eye: [0, 0, -0.12],
  },
  {
    name: 'lidFold',
    minimum: -2,
    maximum: 3,
    skin: [
      push([3.5, 1, 0.75], 0.75, [0, -0.09, 0.09], [0.55, 1, 1]),
      push([4.5, 0.6, 0.1], 0.6, [0, -0.07, 0.04]),
    ],
  },
  {
    name: 'noseWidth',
    minimum: -2.5,
    maximum: 3,
    skin: [push([1.6, -3.6, 2.3], 0.95, [0.17, 0, 0]), push([0.8, -3.3, 3.6], 0.8, [0.07, 0, -0.02])],
  },
  {
    name: 'noseLength',
    minimum: -2.5,
    maximum: 2.5,
    skin: [
      push([0, -3.4, 3.4], 1.9, [0, -0.24, 0], [0.8, 1, 0.6]),
      push([0, -1.4, 3], 1.4, [0, -0.08, 0.02]),
    ],
  },
  {
    name: 'noseBridge',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, -0.4, 2.2], 1.35, [0, 0, 0.2], [1.25, 0.75, 0.6])],
  },
  {
    name: 'noseHump',
    minimum: -2,
    maximum: 2.5,
    skin: [push([0, -1.5, 3.2], 0.85, [0, 0, 0.15], [1.3, 1, 0.7])],
  },
  {
    name: 'noseTip',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, -3.2, 4.2], 1.2, [0, 0.06, 0.22], [1, 1, 0.6])],
  },
  {
    name: 'noseTurn',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, -3, 4.3], 0.95, [0, 0.2, 0.02]), push([0, -4.1, 3.1], 0.8, [0, 0.1, 0.03])],
  },
  {
    name: 'mouthWidth',
    minimum: -2.5,
    maximum: 2.5,
    skin: [
      ([x, y, z]) => [
        x * 0.055 * bellAt([0, y, 0], [0, -6.4, 0], 1.7) * smoothstep(-1, 1, z) * smoothstep(5, 2.2, x),
        0,
        0,
      ],
    ],
  },
  {
    name: 'upperLip',
    minimum: -2.2,
    maximum: 3,
    skin: [
      push([0, -5.5, 2.9], 0.5, [0, 0.13, 0.02], [0.3, 1, 0.35]),
      push([0, -5.9, 2.9], 0.6, [0, 0, 0.09], [0.35, 1, 0.4]),
    ],
  },
  {
    name: 'lowerLip',
    minimum: -2.2,
    maximum: 3,
    skin: [
      push([0, -7.4, 2.7], 0.55, [0, -0.14, 0.01], [0.3, 1, 0.35]),
      push([0, -6.95, 2.7], 0.6, [0, 0, 0.1], [0.35, 1, 0.4]),
    ],
  },
  {
    name: 'mouthHeight',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, -6.4, 2.4], 1.9, [0, 0.18, 0], [0.6, 1, 0.6])],
  },
  {
    name: 'mouthForward',
    minimum: -2,
    maximum: 2.5,
    skin: [push([0, -6.3, 2.4], 1.8, [0, 0, 0.2], [0.65, 0.8, 0.5])],
  },
  { name: 'mouthCorners', minimum: -2, maximum: 2, skin: [push([2.4, -6.5, 1.3], 0.85, [0, 0.12, -0.02])] },
  {
    name: 'cheekbones',
    minimum: -2.2,
    maximum: 2.8,
    skin: [push([4.9, -1.9, -0.7], 1.6, [0.18, 0.03, 0.14])],
  },
  { name: 'cheekFullness', minimum: -2.8, maximum: 2.8, skin: [push([4.5, -5, -0.6], 2.1, [0.24, 0, 0.16])] },
  {
    name: 'jawWidth',
    minimum: -2.5,
    maximum: 2.8,
    skin: [push([5.5, -7.2, -5.2], 2.7, [0.34, -0.04, 0.04])],
  },
  {
    name: 'jawSquareness',
    minimum: -2.2,
    maximum: 2.8,
    skin: [push([4.9, -8.6, -4.2], 1.9, [0.2, -0.3, 0]), push([2.6, -10, 0.2], 1.2, [0.1, -0.06, 0.02])],
  },
  {
    name: 'chinLength',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, -10.6, 1], 2, [0, -0.3, 0], [0.8, 0.9, 0.6])],
  },
  {
    name: 'chinForward',
    minimum: -2.5,
    maximum: 2.5,
    skin: [push([0, -9.8, 1.6], 1.8, [0, 0, 0.28], [0.8, 0.8, 0.6])],
  },
  { name: 'chinWidth', minimum: -2.2, maximum: 2.5, skin: [push([1.7, -10, 1], 1.2, [0.2, 0, 0])] },
  { name: 'earSize', minimum: -2.2, maximum: 3, skin: [], earSize: 0.06 },
  { name: 'earFlare', minimum: -1.5, maximum: 3, skin: [], earFlare: 0.12 },
  {
    name: 'neckWidth',
    minimum: -2.5,
    maximum: 3,
    skin: [([x, y, z]) => scale([x, 0, 0.6 * (z + 7.8)], 0.05 * smoothstep(-9.5, -12.5, y))],
  },
  { name: 'hairVolume', minimum: 0, maximum: 2, skin: [], hairVolume: 1 },
  {
    name: 'age',
    minimum: -1,
    maximum: 3,
    skin: [
      push([3.4, -6.9, 0.4], 1.3, [0.02, -0.18, 0.05]),
      push([3.6, -9.1, -1], 1.3, [0.08, -0.2, 0.06]),
      push([3.2, -1.25, 0.55], 0.55, [0, -0.05, 0.1], [0.5, 1, 1]),
      push([3.2, -1.9, 0.6], 0.6, [0, 0, -0.08], [0.5, 1, 1]),
      push([3.6, 1, 0.7], 0.8, [0, -0.08, 0.04], [0.55, 1, 1]),
      push([2.55, -4.9, 1.6], 0.5, [0, 0, -0.08], [1, 0.5, 1]),
      push([3.2, -4.6, 1.5], 0.8, [0.02, -0.05, 0.1]),
      push([2.55, -7.4, 1.2], 0.5, [0, 0, -0.08], [1, 0.6, 1]),
      push([0, -3.2, 4.2], 0.9, [0, -0.08, 0]),
      push([0, -5.5, 2.9], 0.5, [0, -0.05, -0.03], [0.3, 1, 0.35]),
      push([0, -7.4, 2.7], 0.5, [0, 0.05, -0.03], [0.3, 1, 0.35]),
      push([4.9, -3.6, -0.8], 1.3, [-0.1, 0, -0.12]),
      push([0, -12, -1.6], 1.4, [0, -0.2, 0.1]),
      push([2.2, 1.5, 1.4], 1.1, [0, -0.07, 0.02], [0.6, 1, 1]),
    ],
    earSize: 0.025,
  },
];

/** All shifts of a mode at a place of the left half. */
export function shiftAt(mode: IdentityMode, point: Vector): Vector {
  return mode.skin
    .map((shift) => shift(point))
    .reduce((total, shift) => add(total, shift), [0, 0, 0] as Vector);
}
