import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  type Datagrams,
  LOOPBACK_DATAGRAM_BYTES,
  NETWORK_DATAGRAM_BYTES,
} from '../../../shared/core/output/datagrams.ts';
import { describeSendFailure } from './send-failure.ts';

/** Resolves a host name to an address, or rejects with an error that has a `code`. */
export type HostLookup = (host: string) => Promise<string>;

/** Asks the system; IPv4 first, because many OSC receivers listen there alone. */
export async function lookUpHost(host: string): Promise<string> {
  const { address } = await lookup(host, { order: 'ipv4first' });
  return address;
}

/** Pause after a failed look-up or bind before the next. */
const RETRY_MILLISECONDS = 2000;

/**
 * Answers of a receiver's machine that nothing listens at the port. UDP does not promise a listener: it may be
 * started later, so these are no failures.
 */
const NOBODY_LISTENS = ['ECONNREFUSED', 'ECONNRESET'];

interface UdpSenderOptions {
  readonly host: string;
  readonly port: number;
  readonly lookUp: HostLookup;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * Sends datagrams to one receiver. Its address is looked up once, not per packet; what fails is tried again and said
 * in `failure`. Never throws.
 */
export class UdpSender {
  readonly #options: UdpSenderOptions;
  #socket: Socket | undefined;
  #address = '';
  #isReady = false;
  #isClosed = false;
  #retryTime = Number.POSITIVE_INFINITY;
  #failure: string | undefined;

  constructor(options: UdpSenderOptions) {
    this.#options = options;
    if (isIP(options.host) === 0) {
      void this.#resolve();
    } else {
      this.#open(options.host);
    }
  }

  /** Why nothing arrives, for a person to act on; undefined when all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The datagram limit of the way to the receiver; undefined until its address is known. */
  get maximumBytes(): number | undefined {
    if (!this.#isReady) {
      return undefined;
    }
    return isLoopback(this.#address) ? LOOPBACK_DATAGRAM_BYTES : NETWORK_DATAGRAM_BYTES;
  }

  /** Looks the receiver up or opens the socket again when that failed a while ago. Called with every frame. */
  retry(): void {
    if (this.#options.now() >= this.#retryTime) {
      this.#retryTime = Number.POSITIVE_INFINITY;
      void this.#resolve();
    }
  }

  /**
   * Hands all datagrams to the system and says whether it did. While the system still holds earlier ones nothing is
   * sent: they share the encoder's buffer, and a newer frame follows soon.
   */
  send(datagrams: Datagrams): boolean {
    const socket = this.#socket;
    if (socket === undefined || !this.#isReady || socket.getSendQueueCount() > 0) {
      return false;
    }
    for (let packet = 0; packet < datagrams.count; packet++) {
      const start = datagrams.start(packet);
      const length = datagrams.end(packet) - start;
      socket.send(datagrams.bytes, start, length, this.#options.port, this.#address, this.#onSent);
    }
    return true;
  }

  /** Ends sending for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#closeSocket();
  }

  async #resolve(): Promise<void> {
    await this.#closeSocket();
    try {
      this.#open(await this.#options.lookUp(this.#options.host));
    } catch (thrown) {
      this.#failAndRetry(thrown);
    }
  }

  #open(address: string): void {
    if (this.#isClosed) {
      return;
    }
    const family = isIP(address) === 6 ? 6 : 4;
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // The address is known: answering at once makes Node send at once instead of in a later tick,
      // by when the next frame may already be in the buffer.
      lookup: (known, _options, callback) => callback(null, known, family),
    });
    this.#socket = socket;
    this.#address = address;
    socket.on('error', (error) => this.#onSocketError(error));
    socket.once('listening', () => {
      this.#isReady = true;
    });
    // Towards this machine the socket is bound to it alone, so that nothing outside can reach it.
    const local = isLoopback(address) ? (family === 6 ? '::1' : '127.0.0.1') : undefined;
    socket.bind({ port: 0, exclusive: true, ...(local === undefined ? {} : { address: local }) });
  }

  /** Only binding ends here, and what receivers' machines answer; failed sends have their own callback. */
  #onSocketError(error: Error): void {
    if (!NOBODY_LISTENS.includes(codeOf(error))) {
      this.#failAndRetry(error);
    }
  }

  #failAndRetry(thrown: unknown): void {
    this.#failure = this.#describe(thrown);
    this.#retryTime = this.#options.now() + RETRY_MILLISECONDS;
  }

  readonly #onSent = (error: Error | null): void => {
    const hasFailed = error !== null && !NOBODY_LISTENS.includes(codeOf(error));
    this.#failure = hasFailed ? this.#describe(error) : undefined;
  };

  #describe(thrown: unknown): string {
    return describeSendFailure(codeOf(thrown), this.#options.host, this.#options.port);
  }

  async #closeSocket(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#isReady = false;
    if (socket !== undefined) {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    }
  }
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.');
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}
