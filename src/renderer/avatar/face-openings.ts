/**
 * Rings of landmarks around the holes of the face mesh, in order, so that a fan over each fills it.
 * Indices are facts of MediaPipe's face mesh topology; left and right are the subject's.
 */
export const EYE_RING_LEFT: readonly number[] = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
];
export const EYE_RING_RIGHT: readonly number[] = [
  33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7,
];
export const MOUTH_RING: readonly number[] = [
  78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
];

/** First landmark of each iris: the centre, followed by four points on its border. */
export const IRIS_LEFT = 473;
export const IRIS_RIGHT = 468;

/** Triangles `[(ring length − 2) × 3]` of a fan over a ring. */
export function fanTriangles(ring: readonly number[]): number[] {
  const [first = 0] = ring;
  const triangles: number[] = [];
  for (let i = 1; i + 1 < ring.length; i++) {
    triangles.push(first, ring[i] ?? first, ring[i + 1] ?? first);
  }
  return triangles;
}
