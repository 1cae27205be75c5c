import { AppError } from '../../shared/contract/app-error.ts';

/** One option of a command, as `parseArgs` reads it and the help prints it. */
export interface CommandOption {
  readonly type: 'boolean' | 'string';
  /** What stands after a string option in the help, e.g. `N`. */
  readonly placeholder?: string;
  /** Whether it may be given several times; see `textOptions`. */
  readonly multiple?: true;
  readonly help: string;
}

/** What a command may use of the world around it. */
export interface CommandContext {
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
  readonly version: string;
  readonly dataFolder: string;
  /** The folder with package.json, `out` and `models`. */
  readonly projectFolder: string;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Results go here: with `--json` one JSON object and nothing else. */
  readonly stdout: NodeJS.WritableStream;
  /** Everything said along the way. */
  readonly stderr: NodeJS.WriteStream;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** A command of `furrow`: one file each. Adding one is adding it to `furrow.ts`'s table. */
export interface Command {
  readonly name: string;
  /** What stands after the name in the help, e.g. `list|verify|download NAME…`. */
  readonly positionals: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** What the help says below the options. */
  readonly notes?: string;
  /** Resolves with the exit code: 0 done, 1 failed. Wrong usage is thrown, see `wrongUsage`. */
  run(context: CommandContext): Promise<number>;
}

/** An error that ends the program with exit code 2 and a hint to the help. */
export function wrongUsage(message: string): AppError {
  return new AppError('usage/wrong', message);
}

/** The values of a string option that may be given several times. */
export function textOptions({ options }: CommandContext, name: string): readonly string[] {
  const values = options[name];
  return Array.isArray(values) ? values : [];
}

/** A string option's value. */
export function textOption({ options }: CommandContext, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
