import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GENERATED_END, GENERATED_START, takeFieldTables } from './field-tables.ts';

/* Puts the field tables into docs/takes.md: npx tsx tools/take-documentation/update-takes-doc.ts */

const PATH = fileURLToPath(new URL('../../docs/takes.md', import.meta.url));

const text = readFileSync(PATH, 'utf8');
const before = text.slice(0, text.indexOf(GENERATED_START));
const after = text.slice(text.indexOf(GENERATED_END));
writeFileSync(PATH, `${before}${GENERATED_START}\n\n${takeFieldTables()}\n\n${after}`);
