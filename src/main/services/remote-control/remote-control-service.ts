import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import type { RemoteControlState } from '../../../shared/contract/backend.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import { PerSecondLimit } from './per-second-limit.ts';
import { readOscMessages } from './read-osc-messages.ts';
import { type RemoteRequest, readRemoteRequest } from './remote-commands.ts';

/** More commands a second than any person or show control gives. */
const COMMANDS_PER_SECOND = 20;
/**
 * A control surface's faders may share the port. Packets beyond this are dropped unread, so that a flood takes a
 * tenth of one processor at the most.
 */
const PACKETS_PER_SECOND = 100;

/** What came in since the service began. */
export interface RemoteControlCounts {
  /** Requests carried out. */
  readonly requests: number;
  /** Packets that are no OSC, too large or nested too deeply, and commands with wrong arguments. */
  readonly malformed: number;
  /** Messages for other addresses, and buttons let go. */
  readonly ignored: number;
  /** Packets and commands beyond what a second may bring. */
  readonly limited: number;
}

interface RemoteControlServiceOptions {
  /** Milliseconds of the service's monotonic clock. */
  readonly now: () => number;
  readonly onRequest: (request: RemoteRequest) => void;
  /** Receives the state whenever it changes. */
  readonly onState: (state: RemoteControlState) => void;
}

/**
 * Listens for commands over OSC where and while the user wants it. Everything that comes in is hostile until it has
 * been read as one of the commands; whatever it is, it is counted and never throws.
 */
export class RemoteControlService {
  readonly #options: RemoteControlServiceOptions;
  readonly #packetLimit = new PerSecondLimit(PACKETS_PER_SECOND);
  readonly #commandLimit = new PerSecondLimit(COMMANDS_PER_SECOND);
  readonly #counts = { requests: 0, malformed: 0, ignored: 0, limited: 0 };
  #socket: Socket | undefined;
  #settings: Settings['remoteControl'] | undefined;

  constructor(options: RemoteControlServiceOptions) {
    this.#options = options;
  }

  get counts(): RemoteControlCounts {
    return { ...this.#counts };
  }

  /** Listens, or stops listening, as the settings say; leaves an open port alone when nothing has changed. */
  configure(settings: Settings['remoteControl']): void {
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) {
      return;
    }
    this.#settings = settings;
    void this.#closeSocket();
    if (settings.enabled) {
      this.#open(settings);
    } else {
      this.#options.onState({ status: 'off' });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closeSocket();
  }

  #open({ host, port }: Settings['remoteControl']): void {
    const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
    this.#socket = socket;
    socket.on('message', (packet) => this.#receive(packet));
    socket.once('listening', () => {
      this.#options.onState({ status: 'listening', host, port: socket.address().port });
    });
    socket.on('error', (error) => {
      if (socket === this.#socket) {
        void this.#closeSocket();
        this.#options.onState({ status: 'failed', message: describeListenFailure(error, host, port) });
      }
    });
    socket.bind({ address: host, port, exclusive: true });
  }

  #receive(packet: Uint8Array): void {
    if (!this.#packetLimit.admit(this.#options.now())) {
      this.#counts.limited++;
      return;
    }
    const messages = readOscMessages(packet);
    if (messages === undefined) {
      this.#counts.malformed++;
      return;
    }
    for (const message of messages) {
      const request = readRemoteRequest(message);
      if (request === 'malformed') {
        this.#counts.malformed++;
      } else if (request === 'unknown' || request === 'ignore') {
        this.#counts.ignored++;
      } else if (!this.#commandLimit.admit(this.#options.now())) {
        this.#counts.limited++;
      } else {
        this.#counts.requests++;
        this.#options.onRequest(request);
      }
    }
  }

  async #closeSocket(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket !== undefined) {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    }
  }
}

function describeListenFailure(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Another program already uses port ${port}. Choose another port for remote control.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address "${host}" to listen at. Use 127.0.0.1 for programs on this machine, or one of its own network addresses.`;
    case 'EACCES':
      return `The system does not let Furrow listen at port ${port}. Choose a port above 1023 for remote control.`;
    default:
      return `Remote control cannot listen at ${host}:${port} (${code ?? error.message}). Choose another host or port.`;
  }
}
