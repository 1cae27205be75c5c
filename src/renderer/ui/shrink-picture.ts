/** Longest edge of a background, pixels: sharp on any screen that is streamed. */
const LONGEST_EDGE = 1920;
const JPEG_QUALITY = 0.88;

/**
 * A picture as a JPEG file no larger than a screen. A file that is no picture is given back as far as it is read, for the
 * services to refuse in words.
 */
export async function shrinkPicture(file: Blob): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) {
    return new Uint8Array(await file.slice(0, 64).arrayBuffer());
  }
  const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Uint8Array(await jpeg.arrayBuffer());
}
