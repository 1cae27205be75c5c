/**
 * The head frame's origin as FaceFrame has it, that of MediaPipe's canonical face, in the landmark basis's frame,
 * centimetres: the canonical face has its eye corners at (±3.2, 2.6, 3.5), and eyeballs, whose middle the basis has at
 * z −0.8, lie 0.8 behind theirs.
 */
export const HEAD_ORIGIN: readonly number[] = [0, -2.58, -3.5];
