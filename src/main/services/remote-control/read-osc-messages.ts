import OSC from 'osc-js';

/** One message that came in. */
export interface OscMessage {
  readonly address: string;
  /** Numbers (`i`, `f`, `d`), booleans (`T`, `F`), strings (`s`), or things no command has. */
  readonly args: readonly unknown[];
}

/**
 * The longest command, with a target's name of 80 characters, fits well. Small also because osc-js takes 4 ms over
 * 2 KB made to be slow, but below 1 ms over this.
 */
const MAXIMUM_PACKET_BYTES = 512;
/** Senders nest a bundle in a bundle at the most. */
const MAXIMUM_BUNDLE_DEPTH = 4;

/**
 * Reads the messages of a packet that anybody may have sent, bundles flattened and time tags ignored; undefined when
 * it is no OSC, or larger or nested deeper than a command ever is. Never throws.
 */
export function readOscMessages(bytes: Uint8Array): readonly OscMessage[] | undefined {
  if (bytes.length > MAXIMUM_PACKET_BYTES) {
    return undefined;
  }
  try {
    const packet = new OSC.Packet();
    // A buffer of the packet's own: osc-js reads blobs by offsets into the whole underlying buffer.
    packet.unpack(new DataView(new Uint8Array(bytes).buffer));
    return flatten(packet.value, 0);
  } catch {
    return undefined;
  }
}

type Element = InstanceType<typeof OSC.Packet>['value'];

function flatten(element: Element, depth: number): readonly OscMessage[] {
  if (!(element instanceof OSC.Bundle)) {
    return [{ address: element.address, args: element.args }];
  }
  if (depth === MAXIMUM_BUNDLE_DEPTH) {
    throw new RangeError('bundles nested too deeply');
  }
  return element.bundleElements.flatMap((inner: Element) => flatten(inner, depth + 1));
}
