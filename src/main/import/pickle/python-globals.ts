import { malformedImport, unsupportedImport } from '../import-error.ts';
import { latin1Bytes } from './pickle-text.ts';
import { type PickleContext, PickleGlobal, type PickleValue } from './pickle-value.ts';

/** What a copied item of a list or dictionary is charged with, in bytes. */
const ITEM_BYTES = 32;

/** Plain-data types of Python itself; the modules are called `__builtin__` and `copy_reg` in Python 2. */
export const PYTHON_GLOBALS: readonly PickleGlobal[] = [
  new PickleGlobal('collections OrderedDict', createDictionary),
  new PickleGlobal('_codecs encode', encodeText),
  ...['__builtin__', 'builtins'].flatMap((module) => [
    new PickleGlobal(`${module} set`, createSet),
    new PickleGlobal(`${module} frozenset`, createSet),
    new PickleGlobal(`${module} bytes`, createBytes),
    new PickleGlobal(`${module} bytearray`, createBytes),
    new PickleGlobal(`${module} object`, refuseBareObject),
  ]),
  ...['copy_reg', 'copyreg'].map((module) => new PickleGlobal(`${module} _reconstructor`, reconstruct)),
];

function createDictionary([pairs]: readonly PickleValue[], context: PickleContext): PickleValue {
  const dictionary = new Map<PickleValue, PickleValue>();
  for (const pair of listOrNothing(pairs, context)) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw malformedImport(context.file, 'an OrderedDict should be made from pairs.');
    }
    dictionary.set(pair[0], pair[1]);
  }
  return dictionary;
}

function createSet([items]: readonly PickleValue[], context: PickleContext): PickleValue {
  return new Set(listOrNothing(items, context));
}

function createBytes([content, encoding]: readonly PickleValue[], context: PickleContext): PickleValue {
  if (content === undefined) {
    return new Uint8Array();
  }
  return content instanceof Uint8Array ? content : encodeText([content, encoding], context);
}

/** `_codecs.encode(text, 'latin1')`: how Python 3 writes bytes in protocols 0 to 2. */
function encodeText([text, encoding]: readonly PickleValue[], context: PickleContext): PickleValue {
  const isLatin1 = encoding === 'latin1' || encoding === 'latin-1';
  if (typeof text !== 'string' || !isLatin1) {
    throw malformedImport(context.file, 'bytes in the pickle should be written as Latin-1 text.');
  }
  context.charge(text.length);
  const bytes = latin1Bytes(text);
  if (bytes === undefined) {
    throw malformedImport(context.file, 'bytes in the pickle hold characters beyond Latin-1.');
  }
  return bytes;
}

/** `copyreg._reconstructor(cls, object, None)`: how protocols 0 and 1 make an object without its constructor. */
function reconstruct([type, base]: readonly PickleValue[], context: PickleContext): PickleValue {
  const isPlainObject = base instanceof PickleGlobal && base.name.endsWith(' object');
  if (!(type instanceof PickleGlobal) || !isPlainObject) {
    throw malformedImport(context.file, 'an object in the pickle is reconstructed in an unknown way.');
  }
  return type.construct([], context);
}

function refuseBareObject(_argumentValues: readonly PickleValue[], context: PickleContext): PickleValue {
  throw unsupportedImport(context.file, 'it holds an object without a type.', 'Save it again as plain data.');
}

function listOrNothing(value: PickleValue, context: PickleContext): readonly PickleValue[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw malformedImport(context.file, 'a container in the pickle should be made from a list.');
  }
  context.charge(value.length * ITEM_BYTES);
  return value;
}
