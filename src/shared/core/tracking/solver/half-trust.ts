import { smoothstep } from '../interpolation.ts';

/** Sine of the head's turn from which on, and from which on entirely, the half turned away is no longer believed. */
const TURNING = 0.35;
const TURNED = 0.75;
const LEAST_TRUST = 0.05;

/** Centimetres from the middle within which a landmark belongs to both halves. */
const MIDDLE = 0.8;

/**
 * How far what is seen of one half of the face is believed, 0.05..1.
 * @param away sine of the turn that takes this half away from the camera.
 */
export function halfTrust(away: number): number {
  return 1 - (1 - LEAST_TRUST) * smoothstep(TURNING, TURNED, away);
}

/**
 * How much each landmark belongs to the subject's left half, Float64Array [count], 0..1.
 * @param neutral [count × 3], centimetres, its middle at x 0.
 */
export function leftShares(neutral: Float32Array): Float64Array {
  return Float64Array.from({ length: neutral.length / 3 }, (_, landmark) =>
    smoothstep(-MIDDLE, MIDDLE, neutral[landmark * 3] ?? 0),
  );
}
