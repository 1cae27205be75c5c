import type { OscMessage } from './read-osc-messages.ts';

/** What another program may ask of Furrow. */
export type RemoteRequest =
  | { readonly name: 'calibrate' | 'record/start' | 'record/stop' }
  /** `target` is an id or, failing that, a name. */
  | { readonly name: 'target/enable'; readonly target: string; readonly enabled: boolean };

/**
 * How each command's arguments become a request: undefined when they are not what the command takes, `ignore` when
 * there is nothing to do, such as the letting go of a button.
 */
type ReadArguments = (args: readonly unknown[]) => RemoteRequest | 'ignore' | undefined;

/** The commands by address; a new one is a new line here. */
const COMMANDS: ReadonlyMap<string, ReadArguments> = new Map<string, ReadArguments>([
  ['/furrow/calibrate', readButton('calibrate')],
  ['/furrow/record/start', readButton('record/start')],
  ['/furrow/record/stop', readButton('record/stop')],
  ['/furrow/target/enable', readTargetEnable],
]);

/**
 * The request of a message: `unknown` for an address that is no command, `malformed` for arguments the command does
 * not take, `ignore` when there is nothing to do.
 */
export function readRemoteRequest(message: OscMessage): RemoteRequest | 'ignore' | 'unknown' | 'malformed' {
  const readArguments = COMMANDS.get(message.address);
  if (readArguments === undefined) {
    return 'unknown';
  }
  return readArguments(message.args) ?? 'malformed';
}

/** No argument, or a button's: pressing it is the command, letting go does nothing. */
function readButton(name: 'calibrate' | 'record/start' | 'record/stop'): ReadArguments {
  return ([pressed = true]) => {
    const isPressed = readSwitch(pressed);
    if (isPressed === undefined) {
      return undefined;
    }
    return isPressed ? { name } : 'ignore';
  };
}

function readTargetEnable([target, value]: readonly unknown[]): RemoteRequest | undefined {
  const enabled = readSwitch(value);
  if (typeof target !== 'string' || target === '' || enabled === undefined) {
    return undefined;
  }
  return { name: 'target/enable', target, enabled };
}

/** `T`, `F`, 1 or 0; control surfaces send buttons as any of them, numbers as `i` or `f`. */
function readSwitch(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') {
    return value;
  }
  return value === 0 || value === 1 ? value === 1 : undefined;
}
