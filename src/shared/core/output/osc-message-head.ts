/**
 * The part of an OSC message that is the same in every frame: address, type tags and leading string arguments, each
 * NUL-terminated and padded with NULs to a multiple of four bytes (OSC 1.0, "OSC Messages" and "OSC-string").
 * What follows it in the packet are only the four-byte arguments `f` and `i`; the tags `T` and `F` have no bytes.
 *
 * @param address begins with `/`
 * @param typeTags without the comma, e.g. `sf`; strings come first
 * @param strings UTF-8 text of the `s` tags, without NUL characters
 */
export function encodeMessageHead(
  address: string,
  typeTags: string,
  strings: readonly string[] = [],
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = [address, `,${typeTags}`, ...strings].map((text) => encoder.encode(text));
  const head = new Uint8Array(parts.reduce((length, part) => length + paddedLength(part), 0));
  let offset = 0;
  for (const part of parts) {
    head.set(part, offset);
    offset += paddedLength(part);
  }
  return head;
}

/** One to four NULs follow the text. */
function paddedLength(text: Uint8Array): number {
  return (text.length + 4) & ~3;
}
