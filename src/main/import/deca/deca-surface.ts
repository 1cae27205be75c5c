import type { RegionMask } from '../../../shared/core/face/face-model.ts';
import type { ByteSource } from '../byte-source.ts';
import { malformedImport } from '../import-error.ts';
import { readNpy } from '../npy.ts';
import { readPng } from '../read-png.ts';

/** Texels along one side of DECA's UV maps. */
export const DECA_UV_SIZE = 256;

/**
 * `uv_face_eye_mask.png`: how strongly DECA's relief shows at each texel, from the picture's first channel.
 * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large`.
 */
export function readDecaMask(source: ByteSource): RegionMask {
  const { width, height, channels, samples } = readPng(source.name, source.readSync(0, source.length));
  if (width !== DECA_UV_SIZE || height !== DECA_UV_SIZE) {
    throw malformedImport(
      source.name,
      `the mask has ${width} × ${height} pixels, ${DECA_UV_SIZE} × ${DECA_UV_SIZE} were expected.`,
    );
  }
  return { size: DECA_UV_SIZE, values: samples.filter((_, index) => index % channels === 0) };
}

/**
 * `fixed_displacement_256.npy`: the constant displacement of the coarse surface, metres, Float32Array [256 × 256].
 * @throws AppError `import/malformed`, `import/unsupported` or `import/too-large`.
 */
export function readDecaFixedDisplacement(source: ByteSource): Float32Array {
  const { shape, data } = readNpy(source).toTensor('the fixed displacement');
  if (shape.length !== 2 || shape[0] !== DECA_UV_SIZE || shape[1] !== DECA_UV_SIZE) {
    throw malformedImport(
      source.name,
      `the array has the shape [${shape.join(' × ')}], [${DECA_UV_SIZE} × ${DECA_UV_SIZE}] was expected.`,
    );
  }
  const displacement =
    data instanceof BigInt64Array ? Float32Array.from(data, Number) : Float32Array.from(data);
  if (!displacement.every(Number.isFinite)) {
    throw malformedImport(source.name, 'the displacement holds values that are no finite numbers.');
  }
  return displacement;
}
