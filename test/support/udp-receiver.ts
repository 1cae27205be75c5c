import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type DecodedMessage, decodeOscPacket } from './osc-decoding.ts';

/** A real UDP socket on loopback that keeps what it gets. */
export interface UdpReceiver extends AsyncDisposable {
  readonly port: number;
  /** The next packet, waiting for it if need be. */
  packet(): Promise<Uint8Array>;
  /** The next packet's OSC messages. */
  messages(): Promise<DecodedMessage[]>;
  /** Packets that have come and were not asked for yet. */
  readonly pending: number;
}

/** Opens a receiver on a free port of 127.0.0.1. */
export async function openUdpReceiver(): Promise<UdpReceiver> {
  const socket = createSocket('udp4');
  const packets: Uint8Array[] = [];
  let wake = () => {};
  socket.on('message', (packet) => {
    packets.push(Uint8Array.from(packet));
    wake();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');

  async function packet(): Promise<Uint8Array> {
    for (;;) {
      const first = packets.shift();
      if (first !== undefined) {
        return first;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    port: socket.address().port,
    packet,
    messages: async () => decodeOscPacket(await packet()),
    get pending() {
      return packets.length;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
