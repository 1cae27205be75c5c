/*
 * Weights of the nine real spherical-harmonic bands 1 | x, y, z | xy, xz, yz | x² − y² | 3z² − 1: each basis function's
 * normalisation times the Lambertian transfer of its degree, 2π/3 and π/4 (Ramamoorthi and Hanrahan 2001).
 * The first lacks its π: DECA's encoder gives lights that are scaled for this.
 */
const CONSTANT = 1 / Math.sqrt(4 * Math.PI);
const LINEAR = ((2 * Math.PI) / 3) * Math.sqrt(3 / (4 * Math.PI));
const PRODUCT = (Math.PI / 4) * 3 * Math.sqrt(5 / (12 * Math.PI));
const DIFFERENCE = PRODUCT / 2;
const ZONAL = (Math.PI / 8) * Math.sqrt(5 / (4 * Math.PI));

/**
 * Shading of a surface under DECA's second-order spherical-harmonic light (DECA paper, section 3).
 *
 * @param normals in the head model's axes, before the camera's flips, not necessarily of length 1, Float32Array [n × 3].
 * @param light nine bands of red, green and blue, Float32Array [27], index 3 · band + channel.
 * @param target factors on the albedo, red, green, blue, Float32Array [n × 3]; may be `normals` itself.
 */
export function shadeSphericalHarmonics(
  normals: Float32Array,
  light: Float32Array,
  target: Float32Array,
): void {
  for (let i = 0; i + 2 < normals.length; i += 3) {
    const x = normals[i] ?? 0;
    const y = normals[i + 1] ?? 0;
    const z = normals[i + 2] ?? 0;
    for (let channel = 0; channel < 3; channel += 1) {
      target[i + channel] =
        CONSTANT * (light[channel] ?? 0) +
        LINEAR *
          (x * (light[3 + channel] ?? 0) + y * (light[6 + channel] ?? 0) + z * (light[9 + channel] ?? 0)) +
        PRODUCT *
          (x * y * (light[12 + channel] ?? 0) +
            x * z * (light[15 + channel] ?? 0) +
            y * z * (light[18 + channel] ?? 0)) +
        DIFFERENCE * (x * x - y * y) * (light[21 + channel] ?? 0) +
        ZONAL * (3 * z * z - 1) * (light[24 + channel] ?? 0);
    }
  }
}
