import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  GENERATED_END,
  GENERATED_START,
  takeFieldTables,
} from '../../../tools/take-documentation/field-tables.ts';

it('documents takes as the tables define them (npx tsx tools/take-documentation/update-takes-doc.ts)', () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/takes.md', import.meta.url)), 'utf8');

  const generated = text.slice(
    text.indexOf(GENERATED_START) + GENERATED_START.length,
    text.indexOf(GENERATED_END),
  );

  expect(generated.trim()).toBe(takeFieldTables());
});
