/**
 * The packets of one encoded frame, one after the other in `bytes`. The encoder owns and reuses them: they are
 * overwritten by the next frame.
 */
export interface Datagrams {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
  /** Offset in `bytes` of the packet's first byte. */
  start(packet: number): number;
  /** Offset in `bytes` after the packet's last byte. */
  end(packet: number): number;
}

/**
 * Largest datagram sent to this machine itself. macOS refuses larger ones by default
 * (`net.inet.udp.maxdgram` = 9216); Linux and Windows take up to 65 507.
 */
export const LOOPBACK_DATAGRAM_BYTES = 9216;

/**
 * Largest datagram sent over a network: the largest multiple of four below 1400, which leaves room within an
 * Ethernet frame of 1500 bytes for IP and UDP headers and a tunnel's, so that no packet is ever fragmented.
 */
export const NETWORK_DATAGRAM_BYTES = 1396;
