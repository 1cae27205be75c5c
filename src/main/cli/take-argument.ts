import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TakeReader } from '../services/recording/take-reader.ts';
import { type CommandContext, textOption, wrongUsage } from './command.ts';

/**
 * The one take a command is given.
 * @throws AppError `usage/wrong`
 */
export function takePath({ positionals }: CommandContext, command: string): string {
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    throw wrongUsage(`${command} takes one take, e.g. TAKE.mcap.`);
  }
  return path;
}

/**
 * Where a command puts what it makes; whatever is there will be replaced.
 * @throws AppError `usage/wrong` when it is not said, or is the take itself under whatever name
 */
export async function outputPath(context: CommandContext, command: string): Promise<string> {
  const path = textOption(context, 'out');
  if (path === undefined || path === '' || (await isSameFile(path, takePath(context, command)))) {
    throw wrongUsage(`${command} takes --out FILE, which is not the take itself.`);
  }
  return path;
}

async function isSameFile(first: string, second: string): Promise<boolean> {
  if (resolve(first) === resolve(second)) {
    return true;
  }
  const [a, b] = await Promise.all([first, second].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

/**
 * A number above 0 that may be left out.
 * @throws AppError `usage/wrong`
 */
export function positiveOption(context: CommandContext, name: string): number | undefined {
  const text = textOption(context, name);
  const value = Number(text);
  if (text !== undefined && !(Number.isFinite(value) && value > 0)) {
    throw wrongUsage(`--${name} takes a number above 0, not "${text}".`);
  }
  return text === undefined ? undefined : value;
}

/** Says what of a take could not be read, once it has been gone through. */
export function describeDamage({ damage, isFinished }: TakeReader): string {
  const { lostBytes, lostMessages, malformedMessages } = damage;
  const isWhole = lostBytes + lostMessages + malformedMessages === 0;
  if (isWhole) {
    return isFinished ? '' : 'The take was not finished; furrow repair mends it.\n';
  }
  return `The take is damaged: ${lostBytes} bytes and ${lostMessages} messages are lost, ${malformedMessages} messages make no sense. furrow repair mends it.\n`;
}
