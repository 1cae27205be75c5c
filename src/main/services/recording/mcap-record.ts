import { McapStreamReader, type McapTypes } from '@mcap/core';

/** Reads a single MCAP record, head included; undefined when it is damaged. Not for chunks. */
export function readMcapRecord(bytes: Uint8Array): McapTypes.TypedMcapRecord | undefined {
  const reader = new McapStreamReader({ noMagicPrefix: true });
  try {
    reader.append(bytes);
    return reader.nextRecord();
  } catch {
    // What is wrong with it does not matter: it cannot be used.
    return undefined;
  }
}
