/**
 * The safetensors container: u64 header length, JSON header `{name: {dtype, shape, data_offsets}}` with string
 * metadata under `__metadata__`, then the raw little-endian tensors, back to back without holes.
 * https://huggingface.co/docs/safetensors, section "Format".
 * Every platform we run on is little-endian, so tensors can be views of the file's bytes.
 */
import { MalformedFileError } from './malformed-file-error.ts';
import {
  elementCount,
  TENSOR_TYPE_BYTES,
  TENSOR_TYPES,
  type Tensor,
  type TensorDataByType,
  type TensorType,
} from './tensor.ts';

/** What a safetensors file holds. */
export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LENGTH_BYTES = 8;
const METADATA_KEY = '__metadata__';
/** Largest header accepted, bytes. A face pack's headers have a few kilobytes. */
const MAX_HEADER_BYTES = 4 << 20;
const MAX_RANK = 8;

/**
 * Reads a whole file. Tensors are views of `bytes` where their address is aligned, otherwise copies, so `bytes`
 * must not be changed or transferred while they are in use. Allocates no more than the file's own size.
 * @throws MalformedFileError when sizes, types or offsets do not fit each other or the file.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const headerEnd = LENGTH_BYTES + readHeaderLength(bytes);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, headerEnd));
  const data = bytes.subarray(headerEnd);

  const entries: { readonly name: string; readonly entry: TensorEntry }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name !== METADATA_KEY) {
      entries.push({ name, entry: parseEntry(name, value) });
    }
  }
  requireContiguous(entries, data.byteLength);

  const tensors = new Map<string, Tensor>();
  for (const { name, entry } of entries) {
    tensors.set(name, viewTensor(entry, data));
  }
  return { metadata: parseMetadata(header[METADATA_KEY]), tensors };
}

/**
 * One file with the given tensors, in the given order except that wider elements come first, which keeps every
 * tensor aligned for the reader.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(
    ([, first], [, second]) => TENSOR_TYPE_BYTES[second.type] - TENSOR_TYPE_BYTES[first.type],
  );
  const header: Record<string, unknown> = { [METADATA_KEY]: metadata };
  let dataBytes = 0;
  for (const [name, { type, shape, data }] of ordered) {
    header[name] = { dtype: type, shape, data_offsets: [dataBytes, dataBytes + data.byteLength] };
    dataBytes += data.byteLength;
  }
  const json = JSON.stringify(header);
  const encoded = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(encoded.byteLength / LENGTH_BYTES) * LENGTH_BYTES;

  const file = new Uint8Array(LENGTH_BYTES + headerBytes + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(encoded, LENGTH_BYTES);
  file.fill(0x20, LENGTH_BYTES + encoded.byteLength, LENGTH_BYTES + headerBytes);
  let offset = LENGTH_BYTES + headerBytes;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

interface TensorEntry {
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.byteLength < LENGTH_BYTES) {
    throw new MalformedFileError(
      `safetensors: the file ends after ${bytes.byteLength} bytes, before its header`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new MalformedFileError(
      `safetensors: a header of ${length} bytes, at most ${MAX_HEADER_BYTES} expected`,
    );
  }
  if (Number(length) > bytes.byteLength - LENGTH_BYTES) {
    throw new MalformedFileError(
      `safetensors: the file ends at ${bytes.byteLength} bytes, inside its header of ${length}`,
    );
  }
  return Number(length);
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new MalformedFileError('safetensors: the header is not JSON', { cause });
  }
  if (!isRecord(header)) {
    throw new MalformedFileError('safetensors: the header is not a JSON object');
  }
  return header;
}

function parseMetadata(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) {
    return {};
  }
  if (!isRecord(value)) {
    throw new MalformedFileError('safetensors: the metadata is not a JSON object');
  }
  const metadata: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new MalformedFileError(`safetensors: metadata "${key}" is not a string`);
    }
    metadata[key] = text;
  }
  return metadata;
}

function parseEntry(name: string, value: unknown): TensorEntry {
  if (!isRecord(value)) {
    throw new MalformedFileError(`safetensors: the header's entry "${name}" is not an object`);
  }
  const { dtype, shape, data_offsets: offsets } = value;
  const type = TENSOR_TYPES.find((known) => known === dtype);
  if (type === undefined) {
    throw new MalformedFileError(
      `safetensors: "${name}" has the type ${String(dtype)}, which is not supported`,
    );
  }
  if (!isSizeList(shape) || shape.length > MAX_RANK) {
    throw new MalformedFileError(
      `safetensors: the shape of "${name}" is not a list of up to ${MAX_RANK} sizes`,
    );
  }
  if (!isSizeList(offsets)) {
    throw new MalformedFileError(`safetensors: the offsets of "${name}" are not two sizes`);
  }
  const [begin, end, ...rest] = offsets;
  if (begin === undefined || end === undefined || rest.length > 0) {
    throw new MalformedFileError(`safetensors: the offsets of "${name}" are not two sizes`);
  }
  const expected = elementCount(shape) * TENSOR_TYPE_BYTES[type];
  if (end - begin !== expected) {
    throw new MalformedFileError(
      `safetensors: "${name}" takes ${end - begin} bytes, but ${type} [${shape.join(' × ')}] needs ${expected}`,
    );
  }
  return { type, shape, begin, end };
}

/** Tensors must cover the data from first to last byte: nothing overlaps, nothing is hidden in between. */
function requireContiguous(
  entries: readonly { readonly name: string; readonly entry: TensorEntry }[],
  dataBytes: number,
): void {
  let position = 0;
  for (const { name, entry } of [...entries].sort(
    (a, b) => a.entry.begin - b.entry.begin || a.entry.end - b.entry.end,
  )) {
    if (entry.begin !== position) {
      throw new MalformedFileError(
        `safetensors: "${name}" starts at ${entry.begin}, expected at ${position}`,
      );
    }
    position = entry.end;
  }
  if (position !== dataBytes) {
    throw new MalformedFileError(
      `safetensors: the tensors take ${position} bytes, the file holds ${dataBytes}`,
    );
  }
}

const ARRAY_CONSTRUCTORS: {
  readonly [Type in TensorType]: new (
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ) => TensorDataByType[Type];
} = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U32: Uint32Array,
  U16: Uint16Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};

function viewTensor({ type, shape, begin, end }: TensorEntry, data: Uint8Array): Tensor {
  const isAligned = (data.byteOffset + begin) % TENSOR_TYPE_BYTES[type] === 0;
  const source = isAligned ? data.subarray(begin, end) : data.slice(begin, end);
  const values = new ARRAY_CONSTRUCTORS[type](source.buffer, source.byteOffset, elementCount(shape));
  // The constructor was looked up by `type`; the compiler cannot pair the two members of the union.
  return { type, shape, data: values } as Tensor;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizeList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
