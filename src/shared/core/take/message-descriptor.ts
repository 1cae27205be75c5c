import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type MessageField, type MessageTable, TAKE_PACKAGE } from './message-table.ts';

/**
 * The `google.protobuf.FileDescriptorSet` of a message and all it contains, which is what MCAP wants as the schema of
 * a protobuf channel (MCAP registry, schema encoding "protobuf"). Field numbers below are those of protobuf's
 * `descriptor.proto`.
 */
export function encodeDescriptorSet(root: MessageTable): Uint8Array {
  const file = new BinaryWriter();
  file.tag(1, WireType.LengthDelimited).string(`${TAKE_PACKAGE}/${root.name}.proto`);
  file.tag(2, WireType.LengthDelimited).string(TAKE_PACKAGE);
  for (const table of tablesOf(root)) {
    file.tag(4, WireType.LengthDelimited).bytes(encodeMessageDescriptor(table));
  }
  file.tag(12, WireType.LengthDelimited).string('proto3');
  return new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(file.finish()).finish();
}

/** Name of a message with its package, as schemas and type references have it. */
export function fullName(table: MessageTable): string {
  return `${TAKE_PACKAGE}.${table.name}`;
}

/** A message and all messages within it, each once. */
export function tablesOf(root: MessageTable): readonly MessageTable[] {
  const tables = new Set<MessageTable>();
  const visit = (table: MessageTable): void => {
    tables.add(table);
    for (const field of table.fields) {
      if (field.kind === 'message') {
        visit(field.message);
      }
    }
  };
  visit(root);
  return [...tables];
}

function encodeMessageDescriptor(table: MessageTable): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(table.name);
  for (const field of table.fields) {
    writer.tag(2, WireType.LengthDelimited).bytes(encodeFieldDescriptor(field));
  }
  return writer.finish();
}

function encodeFieldDescriptor(field: MessageField): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(field.name);
  writer.tag(3, WireType.Varint).int32(field.number);
  writer.tag(4, WireType.Varint).int32(field.kind === 'floats' ? LABEL_REPEATED : LABEL_OPTIONAL);
  writer.tag(5, WireType.Varint).int32(FIELD_TYPES[field.kind]);
  if (field.kind === 'message') {
    writer.tag(6, WireType.LengthDelimited).string(`.${fullName(field.message)}`);
  }
  return writer.finish();
}

const LABEL_OPTIONAL = 1;
const LABEL_REPEATED = 3;

/** `FieldDescriptorProto.Type`; a repeated float is packed by default in proto3. */
const FIELD_TYPES: Readonly<Record<MessageField['kind'], number>> = {
  float: 2,
  double: 1,
  uint32: 13,
  bool: 8,
  string: 9,
  floats: 2,
  bytes: 12,
  message: 11,
};
