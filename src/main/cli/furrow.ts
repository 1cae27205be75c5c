#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toAppError } from '../../shared/contract/app-error.ts';
import { dataFolder } from '../data-folder.ts';
import { findProjectFolder } from '../project-folder.ts';
import { benchCommand } from './bench.ts';
import { captureCommand } from './capture.ts';
import { type Command, wrongUsage } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { enrolCommand } from './enrol.ts';
import { exportCommand } from './export.ts';
import { commandHelp, generalHelp } from './help.ts';
import { packsCommand } from './packs.ts';
import { playCommand } from './play.ts';
import { reconstructCommand } from './reconstruct.ts';
import { repairCommand } from './repair.ts';
import { reprocessCommand } from './reprocess.ts';
import { startCommand } from './start.ts';
import { transferCommand } from './transfer.ts';

/* Entry of the command line: finds the command, reads its options, and turns what happens into an exit code. */

const COMMANDS: readonly Command[] = [
  startCommand,
  captureCommand,
  enrolCommand,
  playCommand,
  reprocessCommand,
  exportCommand,
  repairCommand,
  reconstructCommand,
  transferCommand,
  packsCommand,
  doctorCommand,
  benchCommand,
];

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

async function main(argumentsGiven: readonly string[]): Promise<number> {
  const [name, ...rest] = argumentsGiven;
  const projectFolder = findProjectFolder(import.meta.dirname);
  if (name === undefined) {
    process.stderr.write(generalHelp(COMMANDS));
    return WRONG_USAGE;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(generalHelp(COMMANDS));
    return DONE;
  }
  const version = readVersion(projectFolder);
  if (name === '--version') {
    process.stdout.write(`${version}\n`);
    return DONE;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    throw wrongUsage(`There is no command "${name}".`);
  }
  const { values, positionals } = readArguments(command, rest);
  if (values.help === true) {
    process.stdout.write(commandHelp(command));
    return DONE;
  }
  const environment = { platform: process.platform, homeFolder: homedir(), variables: process.env };
  return command.run({
    ...environment,
    options: values,
    positionals,
    version,
    projectFolder,
    dataFolder: dataFolder(environment),
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption(),
  });
}

function readArguments(command: Command, given: readonly string[]) {
  try {
    const parsed = parseArgs({
      args: [...given],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: command.positionals !== '',
    });
    // `CommandOption` allows strings, switches and lists of strings, and nothing else.
    return {
      values: parsed.values as Record<string, string | boolean | string[] | undefined>,
      positionals: parsed.positionals,
    };
  } catch (cause) {
    throw wrongUsage(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Aborted by the first Ctrl+C; a second one ends the program at once. */
function interruption(): AbortSignal {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  process.once('SIGTERM', () => abort.abort());
  return abort.signal;
}

function readVersion(projectFolder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const error = toAppError(thrown);
  const isUsage = error.code === 'usage/wrong';
  process.stderr.write(`furrow: ${error.message}${isUsage ? ' See furrow --help.' : ''}\n`);
  process.exitCode = isUsage ? WRONG_USAGE : FAILED;
}
