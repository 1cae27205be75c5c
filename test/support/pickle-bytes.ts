/** Pieces of pickles (protocol 2) for tests: each function gives the opcodes that push one value. */

/** Opcodes and arguments as Latin-1 characters, e.g. `raw('cos\nsystem\n')`. */
export function raw(characters: string): Buffer {
  return Buffer.from(characters, 'latin1');
}

/** A whole pickle of one value. */
export function pickleOf(value: Buffer): Buffer {
  return Buffer.concat([raw('\x80\x02'), value, raw('.')]);
}

export const none = raw('N');

export function integer(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.write('J', 'latin1');
  bytes.writeInt32LE(value, 1);
  return bytes;
}

export function boolean(value: boolean): Buffer {
  return raw(value ? '\x88' : '\x89');
}

export function text(value: string): Buffer {
  return withLength('X', Buffer.from(value, 'utf8'));
}

/** A byte string of Python 2. */
export function oldString(value: Uint8Array): Buffer {
  return withLength('T', value);
}

export function bytes(value: Uint8Array): Buffer {
  return withLength('B', value);
}

export function tuple(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([raw('('), ...items, raw('t')]);
}

export function list(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([raw('('), ...items, raw('l')]);
}

export function dictionary(
  entries: Readonly<Record<string, Buffer>> | readonly (readonly [Buffer, Buffer])[],
): Buffer {
  const pairs = Array.isArray(entries)
    ? entries
    : Object.entries(entries).map(([key, value]) => [text(key), value]);
  return Buffer.concat([raw('}('), ...pairs.flat(), raw('u')]);
}

export function global(module: string, name: string): Buffer {
  return raw(`c${module}\n${name}\n`);
}

/** A call: `callee(*argumentValues)`. */
export function reduce(callee: Buffer, ...argumentValues: readonly Buffer[]): Buffer {
  return Buffer.concat([callee, tuple(...argumentValues), raw('R')]);
}

/** An object without constructor arguments that is given a state. */
export function built(type: Buffer, state: Buffer): Buffer {
  return Buffer.concat([type, raw(')\x81'), state, raw('b')]);
}

/** What makes up a numpy array; the defaults are a row-major float64 array. */
export interface NumpyParts {
  readonly shape: readonly number[];
  readonly data: Buffer;
  readonly type?: string;
  readonly byteOrder?: string;
  readonly isColumnMajor?: boolean;
}

/** A numpy array as numpy itself pickles it; `data` are the opcodes of its content. */
export function numpyArray(parts: NumpyParts): Buffer {
  const { shape, data, type = 'f8', byteOrder = '<', isColumnMajor = false } = parts;
  const dtypeState = tuple(
    integer(3),
    text(byteOrder),
    none,
    none,
    none,
    integer(-1),
    integer(-1),
    integer(0),
  );
  const dtype = Buffer.concat([
    reduce(global('numpy', 'dtype'), text(type), integer(0), integer(1)),
    dtypeState,
    raw('b'),
  ]);
  const state = tuple(integer(1), tuple(...shape.map(integer)), dtype, boolean(isColumnMajor), data);
  const empty = reduce(
    global('numpy.core.multiarray', '_reconstruct'),
    global('numpy', 'ndarray'),
    tuple(integer(0)),
    bytes(raw('b')),
  );
  return Buffer.concat([empty, state, raw('b')]);
}

/** The opcodes of a float64 array. */
export function float64Array(shape: readonly number[], values: readonly number[]): Buffer {
  return numpyArray({ shape, data: bytes(new Uint8Array(Float64Array.from(values).buffer)) });
}

/** How a tensor of torch looks into its storage. */
export interface TorchTensorParts {
  readonly storageClass: string;
  readonly key: string;
  /** Elements of the storage. */
  readonly length: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset?: number;
  readonly device?: string;
  /** The sixth part of the older container's storage reference. */
  readonly view?: Buffer;
}

export function torchTensor(parts: TorchTensorParts): Buffer {
  const storage = Buffer.concat([
    tuple(
      text('storage'),
      global('torch', parts.storageClass),
      text(parts.key),
      text(parts.device ?? 'cpu'),
      integer(parts.length),
      ...(parts.view === undefined ? [] : [parts.view]),
    ),
    raw('Q'),
  ]);
  return reduce(
    global('torch._utils', '_rebuild_tensor_v2'),
    storage,
    integer(parts.offset ?? 0),
    tuple(...parts.shape.map(integer)),
    tuple(...parts.strides.map(integer)),
    boolean(false),
    reduce(global('collections', 'OrderedDict')),
  );
}

function withLength(opcode: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.write(opcode, 'latin1');
  head.writeUInt32LE(content.byteLength, 1);
  return Buffer.concat([head, content]);
}
