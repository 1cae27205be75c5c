import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../shared/contract/app-error.ts';
import type { CaptureInput } from './capture-inputs.ts';

const TAKE_ENDING = '.mcap';

/** An input and the take it becomes. */
export interface CapturePlan {
  readonly input: CaptureInput;
  readonly take: string;
  /** Whether a finished take that is there already is kept instead of being made again. */
  readonly keepsFinished: boolean;
}

/**
 * Where the takes go: to the file `out` when that ends with `.mcap`, which is replaced; otherwise into the folder
 * `out`, named like the inputs, where finished ones are kept, so that an interrupted run can be taken up again.
 * @throws AppError `usage/wrong`
 */
export async function planCapture(inputs: readonly CaptureInput[], out: string): Promise<CapturePlan[]> {
  const isFolder = (await stat(out).catch(() => undefined))?.isDirectory() ?? !out.endsWith(TAKE_ENDING);
  if (isFolder) {
    const names = takeNames(inputs);
    return inputs.map((input, index) => ({
      input,
      take: join(out, `${names[index]}${TAKE_ENDING}`),
      keepsFinished: true,
    }));
  }
  if (inputs.length > 1) {
    throw new AppError('usage/wrong', `${inputs.length} inputs need a folder after --out, not one file.`);
  }
  return inputs.map((input) => ({ input, take: out, keepsFinished: false }));
}

/** Names of the takes; inputs of one name keep their endings to be told apart. */
function takeNames(inputs: readonly CaptureInput[]): string[] {
  const names = inputs.map((input) =>
    inputs.filter(({ name }) => name === input.name).length > 1 ? basename(input.label) : input.name,
  );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new AppError(
      'usage/wrong',
      `Several inputs are called ${twice}; capture them into different folders.`,
    );
  }
  return names;
}
