/** Draws the contact sheets of models/open into docs/open-head: `npx tsx tools/open-head/contact-sheet/draw.ts [NAME…]`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { CONTACT_SHEETS } from './contact-sheets.ts';
import { drawSheets } from './draw-sheet.ts';

const folder = new URL('../../../docs/open-head/', import.meta.url);
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
const chosen = Object.entries(CONTACT_SHEETS).filter(
  ([name]) => wanted.length === 0 || wanted.includes(name),
);
const pictures = await drawSheets(chosen.map(([, sheet]) => sheet));
chosen.forEach(([name], i) => {
  writeFileSync(new URL(`${name}.jpg`, folder), pictures[i] ?? new Uint8Array());
});
