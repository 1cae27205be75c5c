import { malformedImport, unsupportedImport } from '../import-error.ts';
import type { PickleOperation } from './literal-operations.ts';
import { textLine } from './literal-operations.ts';
import type { PickleMachine } from './pickle-machine.ts';
import { utf8Text } from './pickle-text.ts';
import { PickledObject, PickleGlobal, type PickleValue } from './pickle-value.ts';

/** Newest protocol there is (PEP 574). */
const NEWEST_PROTOCOL = 5;

/** Opcodes for globals, objects, persistent ids and the frame of the stream. Calls reach the allow-list only. */
export const OBJECT_OPERATIONS: readonly PickleOperation[] = [
  ['\x80', checkProtocol],
  ['\x95', checkFrame],
  ['c', pushNamedGlobal],
  ['\x93', pushStackGlobal],
  ['i', instantiateNamed],
  ['o', instantiateMarked],
  ['R', (machine) => construct(machine, machine.pop())],
  ['\x81', (machine) => construct(machine, machine.pop())],
  ['\x92', constructWithKeywords],
  ['b', setState],
  ['P', (machine) => machine.pushPersistent(textLine(machine))],
  ['Q', (machine) => machine.pushPersistent(machine.pop())],
  ['\x82', refuseExtension],
  ['\x83', refuseExtension],
  ['\x84', refuseExtension],
  ['\x97', refuseOutOfBandBuffer],
  ['\x98', refuseOutOfBandBuffer],
];

function checkProtocol(machine: PickleMachine): void {
  const protocol = machine.cursor.byte();
  if (protocol > NEWEST_PROTOCOL) {
    throw unsupportedImport(
      machine.file,
      `it is a pickle of protocol ${protocol}, newer than ${NEWEST_PROTOCOL}.`,
      'Save it again with protocol 2.',
    );
  }
}

function checkFrame(machine: PickleMachine): void {
  const length = machine.cursor.uint64();
  if (length > machine.cursor.remaining) {
    throw malformedImport(machine.file, 'the pickle ends in the middle of a frame: the file is cut off.');
  }
}

function pushNamedGlobal(machine: PickleMachine): void {
  const module = utf8Text(machine.cursor.line());
  machine.pushGlobal(module, utf8Text(machine.cursor.line()));
}

function pushStackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string') {
    throw malformedImport(machine.file, 'the pickle names a global with something that is no text.');
  }
  machine.pushGlobal(module, name);
}

function instantiateNamed(machine: PickleMachine): void {
  const argumentValues = machine.popToMark();
  pushNamedGlobal(machine);
  construct(machine, argumentValues);
}

function instantiateMarked(machine: PickleMachine): void {
  const [callee, ...argumentValues] = machine.popToMark();
  machine.push(callee);
  construct(machine, argumentValues);
}

function constructWithKeywords(machine: PickleMachine): void {
  const keywords = machine.pop();
  if (!(keywords instanceof Map) || keywords.size > 0) {
    throw malformedImport(
      machine.file,
      'the pickle constructs an object in an unknown way (keyword arguments).',
    );
  }
  construct(machine, machine.pop());
}

/** Replaces the global on top by what its stand-in makes of the arguments. */
function construct(machine: PickleMachine, argumentValues: PickleValue): void {
  const callee = machine.pop();
  if (!(callee instanceof PickleGlobal) || !Array.isArray(argumentValues)) {
    throw malformedImport(machine.file, 'the pickle calls something that is no constructor.');
  }
  machine.push(callee.construct(argumentValues, machine));
}

function setState(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  if (target instanceof PickledObject) {
    target.setState(state);
    return;
  }
  // torch hangs `_metadata` on the OrderedDict of a state_dict; it says nothing about the tensors.
  if (!(target instanceof Map)) {
    throw malformedImport(machine.file, 'the pickle gives a state to something that cannot have one.');
  }
}

function refuseExtension(machine: PickleMachine): void {
  throw unsupportedImport(
    machine.file,
    'it uses registered extension codes, which only the program that wrote it understands.',
    'Save it again without copyreg extensions.',
  );
}

function refuseOutOfBandBuffer(machine: PickleMachine): void {
  throw unsupportedImport(
    machine.file,
    'its arrays lie outside the file (out-of-band buffers of pickle protocol 5).',
    'Save it again with protocol 4 or lower.',
  );
}
