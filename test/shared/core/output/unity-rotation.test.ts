import { describe, expect, it } from 'vitest';
import {
  writeUnityEyeRotation,
  writeUnityHeadRotation,
} from '../../../../src/shared/core/output/unity-rotation.ts';

/** Rounding of 32-bit quaternions. */
const TOLERANCE = 1e-6;

/** Where a Unity rotation turns a direction: v + 2w(u × v) + 2u × (u × v), the same formula in either handedness. */
function rotate(quaternion: Float32Array, direction: readonly [number, number, number]): number[] {
  const [x = 0, y = 0, z = 0, w = 1] = quaternion;
  const [a, b, c] = direction;
  const cross = [y * c - z * b, z * a - x * c, x * b - y * a] as const;
  const twice = [
    y * cross[2] - z * cross[1],
    z * cross[0] - x * cross[2],
    x * cross[1] - y * cross[0],
  ] as const;
  return direction.map((value, axis) => value + 2 * w * (cross[axis] ?? 0) + 2 * (twice[axis] ?? 0));
}

function headRotation(rotation: readonly number[], fraction = 1): Float32Array {
  const target = new Float32Array(4);
  writeUnityHeadRotation(Float32Array.from(rotation), fraction, target, 0);
  return target;
}

function eyeRotation(yaw: number, pitch: number): Float32Array {
  const target = new Float32Array(4);
  writeUnityEyeRotation(Float32Array.of(yaw, pitch), target, 0);
  return target;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(
    Array.from(actual).every((value, index) => Math.abs(value - (expected[index] ?? 0)) < TOLERANCE),
    `${Array.from(actual)} is not ${expected}`,
  ).toBe(true);
}

const half = Math.SQRT1_2;

// In Unity the avatar looks along +Z, its right is +X and up is +Y.
describe('writeUnityHeadRotation', () => {
  it("turns to the avatar's left when the subject turns left", () => {
    expectClose(rotate(headRotation([0, half, 0, half]), [0, 0, 1]), [-1, 0, 0]);
  });

  it('looks up when the subject looks up', () => {
    expectClose(rotate(headRotation([-half, 0, 0, half]), [0, 0, 1]), [0, 1, 0]);
  });

  it("tilts to the avatar's right when the subject's crown goes right", () => {
    // About +Z, out of the face, a positive turn carries up (+Y) to the subject's right (−X).
    expectClose(rotate(headRotation([0, 0, half, half]), [0, 1, 0]), [1, 0, 0]);
  });

  it('splits a rotation into shares of the same axis that make the whole again', () => {
    const angle = 1.2;
    const axis = [2 / 7, -3 / 7, 6 / 7];
    const whole = [...axis.map((value) => value * Math.sin(angle / 2)), Math.cos(angle / 2)];

    const neck = headRotation(whole, 0.4);
    const head = headRotation(whole, 0.6);

    expect(2 * Math.acos(neck[3] ?? 0)).toBeCloseTo(0.4 * angle, 5);
    const nod = rotate(neck, rotate(head, [0, 0, 1]) as [number, number, number]);
    expectClose(nod, rotate(headRotation(whole), [0, 0, 1]));
  });

  it('takes the shorter way when the quaternion is the long way round', () => {
    expectClose(headRotation([0, -half, 0, -half], 0.5), Array.from(headRotation([0, half, 0, half], 0.5)));
  });

  it('is no rotation when the head is upright', () => {
    expectClose(headRotation([0, 0, 0, 1], 0.4), [0, 0, 0, 1]);
  });
});

describe('writeUnityEyeRotation', () => {
  it("looks to the avatar's left for a positive yaw and up for a positive pitch", () => {
    expectClose(rotate(eyeRotation(0.5, 0), [0, 0, 1]), [-Math.sin(0.5), 0, Math.cos(0.5)]);
    expectClose(rotate(eyeRotation(0, 0.5), [0, 0, 1]), [0, Math.sin(0.5), Math.cos(0.5)]);
  });

  it('keeps the pitch it is given whatever the yaw', () => {
    expectClose(rotate(eyeRotation(0.6, 0.3), [0, 0, 1]), [
      -Math.sin(0.6) * Math.cos(0.3),
      Math.sin(0.3),
      Math.cos(0.6) * Math.cos(0.3),
    ]);
  });
});
