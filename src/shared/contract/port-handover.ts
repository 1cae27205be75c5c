/**
 * How a page gets connections to Electron's main process: it posts a `PortWanted` to its own window; the preload
 * script makes a MessageChannel, sends one end to main and posts the other back in a `PortGiven` with the same id.
 * The page may pass the port on to its tracker worker. What a port is for is said later, in the contract's `hello`.
 */
export interface PortWanted {
  readonly type: 'furrow/port-wanted';
  readonly id: number;
}

/** Comes with the port as the only entry of the message event's `ports`. */
export interface PortGiven {
  readonly type: 'furrow/port-given';
  readonly id: number;
}

/** The channel name under which the preload script sends the other end to Electron's main process. */
export const PORT_CHANNEL = 'furrow/port';

/** The id asked for, when a window message is a `PortWanted`. */
export function readPortWanted(message: unknown): number | undefined {
  return readId(message, 'furrow/port-wanted');
}

/** The id answered, when a window message is a `PortGiven`. */
export function readPortGiven(message: unknown): number | undefined {
  return readId(message, 'furrow/port-given');
}

function readId(message: unknown, type: string): number | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message) || !('id' in message)) {
    return undefined;
  }
  return message.type === type && typeof message.id === 'number' ? message.id : undefined;
}
