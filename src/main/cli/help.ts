import type { Command } from './command.ts';

/** What `furrow --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Furrow: a webcam, your own 3D face, and wrinkles that follow your expression.',
    '',
    'Usage: furrow COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'furrow COMMAND --help tells more about one. Exit codes: 0 done, 1 failed, 2 wrong usage.',
    'Furrow keeps its data in the folder that FURROW_DATA names, else in the usual place for programs’ data.',
    '',
  ].join('\n');
}

/** What `furrow COMMAND --help` prints. */
export function commandHelp({ name, positionals, summary, options, notes }: Command): string {
  const rows = Object.entries(options).map(([option, { placeholder, help }]) => ({
    left: `  --${option}${placeholder === undefined ? '' : ` ${placeholder}`}`,
    help,
  }));
  const width = Math.max(0, ...rows.map(({ left }) => left.length));
  const usage = ['furrow', name, positionals, rows.length > 0 ? '[OPTIONS]' : ''].filter(
    (part) => part !== '',
  );
  return [
    summary,
    '',
    `Usage: ${usage.join(' ')}`,
    ...(rows.length > 0 ? [''] : []),
    ...rows.map(({ left, help }) => `${left.padEnd(width)}  ${help}`),
    ...(notes === undefined ? [] : ['', notes]),
    '',
  ].join('\n');
}
