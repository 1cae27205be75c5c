import { MalformedFileError } from '../tensor/malformed-file-error.ts';

/**
 * A basis whose fields move few vertices, as a file holds it: for each field only the vertices that move, their
 * displacements as 16-bit steps. A sixth of the dense size for an expression basis; read back it differs by at most
 * SMALLEST_MOVE, or half a step of 1 / 32767 of the field's longest move.
 */
export interface PackedBasis {
  /** Metres per step of each field, Float32Array [fields]. */
  readonly steps: Float32Array;
  /** Where each field's entries begin, and the last one's end, Uint32Array [fields + 1]. */
  readonly starts: Uint32Array;
  /** The vertex each entry moves, Uint32Array [entries]. */
  readonly vertices: Uint32Array;
  /** Its displacement in steps, Int16Array [entries × 3]. */
  readonly offsets: Int16Array;
}

/** Vertices that move less along every axis are left out, metres. */
export const SMALLEST_MOVE = 1e-5;

const LARGEST_STEP_COUNT = 32767;
/** Numbers of an unpacked basis accepted, so that a small file cannot ask for all memory: 512 MB. */
const MAX_NUMBERS = 1 << 27;

/** Packs a basis [fields × vertices × 3], metres. Mirrored fields stay exact mirrors. */
export function packBasis(basis: Float32Array, vertexCount: number): PackedBasis {
  const width = vertexCount * 3;
  const fieldCount = basis.length / width;
  const steps = new Float32Array(fieldCount);
  const starts = new Uint32Array(fieldCount + 1);
  const vertices: number[] = [];
  const offsets: number[] = [];
  for (let field = 0; field < fieldCount; field += 1) {
    const offsetsOfField = basis.subarray(field * width, (field + 1) * width);
    const step = Math.fround(longestMove(offsetsOfField) / LARGEST_STEP_COUNT);
    steps[field] = step;
    for (let at = 0; at < width; at += 3) {
      const [x = 0, y = 0, z = 0] = offsetsOfField.subarray(at, at + 3);
      if (Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) >= SMALLEST_MOVE) {
        vertices.push(at / 3);
        offsets.push(roundToStep(x, step), roundToStep(y, step), roundToStep(z, step));
      }
    }
    starts[field + 1] = vertices.length;
  }
  return { steps, starts, vertices: Uint32Array.from(vertices), offsets: Int16Array.from(offsets) };
}

function longestMove(offsets: Float32Array): number {
  let longest = 0;
  for (const offset of offsets) {
    longest = Math.max(longest, Math.abs(offset));
  }
  return longest;
}

/** Halves away from zero, unlike Math.round, so that left and right round alike. */
function roundToStep(offset: number, step: number): number {
  const count = Math.min(Math.round(Math.abs(offset) / step), LARGEST_STEP_COUNT);
  return offset < 0 ? -count : count;
}

/**
 * The dense basis [fields × vertices × 3], metres.
 * @param name of the basis, for messages.
 * @throws MalformedFileError when the parts do not fit each other or the vertices.
 */
export function unpackBasis(
  { steps, starts, vertices, offsets }: PackedBasis,
  vertexCount: number,
  name: string,
): Float32Array {
  const width = vertexCount * 3;
  if (steps.length * width > MAX_NUMBERS) {
    throw new MalformedFileError(
      `face model: ${name} has ${steps.length} fields, too many to hold in memory`,
    );
  }
  if (starts.length !== steps.length + 1 || starts[0] !== 0 || starts[steps.length] !== vertices.length) {
    throw new MalformedFileError(
      `face model: the fields of ${name} do not cover its ${vertices.length} entries`,
    );
  }
  const basis = new Float32Array(steps.length * width);
  for (let field = 0; field < steps.length; field += 1) {
    const start = starts[field] ?? 0;
    const end = starts[field + 1] ?? 0;
    if (end < start) {
      throw new MalformedFileError(`face model: field ${field} of ${name} ends before it begins`);
    }
    const step = steps[field] ?? 0;
    for (let entry = start; entry < end; entry += 1) {
      const vertex = vertices[entry] ?? 0;
      if (vertex >= vertexCount) {
        throw new MalformedFileError(
          `face model: ${name} moves vertex ${vertex}, expected below ${vertexCount}`,
        );
      }
      for (let axis = 0; axis < 3; axis += 1) {
        basis[field * width + vertex * 3 + axis] = (offsets[entry * 3 + axis] ?? 0) * step;
      }
    }
  }
  return basis;
}
