import { createFaceFrame, type FaceFrame } from '../face/face-frame.ts';
import { mirrorFaceFrame } from '../face/mirror-face-frame.ts';
import type { Datagrams } from './datagrams.ts';
import { FurrowOscEncoder } from './furrow-osc.ts';
import type { Target } from './target.ts';
import { VmcEncoder } from './vmc.ts';

/** Turns frames into one target's packets. */
export interface TargetEncoder {
  /** The frame's packets, overwritten by the next call. Leaves the frame as it is and allocates nothing. */
  encode(frame: FaceFrame): Datagrams;
}

/**
 * The encoder of a target's protocol, mirrored when the target wants it.
 *
 * @param maximumBytes datagram limit: `LOOPBACK_DATAGRAM_BYTES` or `NETWORK_DATAGRAM_BYTES`
 */
export function createTargetEncoder(target: Target, maximumBytes: number): TargetEncoder {
  const encoder = createProtocolEncoder(target, maximumBytes);
  if (!target.mirror) {
    return encoder;
  }
  const mirrored = createFaceFrame();
  return {
    encode(frame) {
      mirrorFaceFrame(frame, mirrored);
      return encoder.encode(mirrored);
    },
  };
}

function createProtocolEncoder(target: Target, maximumBytes: number): TargetEncoder {
  switch (target.kind) {
    case 'osc':
      return new FurrowOscEncoder(target, maximumBytes);
    case 'vmc':
      return new VmcEncoder(target, maximumBytes);
  }
}
