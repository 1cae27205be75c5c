import type { FaceLight } from '../avatar/face-light.ts';

/** What of a colour the eye sees as brightness (Rec. 709). */
const BRIGHTNESS = [0.2126, 0.7152, 0.0722] as const;

/**
 * How far the shading of a surface turned to the light rises above the average, in averages, when all light comes from one
 * side: its two lowest bands are 1/4 + 1/2 cos of the angle (Ramamoorthi and Hanrahan 2001).
 */
const FULL_RISE = 2;

/** Weights of the bands as in spherical-harmonics-shading.ts, without what they share. */
const LINEAR = ((2 * Math.PI) / 3) * Math.sqrt(3);

/**
 * Writes the one light that comes nearest to a spherical-harmonic one: where its brightness rises to, and how much it
 * does.
 * @param light nine bands of red, green and blue, Float32Array [27] (FlameParameters); FLAME's axes are the picture's.
 * @returns false, leaving `target` alone, for a light that says nothing.
 */
export function lightOfHarmonics(light: Float32Array, target: FaceLight): boolean {
  const average = brightness(light, 0);
  const x = LINEAR * brightness(light, 1);
  const y = LINEAR * brightness(light, 2);
  const z = LINEAR * brightness(light, 3);
  const length = Math.sqrt(x * x + y * y + z * z);
  if (!(average > 0 && length > 0 && Number.isFinite(length))) {
    return false;
  }
  target.direction[0] = x / length;
  target.direction[1] = y / length;
  target.direction[2] = z / length;
  target.share = Math.min(length / average / FULL_RISE, 1);
  return true;
}

function brightness(light: Float32Array, band: number): number {
  return BRIGHTNESS.reduce((sum, weight, channel) => sum + weight * (light[band * 3 + channel] ?? 0), 0);
}
