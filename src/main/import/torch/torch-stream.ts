import { TENSOR_TYPE_BYTES } from '../../../shared/core/tensor/tensor.ts';
import { type ByteSource, SourceRange } from '../byte-source.ts';
import { malformedImport, unsupportedImport } from '../import-error.ts';
import { requireTuple } from '../pickle/pickle-state.ts';
import type { InterpretPickle, PickleValue } from '../pickle/pickle-value.ts';
import { TorchStorages } from './torch-storage.ts';

/** First value of the stream [torch/serialization.py, MAGIC_NUMBER]. */
const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
const PROTOCOL_VERSION = 1001;
const LENGTH_BYTES = 8;

/**
 * Reads torch's older container, written up to version 1.5 and inside `torch.storage._load_from_bytes`: pickles of
 * the magic number, the protocol version, facts about the system, the object and the storage keys, then for every
 * key an int64 number of elements and the elements. The elements stay where they are until a tensor is loaded.
 *
 * @returns The object; its tensors read from `source`.
 * @throws AppError `import/malformed` or `import/unsupported`.
 */
export function readTorchStream(source: ByteSource, interpret: InterpretPickle): PickleValue {
  const storages = new TorchStorages(source.name);
  const magic = interpret(source, 0);
  if (magic.value !== MAGIC_NUMBER) {
    throw malformedImport(source.name, "it does not begin with torch's magic number.");
  }
  const version = interpret(source, magic.end);
  const system = interpret(source, version.end);
  requireKnownSystem(version.value, system.value, source.name);
  const object = interpret(source, system.end, (id) => storages.load(id));
  const keys = interpret(source, object.end);
  locateStorages(source, keys, storages);
  return object.value;
}

function requireKnownSystem(version: PickleValue, system: PickleValue, file: string): void {
  const isLittleEndian = system instanceof Map && system.get('little_endian') === true;
  if (version !== PROTOCOL_VERSION || !isLittleEndian) {
    throw unsupportedImport(
      file,
      `it is a checkpoint of another kind than protocol ${PROTOCOL_VERSION} on a little-endian machine.`,
      'Load it in torch on an ordinary computer and save it again.',
    );
  }
}

function locateStorages(
  source: ByteSource,
  keys: { readonly value: PickleValue; readonly end: number },
  storages: TorchStorages,
): void {
  let position = keys.end;
  for (const key of requireTuple(keys.value, 0, source.name, 'the list of storages')) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (storage === undefined) {
      throw malformedImport(source.name, 'the checkpoint has a storage that no tensor uses.');
    }
    const header = source.readSync(position, LENGTH_BYTES);
    const length = Number(new DataView(header.buffer, header.byteOffset, LENGTH_BYTES).getBigInt64(0, true));
    if (length !== storage.length) {
      throw malformedImport(
        source.name,
        `a storage should have ${storage.length} elements of ${TENSOR_TYPE_BYTES[storage.type]} bytes but says ${length}.`,
      );
    }
    const data = new SourceRange(source, position + LENGTH_BYTES, storage.byteLength);
    storage.locate(() => data);
    position += LENGTH_BYTES + storage.byteLength;
  }
}
