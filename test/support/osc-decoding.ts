import OSC from 'osc-js';
import type { Datagrams } from '../../src/shared/core/output/datagrams.ts';

/** A message as osc-js, a decoder that is not ours, reads it. */
export interface DecodedMessage {
  readonly address: string;
  /** With the leading comma. */
  readonly types: string;
  readonly args: readonly unknown[];
}

/** The messages of one packet. */
export function decodeOscPacket(bytes: Uint8Array): DecodedMessage[] {
  const copy = Uint8Array.from(bytes);
  const packet = new OSC.Packet();
  packet.unpack(new DataView(copy.buffer));
  const elements = packet.value instanceof OSC.Bundle ? packet.value.bundleElements : [packet.value];
  return elements.map(({ address, types, args }) => ({ address, types, args }));
}

/** A copy of each packet of an encoded frame. */
export function packetsOf(datagrams: Datagrams): Uint8Array[] {
  return Array.from({ length: datagrams.count }, (_, packet) =>
    datagrams.bytes.slice(datagrams.start(packet), datagrams.end(packet)),
  );
}

/** The messages of an encoded frame, packet by packet. */
export function messagesOf(datagrams: Datagrams): DecodedMessage[] {
  return packetsOf(datagrams).flatMap(decodeOscPacket);
}
