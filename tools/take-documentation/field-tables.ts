import { fullName, tablesOf } from '../../src/shared/core/take/message-descriptor.ts';
import type { MessageField, MessageTable } from '../../src/shared/core/take/message-table.ts';
import { TAKE_CHANNELS } from '../../src/shared/core/take/take-channels.ts';
import {
  FRAME_MESSAGE,
  OBSERVATION_MESSAGE,
  OVERVIEW_MESSAGE,
  WRINKLE_BASIS_MESSAGE,
} from '../../src/shared/core/take/take-messages.ts';

/** What stands around the generated part of `docs/takes.md`. */
export const GENERATED_START = '<!-- Made from the message tables by tools/take-documentation. -->';
export const GENERATED_END = '<!-- End of what is made. -->';

/** Channels and messages of a take as Markdown, straight from the tables that encode them. */
export function takeFieldTables(): string {
  const tables = new Set(
    [OBSERVATION_MESSAGE, FRAME_MESSAGE, OVERVIEW_MESSAGE, WRINKLE_BASIS_MESSAGE].flatMap(tablesOf),
  );
  return [channelTable(), ...Array.from(tables, messageSection)].join('\n\n');
}

function channelTable(): string {
  const rows = TAKE_CHANNELS.map(
    ({ id, topic, encoding, schemaName, meaning }) =>
      `| ${id} | \`${topic}\` | ${encoding} | \`${schemaName}\` | ${meaning} |`,
  );
  return ['| id | topic | encoding | schema | holds |', '|---|---|---|---|---|', ...rows].join('\n');
}

function messageSection(table: MessageTable): string {
  const title = `### ${fullName(table)}`;
  const [first] = table.fields;
  const isUniform = table.fields.every(
    ({ kind, meaning }) => kind === first?.kind && meaning === first.meaning,
  );
  if (first !== undefined && isUniform) {
    const fields = table.fields.map(({ number, name }) => `${number} \`${name}\``).join(', ');
    return `${title}\n\nAll \`${protobufType(first)}\`, ${first.meaning}: ${fields}.`;
  }
  const rows = table.fields.map(
    (field) => `| ${field.number} | \`${field.name}\` | \`${protobufType(field)}\` | ${field.meaning} |`,
  );
  return [`${title}\n`, '| number | field | type | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function protobufType(field: MessageField): string {
  switch (field.kind) {
    case 'floats':
      return 'repeated float';
    case 'message':
      return fullName(field.message);
    default:
      return field.kind;
  }
}
