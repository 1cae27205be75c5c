import type { PickleMachine } from './pickle-machine.ts';
import {
  decimalFloat,
  decimalInteger,
  latin1Text,
  littleEndianInteger,
  rawUnicodeText,
  unquotedString,
  utf8Text,
} from './pickle-text.ts';

/** What an opcode does to the machine; the opcode is the character Python's pickletools lists. */
export type PickleOperation = readonly [opcode: string, perform: (machine: PickleMachine) => void];

/** Opcodes that push one value written in the stream itself (protocols 0 to 5). */
export const LITERAL_OPERATIONS: readonly PickleOperation[] = [
  ['N', (machine) => machine.push(undefined)],
  ['\x88', (machine) => machine.push(true)],
  ['\x89', (machine) => machine.push(false)],
  ['I', pushDecimalIntegerOrBoolean],
  ['L', (machine) => machine.push(decimalInteger(textLine(machine), machine.file))],
  ['J', (machine) => machine.push(machine.cursor.int32())],
  ['K', (machine) => machine.push(machine.cursor.byte())],
  ['M', (machine) => machine.push(machine.cursor.uint16())],
  ['\x8a', (machine) => pushInteger(machine, machine.cursor.byte())],
  ['\x8b', (machine) => pushInteger(machine, machine.cursor.uint32())],
  ['F', (machine) => machine.push(decimalFloat(textLine(machine), machine.file))],
  ['G', (machine) => machine.push(machine.cursor.float64())],
  // Python 2 byte strings.
  ['S', (machine) => machine.push(unquotedString(textLine(machine), machine.file))],
  ['U', (machine) => machine.push(latin1Text(shortBytes(machine)))],
  ['T', (machine) => machine.push(latin1Text(longBytes(machine)))],
  // Unicode text.
  ['V', (machine) => machine.push(rawUnicodeText(textLine(machine), machine.file))],
  ['\x8c', (machine) => machine.push(utf8Text(shortBytes(machine)))],
  ['X', (machine) => machine.push(utf8Text(longBytes(machine)))],
  ['\x8d', (machine) => machine.push(utf8Text(hugeBytes(machine)))],
  // Python 3 bytes and bytearrays.
  ['C', (machine) => machine.push(shortBytes(machine))],
  ['B', (machine) => machine.push(longBytes(machine))],
  ['\x8e', (machine) => machine.push(hugeBytes(machine))],
  ['\x96', (machine) => machine.push(hugeBytes(machine))],
];

/** The argument of a protocol 0 opcode. */
export function textLine(machine: PickleMachine): string {
  const line = machine.cursor.line();
  machine.charge(line.byteLength);
  return latin1Text(line);
}

function pushDecimalIntegerOrBoolean(machine: PickleMachine): void {
  const text = textLine(machine);
  // Protocol 0 writes False and True as the integers 00 and 01.
  const isBoolean = text === '00' || text === '01';
  machine.push(isBoolean ? text === '01' : decimalInteger(text, machine.file));
}

function pushInteger(machine: PickleMachine, length: number): void {
  machine.push(littleEndianInteger(machine.cursor, length, machine.file));
}

function shortBytes(machine: PickleMachine): Uint8Array {
  return chargedBytes(machine, machine.cursor.byte());
}

function longBytes(machine: PickleMachine): Uint8Array {
  return chargedBytes(machine, machine.cursor.uint32());
}

function hugeBytes(machine: PickleMachine): Uint8Array {
  return chargedBytes(machine, machine.cursor.uint64());
}

function chargedBytes(machine: PickleMachine, length: number): Uint8Array {
  // A length beyond the file is a cut-off file, which the cursor says better than the budget.
  if (length <= machine.cursor.remaining) {
    machine.charge(length);
  }
  return machine.cursor.bytes(length);
}
