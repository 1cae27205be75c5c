const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Fills `target` with the bytes that a base64 text stands for, as far as they go. Neither browsers nor Node are to be
 * presumed here, and they disagree about this.
 */
export function decodeBase64(text: string, target: Uint8Array | Int8Array): void {
  const values = new Uint8Array(128);
  for (let i = 0; i < BASE64.length; i++) {
    values[BASE64.charCodeAt(i)] = i;
  }
  let bits = 0;
  let bitCount = 0;
  let next = 0;
  for (let i = 0; i < text.length && next < target.length; i++) {
    bits = ((bits << 6) | (values[text.charCodeAt(i)] ?? 0)) & 0xffffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      target[next] = (bits >> bitCount) & 0xff;
      next += 1;
    }
  }
}
