import { EXPRESSION_COUNT } from '../../face/expression-names.ts';
import { decodeBase64 } from './decode-base64.ts';
import data from './landmark-response.json' with { type: 'json' };
import { DISPLACEMENT_NUMBERS } from './seen-displacement.ts';

/**
 * How MediaPipe's landmarks answer to expressions, which is not how a head moves: its landmarks move less, drag each
 * other along and err together. With D what weight 1 does to a `SeenDisplacement` and S the covariance of what no
 * expression explains, generalised least squares (Aitken 1936) needs two tables.
 */
export interface LandmarkResponse {
  /** D·S⁻¹, Float32Array [52 × 478 × 2]: what a displacement speaks for. */
  readonly operator: Float32Array;
  /** D·S⁻¹·Dᵀ, Float32Array [52 × 52]. A row of zeros belongs to an expression that no landmark shows. */
  readonly normal: Float32Array;
}

/** The file's form: bytes in base64, one step for each row of the operator. */
export interface PackedResponse {
  readonly operatorSteps: readonly number[];
  /** Int8 [52 × 478 × 2]. */
  readonly operator: string;
  readonly normal: readonly number[];
}

let learntResponse: LandmarkResponse | undefined;

/** What was learnt on the demo performers by tools/expression-solver/fit-landmark-response.ts. Unpacked on the first call. */
export function openLandmarkResponse(): LandmarkResponse {
  learntResponse ??= unpackLandmarkResponse(data);
  return learntResponse;
}

function unpackLandmarkResponse({ operatorSteps, operator, normal }: PackedResponse): LandmarkResponse {
  const bytes = new Int8Array(EXPRESSION_COUNT * DISPLACEMENT_NUMBERS);
  decodeBase64(operator, bytes);
  return {
    operator: Float32Array.from(
      bytes,
      (value, i) => value * (operatorSteps[Math.floor(i / DISPLACEMENT_NUMBERS)] ?? 0),
    ),
    normal: Float32Array.from(normal),
  };
}
