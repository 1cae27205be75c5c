import { MemorySource } from '../byte-source.ts';
import { malformedImport } from '../import-error.ts';
import { type PickleContext, PickleGlobal, type PickleValue } from '../pickle/pickle-value.ts';
import { TORCH_STORAGE_TYPES } from './torch-storage.ts';
import { readTorchStream } from './torch-stream.ts';
import { TorchTensor } from './torch-tensor.ts';

/** torch's constructors in checkpoints and in pickles that hold tensors. */
export const TORCH_GLOBALS: readonly PickleGlobal[] = [
  new PickleGlobal('torch._utils _rebuild_tensor', (values, context) => new TorchTensor(values, context)),
  new PickleGlobal('torch._utils _rebuild_tensor_v2', (values, context) => new TorchTensor(values, context)),
  new PickleGlobal('torch._utils _rebuild_parameter', unwrapParameter),
  new PickleGlobal('torch.storage _load_from_bytes', loadFromBytes),
  new PickleGlobal('torch Size', ([extents]) => extents),
  ...Object.keys(TORCH_STORAGE_TYPES).map((name) => new PickleGlobal(name, refuseBareStorage)),
];

/** A parameter is its tensor; whether it wants gradients and its hooks do not matter. */
function unwrapParameter([tensor]: readonly PickleValue[], { file }: PickleContext): PickleValue {
  if (!(tensor instanceof TorchTensor)) {
    throw malformedImport(file, 'a parameter of torch should hold a tensor.');
  }
  return tensor;
}

/** A tensor in an ordinary pickle carries its storage as the bytes of a whole checkpoint. */
function loadFromBytes([bytes]: readonly PickleValue[], { file, interpret }: PickleContext): PickleValue {
  if (!(bytes instanceof Uint8Array)) {
    throw malformedImport(file, 'a storage of torch should be made from bytes.');
  }
  return readTorchStream(new MemorySource(bytes, file), interpret);
}

function refuseBareStorage(_values: readonly PickleValue[], { file }: PickleContext): PickleValue {
  throw malformedImport(file, 'a storage of torch should be referred to, not constructed.');
}
