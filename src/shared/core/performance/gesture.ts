import type { ExpressionName } from '../face/expression-names.ts';

/** Weights 0..1 by name; what is left out is 0. */
export type FaceShape = Readonly<Partial<Record<ExpressionName, number>>>;

/** Where a head turns to, degrees. */
export interface HeadTurn {
  /** Positive to the subject's left. */
  readonly yaw?: number;
  /** Positive up. */
  readonly pitch?: number;
  /** Positive towards the subject's right shoulder. */
  readonly roll?: number;
}

/** Centimetres, in the camera's frame: +x to the picture's right, +y up, +z towards the camera. */
export type HeadShift = readonly [x: number, y: number, z: number];

/** One movement: out of rest to its height, held there, and back. Several at once add up. */
export interface Gesture {
  /** Seconds from the start of its scene. */
  readonly start: number;
  readonly seconds: number;
  /** Share of its time that it takes to rise, and again to fall; 0.5 at most. */
  readonly rise: number;
  readonly face?: FaceShape;
  readonly turn?: HeadTurn;
  readonly shift?: HeadShift;
}

/** Gestures under one name. They may reach over the scene's end into the next one. */
export interface Scene {
  readonly name: string;
  readonly seconds: number;
  readonly gestures: readonly Gesture[];
}

type WithoutSide<Name> = Name extends `${infer Pair}Left` ? Pair : never;

/** Names of the expressions that come in pairs, without their side; jaw and mouth move to one side at a time. */
export type PairName = Exclude<WithoutSide<ExpressionName>, 'jaw' | 'mouth'>;

/** A weight for both sides. */
export function both(name: PairName, weight = 1): FaceShape {
  return { [`${name}Left`]: weight, [`${name}Right`]: weight };
}

/** Both eyes look somewhere: shares of the farthest that eyes turn, `left` the subject's, negative to the right. */
export function look(left: number, up: number): FaceShape {
  const toLeft = Math.max(0, left);
  const toRight = Math.max(0, -left);
  return {
    eyeLookOutLeft: toLeft,
    eyeLookInRight: toLeft,
    eyeLookInLeft: toRight,
    eyeLookOutRight: toRight,
    ...both('eyeLookUp', Math.max(0, up)),
    ...both('eyeLookDown', Math.max(0, -up)),
  };
}
