import type { Object3D, WebGLRenderer } from 'three';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';

/** One way of showing the face: what an AvatarView draws. About two units high, seen along −Z from its camera. */
export interface AvatarDisplay {
  readonly object: Object3D;
  /** Takes over one frame. Reads both objects at once, keeps neither; allocates nothing. */
  update(frame: FaceFrame, observation: FaceObservation): void;
  /** Draws what `object` is made from, before each drawing of it. */
  prepare?(renderer: WebGLRenderer): void;
  dispose(): void;
}
