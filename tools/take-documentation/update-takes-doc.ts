import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_END, GENERATED_START, takeFieldTables } from './field-tables.ts';

/* Puts the field tables into docs/takes.md: npx tsx tools/take-documentation/update-takes-doc.ts */

const PATH = join(import.meta.dirname, '../../docs/takes.md');

const text = readFileSync(PATH, 'utf8');
const before = text.slice(0, text.indexOf(GENERATED_START));
const after = text.slice(text.indexOf(GENERATED_END));
writeFileSync(PATH, `${before}${GENERATED_START}\n\n${takeFieldTables()}\n\n${after}`);
