import { AppError } from './app-error.ts';

/**
 * One message as one run of bytes, for carriers that know no structured clone (WebSocket):
 *
 * ```
 * 0   u32  magic "FRW1"
 * 4   u32  length of the header in bytes
 * 8   header: UTF-8 JSON {"value": …, "arrays": [[type, length], …]}, padded with spaces to a multiple of 8
 *     the arrays' bytes in that order, each padded with zeros to a multiple of 8
 * ```
 *
 * All numbers are little-endian, as on every platform Furrow runs on. A typed array stands in the JSON as the
 * string `~#index`; `~undefined`, `~NaN`, `~Infinity`, `~-Infinity` and `~-0` are what JSON cannot say; a string
 * that begins with `~` gets a second one.
 */

/** Largest message either side accepts, in bytes: a 2048² relief as int16. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const MAGIC = 0x31575246;
const PREFIX_BYTES = 8;
const ALIGNMENT = 8;
const MAX_DEPTH = 32;
const MAX_ARRAYS = 1024;

/** Keys that could reach an object's prototype when somebody copies them. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const ARRAY_TYPES = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

type ArrayType = keyof typeof ARRAY_TYPES;
type TypedArray = InstanceType<(typeof ARRAY_TYPES)[ArrayType]>;

const SPECIAL_VALUES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['~undefined', undefined],
  ['~NaN', Number.NaN],
  ['~Infinity', Number.POSITIVE_INFINITY],
  ['~-Infinity', Number.NEGATIVE_INFINITY],
  ['~-0', -0],
]);

/**
 * The bytes of a message: plain objects, arrays, strings, numbers, booleans, null, undefined and typed arrays.
 * Typed arrays are copied; views that share a buffer arrive as arrays of their own.
 * @throws TypeError for anything else (functions, class instances, cycles), which is a programming mistake.
 * @throws AppError `backend/bad-message` when the message would be larger than `MAX_MESSAGE_BYTES`.
 */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: TypedArray[] = [];
  const value = toJson(message, arrays, 0);
  const header = new TextEncoder().encode(
    JSON.stringify({ value, arrays: arrays.map((array) => [array[Symbol.toStringTag], array.length]) }),
  );
  const arraysStart = align(PREFIX_BYTES + header.length);
  const size = arrays.reduce((end, array) => end + align(array.byteLength), arraysStart);
  if (size > MAX_MESSAGE_BYTES) {
    throw badMessage(`A message of ${size} bytes is larger than the ${MAX_MESSAGE_BYTES} that can be sent.`);
  }

  const bytes = new Uint8Array(size);
  const prefix = new DataView(bytes.buffer);
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(4, arraysStart - PREFIX_BYTES, true);
  bytes.set(header, PREFIX_BYTES);
  bytes.fill(0x20, PREFIX_BYTES + header.length, arraysStart);
  let offset = arraysStart;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += align(array.byteLength);
  }
  return bytes;
}

/**
 * The message in hostile bytes. Its typed arrays are views of one buffer: the given one when the bytes fill it,
 * otherwise a copy.
 * @throws AppError `backend/bad-message` for anything `encodeMessage` would not have written.
 */
export function decodeMessage(received: Uint8Array<ArrayBuffer>): unknown {
  if (received.byteLength > MAX_MESSAGE_BYTES) {
    throw badMessage(`A message of ${received.byteLength} bytes is larger than ${MAX_MESSAGE_BYTES}.`);
  }
  if (received.byteLength < PREFIX_BYTES) {
    throw badMessage('A message is shorter than its prefix.');
  }
  const ownsBuffer = received.byteLength === received.buffer.byteLength;
  const bytes = ownsBuffer ? received : received.slice();
  const prefix = new DataView(bytes.buffer);
  const headerLength = prefix.getUint32(4, true);
  if (prefix.getUint32(0, true) !== MAGIC || headerLength > bytes.length - PREFIX_BYTES) {
    throw badMessage('A message does not begin like one of ours.');
  }
  const header = parseHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerLength));
  return fromJson(header.value, readArrays(bytes, PREFIX_BYTES + headerLength, header.arrays), 0);
}

function toJson(value: unknown, arrays: TypedArray[], depth: number): unknown {
  if (typeof value === 'string') {
    return value.startsWith('~') ? `~${value}` : value;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : `~${Object.is(value, -0) ? '-0' : value}`;
  }
  if (value === undefined) {
    return '~undefined';
  }
  if (value === null || typeof value === 'boolean') {
    return value;
  }
  if (isTypedArray(value)) {
    return `~#${arrays.push(value) - 1}`;
  }
  if (depth >= MAX_DEPTH) {
    throw new TypeError('a message may not be nested deeper than 32 levels or contain itself');
  }
  if (Array.isArray(value)) {
    return value.map((item) => toJson(item, arrays, depth + 1));
  }
  if (isPlainObject(value)) {
    const json: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) {
        throw new TypeError(`a message may not have the key ${key}`);
      }
      json[key] = toJson(value[key], arrays, depth + 1);
    }
    return json;
  }
  throw new TypeError(`a message may not contain a ${typeof value} or an instance of a class`);
}

/** Replaces the stand-ins of a freshly parsed JSON value, in place. */
function fromJson(json: unknown, arrays: readonly TypedArray[], depth: number): unknown {
  if (typeof json === 'string') {
    return json.startsWith('~') ? fromStandIn(json, arrays) : json;
  }
  if (typeof json !== 'object' || json === null) {
    return json;
  }
  if (depth >= MAX_DEPTH) {
    throw badMessage('A message is nested too deeply.');
  }
  if (Array.isArray(json)) {
    for (let i = 0; i < json.length; i++) {
      json[i] = fromJson(json[i], arrays, depth + 1);
    }
    return json;
  }
  const record = json as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    if (FORBIDDEN_KEYS.has(key)) {
      throw badMessage('A message has a key that is not allowed.');
    }
    record[key] = fromJson(record[key], arrays, depth + 1);
  }
  return record;
}

function fromStandIn(text: string, arrays: readonly TypedArray[]): unknown {
  if (text.startsWith('~~')) {
    return text.slice(1);
  }
  if (SPECIAL_VALUES.has(text)) {
    return SPECIAL_VALUES.get(text);
  }
  const array = /^~#\d{1,4}$/.test(text) ? arrays[Number(text.slice(2))] : undefined;
  if (array === undefined) {
    throw badMessage('A message refers to something it does not contain.');
  }
  return array;
}

function parseHeader(bytes: Uint8Array<ArrayBuffer>): { value: unknown; arrays: readonly unknown[] } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw badMessage('The header of a message is not JSON.', cause);
  }
  if (!isPlainObject(header) || !Object.hasOwn(header, 'value') || !Array.isArray(header.arrays)) {
    throw badMessage('The header of a message lacks its value or its arrays.');
  }
  if (header.arrays.length > MAX_ARRAYS) {
    throw badMessage(`A message claims ${header.arrays.length} arrays.`);
  }
  return { value: header.value, arrays: header.arrays };
}

/** The claimed arrays as views into `bytes`; nothing is allocated for a claim that the bytes do not hold. */
function readArrays(bytes: Uint8Array<ArrayBuffer>, start: number, claims: readonly unknown[]): TypedArray[] {
  const arrays: TypedArray[] = [];
  let offset = start;
  for (const claim of claims) {
    const [type, length] = Array.isArray(claim) ? (claim as unknown[]) : [];
    if (!isArrayType(type) || typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
      throw badMessage('A message claims an array of an unknown kind.');
    }
    const byteLength = length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
    if (offset % ALIGNMENT !== 0 || align(byteLength) > bytes.length - offset) {
      throw badMessage(`A message claims an array of ${byteLength} bytes, which it does not hold.`);
    }
    arrays.push(new ARRAY_TYPES[type](bytes.buffer, offset, length));
    offset += align(byteLength);
  }
  if (offset !== bytes.length) {
    throw badMessage('A message has bytes left over.');
  }
  return arrays;
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function isArrayType(type: unknown): type is ArrayType {
  return typeof type === 'string' && Object.hasOwn(ARRAY_TYPES, type);
}

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && isArrayType((value as TypedArray)[Symbol.toStringTag]);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function badMessage(message: string, cause?: unknown): AppError {
  return new AppError('backend/bad-message', message, { cause });
}
