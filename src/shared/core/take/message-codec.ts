import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { MessageField, MessageTable, MessageValueRecord } from './message-table.ts';

/** A message that is not one: cut off, of another type, or made to do harm. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/** Encodes a message. Values are written even when they are protobuf's defaults, so that −0 and 0 stay apart. */
export function encodeMessage(table: MessageTable, values: MessageValueRecord): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(writer, table, values);
  return writer.finish();
}

function writeFields(writer: BinaryWriter, table: MessageTable, values: MessageValueRecord): void {
  for (const field of table.fields) {
    const value = values[field.name];
    if (value !== undefined) {
      writeField(writer, field, value);
    }
  }
}

function writeField(
  writer: BinaryWriter,
  field: MessageField,
  value: NonNullable<MessageValueRecord[string]>,
): void {
  if (field.kind === 'float' && typeof value === 'number') {
    writer.tag(field.number, WireType.Bit32).float(value);
  } else if (field.kind === 'double' && typeof value === 'number') {
    writer.tag(field.number, WireType.Bit64).double(value);
  } else if (field.kind === 'uint32' && typeof value === 'number') {
    writer.tag(field.number, WireType.Varint).uint32(value);
  } else if (field.kind === 'bool' && typeof value === 'boolean') {
    writer.tag(field.number, WireType.Varint).bool(value);
  } else if (field.kind === 'string' && typeof value === 'string') {
    writer.tag(field.number, WireType.LengthDelimited).string(value);
  } else if (field.kind === 'floats' && value instanceof Float32Array) {
    writer.tag(field.number, WireType.LengthDelimited).bytes(littleEndianBytes(value));
  } else if (field.kind === 'bytes' && value instanceof Uint8Array) {
    writer.tag(field.number, WireType.LengthDelimited).bytes(value);
  } else if (field.kind === 'message' && isMessage(value)) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    writeFields(writer, field.message, value);
    writer.join();
  } else {
    throw new TypeError(`${field.name} takes a ${field.kind}, not ${typeof value}`);
  }
}

/** Whether a value is a message and no array. */
export function isMessage(value: MessageValueRecord[string]): value is MessageValueRecord {
  return typeof value === 'object' && !ArrayBuffer.isView(value);
}

/**
 * Decodes a message; fields the table does not know are skipped, as protobuf asks.
 * @throws MalformedMessageError when the bytes are no such message
 */
export function decodeMessage(table: MessageTable, bytes: Uint8Array): MessageValueRecord {
  try {
    const reader = new BinaryReader(bytes);
    return readFields(reader, table, reader.len);
  } catch (thrown) {
    if (thrown instanceof MalformedMessageError) {
      throw thrown;
    }
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new MalformedMessageError(`not a ${table.name}: ${reason}`, { cause: thrown });
  }
}

function readFields(reader: BinaryReader, table: MessageTable, end: number): MessageValueRecord {
  const values: Record<string, MessageValueRecord[string]> = {};
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = fieldByNumber(table, number);
    if (field === undefined) {
      reader.skip(wireType, number);
      continue;
    }
    if (wireType !== WIRE_TYPES[field.kind]) {
      throw new MalformedMessageError(`${table.name}.${field.name} has wire type ${wireType}`);
    }
    values[field.name] = readField(reader, field);
  }
  if (reader.pos > end) {
    throw new MalformedMessageError(`${table.name} ends in the middle of a field`);
  }
  return values;
}

/** Fields are numbered from 1 without gaps as long as none was taken out, so looking there first is fastest. */
function fieldByNumber(table: MessageTable, number: number): MessageField | undefined {
  const likely = table.fields[number - 1];
  return likely?.number === number ? likely : table.fields.find((field) => field.number === number);
}

function readField(reader: BinaryReader, field: MessageField): MessageValueRecord[string] {
  switch (field.kind) {
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    case 'uint32':
      return reader.uint32();
    case 'bool':
      return reader.bool();
    case 'string':
      return reader.string();
    case 'floats':
      return readFloats(reader.bytes());
    case 'bytes':
      return new Uint8Array(reader.bytes());
    case 'message': {
      const end = reader.uint32() + reader.pos;
      if (end > reader.len) {
        throw new MalformedMessageError(`${field.name} claims more bytes than there are`);
      }
      return readFields(reader, field.message, end);
    }
  }
}

const WIRE_TYPES: Readonly<Record<MessageField['kind'], WireType>> = {
  float: WireType.Bit32,
  double: WireType.Bit64,
  uint32: WireType.Varint,
  bool: WireType.Varint,
  string: WireType.LengthDelimited,
  floats: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
};

/** All platforms Furrow runs on are little-endian, as protobuf's floats are. */
function littleEndianBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function readFloats(bytes: Uint8Array): Float32Array {
  if (bytes.byteLength % 4 !== 0) {
    throw new MalformedMessageError(`${bytes.byteLength} bytes are no array of floats`);
  }
  // A copy: the bytes may lie at any offset, and belong to a chunk that will be let go. Not `slice`, which copies
  // nothing when the bytes are a Buffer.
  return new Float32Array(new Uint8Array(bytes).buffer);
}
