import { malformedImport, tooLargeImport, unsupportedImport } from '../import-error.ts';
import type { PickleCursor } from './pickle-cursor.ts';
import { PICKLE_LIMITS, type PickleBudget } from './pickle-limits.ts';
import type {
  InterpretPickle,
  LoadPersistent,
  PickleContext,
  PickleGlobal,
  PickleValue,
} from './pickle-value.ts';

/** What a {@link PickleMachine} works with. */
export interface PickleMachineParts {
  readonly file: string;
  readonly cursor: PickleCursor;
  readonly budget: PickleBudget;
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  readonly interpret: InterpretPickle;
  readonly loadPersistent: LoadPersistent | undefined;
}

/** Stack, marks and memo of one pickle while it is read; every access is checked. */
export class PickleMachine implements PickleContext {
  readonly file: string;
  readonly cursor: PickleCursor;
  readonly interpret: InterpretPickle;
  readonly #budget: PickleBudget;
  readonly #globals: ReadonlyMap<string, PickleGlobal>;
  readonly #loadPersistent: LoadPersistent | undefined;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(parts: PickleMachineParts) {
    this.file = parts.file;
    this.cursor = parts.cursor;
    this.interpret = parts.interpret;
    this.#budget = parts.budget;
    this.#globals = parts.globals;
    this.#loadPersistent = parts.loadPersistent;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    this.#requireItem();
    return this.#stack.pop();
  }

  /** The value on top, which stays. */
  top(): PickleValue {
    this.#requireItem();
    return this.#stack[this.#stack.length - 1];
  }

  pushMark(): void {
    if (this.#marks.length >= PICKLE_LIMITS.openContainers) {
      throw tooLargeImport(
        this.file,
        `the pickle nests more than ${PICKLE_LIMITS.openContainers} containers.`,
      );
    }
    this.#marks.push(this.#stack.length);
  }

  /** Everything above the last mark, which goes with it. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) {
      throw malformedImport(this.file, 'the pickle closes a container it never opened.');
    }
    return this.#stack.splice(mark);
  }

  /** POP: drops the last value, or the mark if nothing lies above it. */
  drop(): void {
    if (this.#marks[this.#marks.length - 1] === this.#stack.length) {
      this.#marks.pop();
      return;
    }
    this.pop();
  }

  memoise(index: number): void {
    this.#memo.set(index, this.top());
  }

  /** MEMOIZE: stores the top under the next free number. */
  memoiseNext(): void {
    this.memoise(this.#memo.size);
  }

  recall(index: number): void {
    if (!this.#memo.has(index)) {
      throw malformedImport(this.file, `the pickle refers to its object ${index}, which it never stored.`);
    }
    this.push(this.#memo.get(index));
  }

  charge(bytes: number): void {
    this.#budget.charge(bytes);
  }

  /** Counts one opcode. */
  spendOperation(): void {
    this.#budget.spendOperation();
  }

  /** @throws AppError `import/unsupported`, naming the global, when it is not on the allow-list. */
  pushGlobal(module: string, name: string): void {
    const found = this.#globals.get(`${module} ${name}`);
    if (found === undefined) {
      throw unsupportedImport(
        this.file,
        `it asks for ${quoted(module)}.${quoted(name)}, which Furrow does not allow: model files are read as plain data and never executed.`,
        'If you trust where the file comes from, ask for support of this kind of file; otherwise delete it.',
      );
    }
    this.push(found);
  }

  pushPersistent(id: PickleValue): void {
    if (this.#loadPersistent === undefined) {
      throw unsupportedImport(
        this.file,
        'it refers to data outside itself (a persistent id).',
        'Choose the checkpoint it belongs to, not its inner data.pkl.',
      );
    }
    this.push(this.#loadPersistent(id));
  }

  #requireItem(): void {
    const floor = this.#marks[this.#marks.length - 1] ?? 0;
    if (this.#stack.length <= floor) {
      throw malformedImport(this.file, 'the pickle takes a value that is not there.');
    }
  }
}

/** A name from the file, short and printable. */
function quoted(name: string): string {
  return name.slice(0, 80).replace(/[^\x20-\x7e]/g, '?');
}
