import { malformedImport } from '../import-error.ts';
import { type PickleDictionary, PickledArray, type PickleValue } from './pickle-value.ts';

/** The value as a dictionary. @throws AppError `import/malformed` when it is none; `what` begins the sentence. */
export function requireDictionary(value: PickleValue, file: string, what: string): PickleDictionary {
  if (!(value instanceof Map)) {
    throw malformedImport(file, `${what} should be a dictionary.`);
  }
  return value;
}

/** The value as a tuple or list. @throws AppError `import/malformed` when it is none or shorter than `atLeast`. */
export function requireTuple(value: PickleValue, atLeast: number, file: string, what: string): PickleValue[] {
  if (!Array.isArray(value) || value.length < atLeast) {
    throw malformedImport(file, `${what} should be a tuple of ${atLeast} or more values.`);
  }
  return value;
}

/** The value as a tuple of whole numbers ≥ 0, e.g. a shape. @throws AppError `import/malformed` when it is none. */
export function requireCounts(value: PickleValue, file: string, what: string): number[] {
  return requireTuple(value, 0, file, what).map((item) => requireCount(item, file, what));
}

/** The value as a whole number ≥ 0. @throws AppError `import/malformed` when it is none. */
export function requireCount(value: PickleValue, file: string, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw malformedImport(file, `${what} should hold whole numbers from 0 up.`);
  }
  return value;
}

/** The value as an array of any dialect. @throws AppError `import/malformed` when it is none. */
export function requireArray(value: PickleValue, file: string, what: string): PickledArray {
  if (!(value instanceof PickledArray)) {
    throw malformedImport(file, `${what} should be an array.`);
  }
  return value;
}
