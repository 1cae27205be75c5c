/** FLAME parameters of a face in a picture; units as in DECA (coefficients in standard deviations). */
export interface FlameParameters {
  /** `Float32Array [50]` expression coefficients. */
  readonly expression: Float32Array;
  /** `Float32Array [6]`: global rotation, then jaw, axis-angle radians. */
  readonly pose: Float32Array;
  /** `Float32Array [3]`: scale, x, y of the weak-perspective camera in the 224 px crop. */
  readonly camera: Float32Array;
  /** `Float32Array [27]`: second-order SH light, 9 bands × RGB. */
  readonly light: Float32Array;
}

/** Parameters that are all zero: a face at rest that looks ahead, in the dark. */
export function createFlameParameters(): FlameParameters {
  return {
    expression: new Float32Array(50),
    pose: new Float32Array(6),
    camera: new Float32Array(3),
    light: new Float32Array(27),
  };
}

/**
 * Copies parameters into `target` and returns it; without one, into new arrays.
 * @returns undefined, leaving `target` alone, when there is nothing to copy.
 */
export function copyFlameParameters(
  source: FlameParameters | undefined,
  target: FlameParameters | undefined,
): FlameParameters | undefined {
  if (source === undefined) {
    return undefined;
  }
  const copy = target ?? createFlameParameters();
  copy.expression.set(source.expression);
  copy.pose.set(source.pose);
  copy.camera.set(source.camera);
  copy.light.set(source.light);
  return copy;
}
