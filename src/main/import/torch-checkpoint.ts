import type { Tensor, TensorType } from '../../shared/core/tensor/tensor.ts';
import { type ByteSource, FileSource, MemorySource } from './byte-source.ts';
import { malformedImport, tooLargeImport, unsupportedImport } from './import-error.ts';
import type { PickleDictionary, PickleValue } from './pickle/pickle-value.ts';
import { createModelInterpreter } from './pickle/read-pickle.ts';
import { TorchStorages } from './torch/torch-storage.ts';
import { readTorchStream } from './torch/torch-stream.ts';
import { TorchTensor } from './torch/torch-tensor.ts';
import { ZipArchive } from './zip-archive.ts';

/** First bytes of the two containers: a zip's local header, a pickle of protocol 2 that holds a long integer. */
const ZIP_START = [0x50, 0x4b, 0x03, 0x04];
const STREAM_START = [0x80, 0x02, 0x8a, 0x0a];

/** Most bytes that may describe a checkpoint's tensors; DECA's takes a few hundred kilobytes. */
const MAX_DIRECTORY_BYTES = 32 * 1024 * 1024;

/** One state_dict of a checkpoint, e.g. `E_flame`. Reading names and shapes touches no weights. */
export interface TorchSection {
  /** Keys of the tensors in the order of the file, e.g. `encoder.conv1.weight`. */
  readonly names: readonly string[];
  /** Shape of a tensor, or undefined when there is none of this name. */
  shape(name: string): readonly number[] | undefined;
  /** Element type of a tensor, or undefined when there is none of this name. */
  type(name: string): TensorType | undefined;
  /**
   * Reads one tensor into memory of its own.
   *
   * @throws AppError `import/malformed` when it is missing or damaged, `import/too-large`.
   */
  load(name: string): Promise<Tensor>;
}

/** An open `torch.save` file: a dictionary whose tensors stay in the file until they are loaded. */
export interface TorchCheckpoint extends AsyncDisposable {
  /** File name for messages. */
  readonly fileName: string;
  /** Keys of the checkpoint's dictionary, e.g. `E_flame`, `opt`, `global_step`. */
  readonly sectionNames: readonly string[];
  /** @throws AppError `import/malformed` when there is no such state_dict. */
  section(name: string): TorchSection;
  /** Closes the file; tensors already loaded stay valid. */
  close(): Promise<void>;
}

/**
 * Opens a checkpoint in either of torch's containers: the zip of torch ≥ 1.6 or the older stream. Only its
 * directory is read, so what is not asked for (optimiser state) costs neither time nor memory.
 *
 * @throws AppError `import/malformed`, `import/unsupported` (an unknown global is named) or `import/too-large`.
 */
export async function openTorchCheckpoint(path: string): Promise<TorchCheckpoint> {
  const source = await FileSource.open(path);
  try {
    const root = readRoot(source);
    if (!(root instanceof Map)) {
      throw malformedImport(source.name, 'the checkpoint should be a dictionary.', 'Choose deca_model.tar.');
    }
    return {
      fileName: source.name,
      sectionNames: textKeys(root),
      section: (name) => createSection(root, name, source.name),
      close: () => source.close(),
      [Symbol.asyncDispose]: () => source.close(),
    };
  } catch (failure) {
    await source.close();
    throw failure;
  }
}

function readRoot(source: ByteSource): PickleValue {
  if (startsWith(source, ZIP_START)) {
    return readTorchZip(source);
  }
  if (startsWith(source, STREAM_START)) {
    return readTorchStream(source, createModelInterpreter(source.name, MAX_DIRECTORY_BYTES));
  }
  throw malformedImport(
    source.name,
    'this is no checkpoint of torch (neither its zip nor its older container).',
    'Choose the file as it was downloaded, without unpacking it; a page saved instead of the file is a common mistake.',
  );
}

/** The zip container: `<prefix>/data.pkl` refers to storages `<prefix>/data/<key>`; the prefix varies. */
function readTorchZip(source: ByteSource): PickleValue {
  const archive = new ZipArchive(source);
  const pickles = archive.names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const prefix = pickles[0]?.slice(0, -'data.pkl'.length);
  if (prefix === undefined || pickles.length > 1) {
    throw malformedImport(source.name, 'the archive should hold one data.pkl, as torch.save writes it.');
  }
  if (archive.names.includes(`${prefix}constants.pkl`)) {
    throw unsupportedImport(
      source.name,
      'this is a TorchScript program, not a checkpoint.',
      'Choose the file of weights (deca_model.tar).',
    );
  }
  requireLittleEndian(archive, prefix, source.name);
  const directory = readWhole(archive.open(`${prefix}data.pkl`));
  const storages = new TorchStorages(source.name);
  const interpret = createModelInterpreter(source.name, MAX_DIRECTORY_BYTES);
  const { value } = interpret(directory, 0, (id) => storages.load(id));
  for (const [key, storage] of storages.entries()) {
    storage.locate(() => archive.open(`${prefix}data/${key}`));
  }
  return value;
}

/** Newer versions of torch say so when a checkpoint was written on a big-endian machine. */
function requireLittleEndian(archive: ZipArchive, prefix: string, file: string): void {
  const name = `${prefix}byteorder`;
  if (!archive.names.includes(name)) {
    return;
  }
  const byteOrder = Buffer.from(readWhole(archive.open(name)).readSync(0, 3)).toString('latin1');
  if (byteOrder !== 'lit') {
    throw unsupportedImport(
      file,
      'the checkpoint was written on a big-endian machine.',
      'Load it in torch on an ordinary computer and save it again.',
    );
  }
}

/** All of an entry in memory, which also checks its checksum. */
function readWhole(entry: ByteSource): ByteSource {
  if (entry.length > MAX_DIRECTORY_BYTES) {
    const limit = MAX_DIRECTORY_BYTES / 1024 / 1024;
    throw tooLargeImport(entry.name, `the checkpoint describes itself in more than ${limit} MB.`);
  }
  return new MemorySource(entry.readSync(0, entry.length), entry.name);
}

function createSection(root: PickleDictionary, sectionName: string, file: string): TorchSection {
  const content = root.get(sectionName);
  if (!(content instanceof Map)) {
    throw malformedImport(
      file,
      `the checkpoint has no ${sectionName}; it holds ${listing(root)}.`,
      'Choose deca_model.tar as its authors publish it.',
    );
  }
  const tensors = new Map<string, TorchTensor>();
  for (const [name, value] of content) {
    if (typeof name === 'string' && value instanceof TorchTensor) {
      tensors.set(name, value);
    }
  }
  return {
    names: [...tensors.keys()],
    shape: (name) => tensors.get(name)?.shape,
    type: (name) => tensors.get(name)?.type,
    load: async (name) => {
      const tensor = tensors.get(name);
      if (tensor === undefined) {
        throw malformedImport(file, `${sectionName} has no tensor ${name}.`);
      }
      return tensor.load(`the tensor ${sectionName}.${name}`);
    },
  };
}

/** The first keys that can be shown on a terminal. */
function listing(dictionary: PickleDictionary): string {
  const shown = textKeys(dictionary).filter((key) => /^[\w.-]{1,64}$/.test(key));
  return shown.slice(0, 12).join(', ') || 'nothing';
}

function textKeys(dictionary: PickleDictionary): string[] {
  return [...dictionary.keys()].filter((key) => typeof key === 'string');
}

function startsWith(source: ByteSource, bytes: readonly number[]): boolean {
  return source.length >= bytes.length && Buffer.from(bytes).equals(source.readSync(0, bytes.length));
}
