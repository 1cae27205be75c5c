import { malformedImport } from '../import-error.ts';
import type { PickleCursor } from './pickle-cursor.ts';

/** Longest integer that is read, in bytes; torch's magic number has 10. */
const MAX_INTEGER_BYTES = 32;
const MAX_INTEGER_DIGITS = 78;

/** Single-letter escapes of a Python 2 string literal. */
const LETTER_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Text of Latin-1 bytes, one character per byte: how Python 2 byte strings are kept. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Text of UTF-8 bytes; wrong sequences become U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Bytes of a text of Latin-1 characters, or undefined when it holds others. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  return /[^\0-\xff]/.test(text) ? undefined : Buffer.from(text, 'latin1');
}

/** A whole number written in decimal digits, with Python 2's trailing L or without. */
export function decimalInteger(text: string, file: string): number | bigint {
  const digits = /^\s*([+-]?\d+)L?\s*$/.exec(text)?.[1];
  if (digits === undefined || digits.length > MAX_INTEGER_DIGITS) {
    throw malformedImport(file, `"${text.slice(0, 20)}" stands where the pickle should have a whole number.`);
  }
  return compact(BigInt(digits.replace('+', '')));
}

/** A two's-complement integer of any length, least significant byte first. */
export function littleEndianInteger(cursor: PickleCursor, length: number, file: string): number | bigint {
  if (length > MAX_INTEGER_BYTES) {
    throw malformedImport(file, `the pickle has an integer of ${length} bytes.`);
  }
  let value = 0n;
  for (const [index, byte] of cursor.bytes(length).entries()) {
    value |= BigInt(byte) << BigInt(8 * index);
  }
  return compact(length === 0 ? 0n : BigInt.asIntN(8 * length, value));
}

/** A float as protocol 0 writes it, e.g. `-1.5e-08`, `inf`, `nan`. */
export function decimalFloat(text: string, file: string): number {
  const name = text.trim().toLowerCase();
  if (name === 'nan' || name === '-nan') {
    return Number.NaN;
  }
  if (name === 'inf' || name === '-inf') {
    return name === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(name)) {
    throw malformedImport(file, `"${text.slice(0, 20)}" stands where the pickle should have a number.`);
  }
  return Number(name);
}

/** A quoted Python 2 string literal (`'…'` or `"…"` with backslash escapes) as Latin-1 characters. */
export function unquotedString(literal: string, file: string): string {
  const text = literal.trim();
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) {
    throw malformedImport(file, 'a string in the pickle lacks its quotation marks.');
  }
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g, (_whole, code: string) => {
    if (code.startsWith('x') && code.length === 3) {
      return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    }
    if (/^[0-7]/.test(code)) {
      return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
    }
    return LETTER_ESCAPES[code] ?? code;
  });
}

/** Python's raw-unicode-escape: Latin-1 characters, others as `\uXXXX` or `\UXXXXXXXX`. */
export function rawUnicodeText(text: string, file: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_whole, short?: string, long?: string) => {
    const codePoint = Number.parseInt(short ?? long ?? '', 16);
    if (codePoint > 0x10ffff) {
      throw malformedImport(file, 'a text in the pickle has a character beyond Unicode.');
    }
    return String.fromCodePoint(codePoint);
  });
}

function compact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
