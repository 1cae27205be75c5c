import type { ByteSource } from '../byte-source.ts';
import { malformedImport, tooLargeImport } from '../import-error.ts';
import { CONTAINER_OPERATIONS } from './container-operations.ts';
import { LITERAL_OPERATIONS } from './literal-operations.ts';
import { OBJECT_OPERATIONS } from './object-operations.ts';
import { PickleCursor } from './pickle-cursor.ts';
import { PICKLE_LIMITS, PickleBudget } from './pickle-limits.ts';
import { PickleMachine } from './pickle-machine.ts';
import type { InterpretPickle, PickleGlobal } from './pickle-value.ts';

const STOP = 0x2e;

const OPERATIONS = new Map(
  [...LITERAL_OPERATIONS, ...CONTAINER_OPERATIONS, ...OBJECT_OPERATIONS].map(([opcode, perform]) => [
    opcode.charCodeAt(0),
    perform,
  ]),
);

/**
 * An interpreter for the pickles of one file: protocols 0 to 5, data only. All pickles it reads, one after
 * the other or inside each other, share one {@link PickleBudget}.
 *
 * @param file - File name for messages.
 * @param maxBytes - What the pickles may hold in texts, bytes and copies of them.
 * @param globals - The allow-list, by `module name`.
 */
export function createPickleInterpreter(
  file: string,
  maxBytes: number,
  globals: ReadonlyMap<string, PickleGlobal>,
): InterpretPickle {
  const budget = new PickleBudget(file, maxBytes);
  let depth = 0;

  const interpret: InterpretPickle = (source, position, loadPersistent) => {
    if (depth >= PICKLE_LIMITS.nestedPickles) {
      throw tooLargeImport(
        file,
        `the file nests more than ${PICKLE_LIMITS.nestedPickles} pickles in each other.`,
      );
    }
    const cursor = new PickleCursor(source, position);
    const machine = new PickleMachine({ file, cursor, budget, globals, interpret, loadPersistent });
    depth++;
    try {
      runUntilStop(machine, source);
    } finally {
      depth--;
    }
    return { value: machine.pop(), end: cursor.position };
  };
  return interpret;
}

function runUntilStop(machine: PickleMachine, source: ByteSource): void {
  for (;;) {
    const position = machine.cursor.position;
    const opcode = machine.cursor.byte();
    if (opcode === STOP) {
      return;
    }
    const perform = OPERATIONS.get(opcode);
    if (perform === undefined) {
      throw malformedImport(
        source.name,
        `byte ${position} is no pickle opcode (0x${opcode.toString(16)}): this is no pickle, or it is damaged.`,
      );
    }
    machine.spendOperation();
    perform(machine);
  }
}
