import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';

/** A browser without a window, showing one page. It ends with this process, however that ends. */
export interface HeadlessBrowser {
  /** Resolves when it has ended or could not be started; never rejects. */
  readonly exited: Promise<void>;
  /** Ends it and removes what it has left. */
  close(): Promise<void>;
}

/** A browser is many processes: as a group of their own they are ended together, and not by a Ctrl+C that is meant for us. */
const GROUP = { detached: process.platform !== 'win32' } as const;

/** Starts a browser on a page. */
export type LaunchHeadlessBrowser = (address: string) => Promise<HeadlessBrowser>;

/** Silent on the network, in nobody's way, and at full speed though nobody can see it. */
const CHROMIUM_SWITCHES = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-quic',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-renderer-backgrounding',
  '--mute-audio',
  '--no-pings',
];

/** Chromium refuses to run as root with its sandbox, as in a container. */
export const ROOT_SWITCHES: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Starts a Chromium with a new, empty profile. The address, which holds a token, goes through Chromium's command pipe
 * (the DevTools protocol's `Target.createTarget`): other users of the machine can read command lines. When the pipe
 * ends, because this process has, Chromium ends too.
 */
export function chromiumLauncher(executable: string): LaunchHeadlessBrowser {
  return async (address) => {
    const profile = await mkdtemp(join(tmpdir(), 'furrow-browser-'));
    const switches = [...CHROMIUM_SWITCHES, ...ROOT_SWITCHES, `--user-data-dir=${profile}`];
    const child = spawn(executable, switches, {
      ...GROUP,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = watch(child, () => rm(profile, { recursive: true, force: true, maxRetries: 10 }));
    const [, , , commands, answers] = child.stdio;
    if (commands instanceof Writable && answers instanceof Readable) {
      // What cannot be written or read any more is said by the process's end.
      commands.on('error', () => undefined);
      answers.on('error', () => undefined).resume();
      const createTarget = { id: 1, method: 'Target.createTarget', params: { url: address } };
      commands.write(`${JSON.stringify(createTarget)}\0`);
    }
    return browser;
  };
}

/**
 * Starts Electron on the script `entry`, which opens the address in the variable FURROW_PAGE without a window and
 * ends when its standard input does.
 */
export function electronLauncher(
  executable: string,
  entry: string,
  hasDisplay: boolean,
): LaunchHeadlessBrowser {
  return async (address) => {
    const switches = [...ROOT_SWITCHES, ...(hasDisplay ? [] : ['--ozone-platform=headless'])];
    const child = spawn(executable, [...switches, entry], {
      ...GROUP,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, FURROW_PAGE: address },
    });
    child.stdin.on('error', () => undefined);
    return watch(child, async () => undefined);
  };
}

function watch(child: ChildProcess, clean: () => Promise<void>): HeadlessBrowser {
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  return {
    exited,
    async close() {
      end(child);
      await exited;
      await clean();
    },
  };
}

/** At once: asked to end by itself, a browser saves its profile first, and sometimes never comes to an end. */
function end({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) {
    return;
  }
  try {
    process.kill(GROUP.detached ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended in this very moment.
  }
}
