import { type ByteSource, MemorySource } from '../byte-source.ts';
import { tooLargeImport } from '../import-error.ts';
import { TORCH_GLOBALS } from '../torch/torch-globals.ts';
import { CHUMPY_GLOBALS } from './chumpy-array.ts';
import { createPickleInterpreter } from './interpret-pickle.ts';
import { NUMPY_GLOBALS } from './numpy-array.ts';
import { PICKLE_LIMITS } from './pickle-limits.ts';
import type { InterpretPickle, PickleGlobal, PickleValue } from './pickle-value.ts';
import { PYTHON_GLOBALS } from './python-globals.ts';
import { SCIPY_GLOBALS } from './scipy-sparse.ts';

/** Everything a model file may name; all else is refused by name. */
const ALLOWED_GLOBALS: ReadonlyMap<string, PickleGlobal> = new Map(
  [...PYTHON_GLOBALS, ...NUMPY_GLOBALS, ...SCIPY_GLOBALS, ...CHUMPY_GLOBALS, ...TORCH_GLOBALS].map(
    (entry) => [entry.name, entry],
  ),
);

/** An array is read as text and copied to bytes in some dialects, and a tensor's bytes lie in a pickle in a pickle. */
const BYTES_PER_SOURCE_BYTE = 3;

/**
 * Reads a Python pickle as plain data (protocols 0 to 5, Python 2 and 3); nothing is ever executed.
 * Arrays of numpy, scipy, chumpy and torch come back as `PickledArray`, converted by `toTensor`.
 *
 * @param source - The pickle, from its first byte; bytes behind it are ignored.
 * @throws AppError `import/malformed`, `import/unsupported` (an unknown global is named) or `import/too-large`.
 */
export function readPickle(source: ByteSource): PickleValue {
  if (source.length > PICKLE_LIMITS.sourceBytes) {
    const limit = PICKLE_LIMITS.sourceBytes / 1024 / 1024;
    throw tooLargeImport(source.name, `a pickle of more than ${limit} MB is not read.`);
  }
  return createModelInterpreter(source.name, BYTES_PER_SOURCE_BYTE * source.length)(source, 0).value;
}

/** {@link readPickle} of bytes in memory; `name` is the file name for messages. */
export function readPickleBytes(bytes: Uint8Array, name: string): PickleValue {
  return readPickle(new MemorySource(bytes, name));
}

/**
 * An interpreter with the allow-list of model files, for containers of several pickles such as checkpoints.
 *
 * @param file - File name for messages.
 * @param maxBytes - What the pickles may hold in texts, bytes and copies of them.
 */
export function createModelInterpreter(file: string, maxBytes: number): InterpretPickle {
  return createPickleInterpreter(file, maxBytes, ALLOWED_GLOBALS);
}
