import { malformedImport } from '../import-error.ts';
import type { PickleOperation } from './literal-operations.ts';
import { textLine } from './literal-operations.ts';
import type { PickleMachine } from './pickle-machine.ts';
import { decimalInteger } from './pickle-text.ts';
import type { PickleValue } from './pickle-value.ts';

/** Opcodes for lists, tuples, dictionaries, sets, the stack and the memo. */
export const CONTAINER_OPERATIONS: readonly PickleOperation[] = [
  ['(', (machine) => machine.pushMark()],
  ['0', (machine) => machine.drop()],
  ['1', (machine) => void machine.popToMark()],
  ['2', (machine) => machine.push(machine.top())],
  [']', (machine) => machine.push([])],
  ['l', (machine) => machine.push(machine.popToMark())],
  ['a', (machine) => appendToList(machine, [machine.pop()])],
  ['e', (machine) => appendToList(machine, machine.popToMark())],
  [')', (machine) => machine.push([])],
  ['t', (machine) => machine.push(machine.popToMark())],
  ['\x85', (machine) => pushTuple(machine, 1)],
  ['\x86', (machine) => pushTuple(machine, 2)],
  ['\x87', (machine) => pushTuple(machine, 3)],
  ['}', (machine) => machine.push(new Map())],
  ['d', pushDictionary],
  ['s', (machine) => setItems(machine, popInOrder(machine, 2))],
  ['u', (machine) => setItems(machine, machine.popToMark())],
  ['\x8f', (machine) => machine.push(new Set())],
  ['\x91', (machine) => machine.push(new Set(machine.popToMark()))],
  ['\x90', addItems],
  ['p', (machine) => machine.memoise(memoNumber(machine))],
  ['q', (machine) => machine.memoise(machine.cursor.byte())],
  ['r', (machine) => machine.memoise(machine.cursor.uint32())],
  ['\x94', (machine) => machine.memoiseNext()],
  ['g', (machine) => machine.recall(memoNumber(machine))],
  ['h', (machine) => machine.recall(machine.cursor.byte())],
  ['j', (machine) => machine.recall(machine.cursor.uint32())],
];

function popInOrder(machine: PickleMachine, count: number): PickleValue[] {
  const items = Array.from({ length: count }, () => machine.pop());
  return items.reverse();
}

function pushTuple(machine: PickleMachine, count: number): void {
  machine.push(popInOrder(machine, count));
}

function appendToList(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!Array.isArray(list)) {
    throw malformedImport(machine.file, 'the pickle appends to something that is no list.');
  }
  for (const item of items) {
    list.push(item);
  }
}

function pushDictionary(machine: PickleMachine): void {
  const items = machine.popToMark();
  machine.push(new Map());
  setItems(machine, items);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dictionary = machine.top();
  if (!(dictionary instanceof Map) || items.length % 2 !== 0) {
    throw malformedImport(machine.file, 'the pickle sets items of something that is no dictionary.');
  }
  for (let index = 0; index < items.length; index += 2) {
    dictionary.set(items[index], items[index + 1]);
  }
}

function addItems(machine: PickleMachine): void {
  const items = machine.popToMark();
  const set = machine.top();
  if (!(set instanceof Set)) {
    throw malformedImport(machine.file, 'the pickle adds items to something that is no set.');
  }
  for (const item of items) {
    set.add(item);
  }
}

function memoNumber(machine: PickleMachine): number {
  const index = decimalInteger(textLine(machine), machine.file);
  if (typeof index !== 'number' || index < 0) {
    throw malformedImport(machine.file, 'the pickle numbers its objects with something that is no count.');
  }
  return index;
}
