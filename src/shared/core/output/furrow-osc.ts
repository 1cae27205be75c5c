import { EXPRESSION_NAMES } from '../face/expression-names.ts';
import type { FaceFrame, TrackingState } from '../face/face-frame.ts';
import { WRINKLE_REGIONS } from '../face/wrinkle-regions.ts';
import type { Datagrams } from './datagrams.ts';
import { encodeMessageHead } from './osc-message-head.ts';
import { OscPackets } from './osc-packets.ts';
import type { OscTarget } from './target.ts';

/** Number of FLAME expression coefficients in a frame (DECA, section 4.1). */
const FLAME_EXPRESSION_COUNT = 50;
/** Where the jaw's axis-angle begins in FLAME's pose vector, after the global rotation. */
const JAW_POSE_OFFSET = 3;

/**
 * Encodes frames as Furrow's own addresses, a public interface (docs/protocols.md): time, tracking state, head, gaze,
 * the 52 expressions, and wrinkles and FLAME parameters where the frame has them. All numbers are `f`.
 */
export class FurrowOscEncoder {
  readonly #packets: OscPackets;
  readonly #heads: ReturnType<typeof messageHeads>;
  readonly #jaw = new Float32Array(3);

  /** @param maximumBytes datagram limit, e.g. `NETWORK_DATAGRAM_BYTES` */
  constructor(target: OscTarget, maximumBytes: number) {
    this.#packets = new OscPackets(maximumBytes);
    this.#heads = messageHeads(target.prefix);
  }

  /** The frame's packets, overwritten by the next call. Allocates nothing. */
  encode(frame: FaceFrame): Datagrams {
    const packets = this.#packets;
    const heads = this.#heads;
    packets.clear();
    packets.addFloat(heads.time, frame.time / 1000);
    packets.addFloat(heads.tracking[frame.tracking], frame.confidence);
    packets.addFloats(heads.headPosition, frame.headTranslation);
    packets.addFloats(heads.headRotation, frame.headRotation);
    packets.addFloats(heads.eyeLeft, frame.gazeLeft);
    packets.addFloats(heads.eyeRight, frame.gazeRight);
    packets.addFloatEach(heads.face, frame.expression);
    if (!Number.isNaN(frame.wrinkleTime)) {
      packets.addFloatEach(heads.wrinkle, frame.wrinkles);
    }
    if (frame.flame !== undefined) {
      packets.addFloatEach(heads.flameExpression, frame.flame.expression);
      for (let axis = 0; axis < 3; axis++) {
        this.#jaw[axis] = frame.flame.pose[JAW_POSE_OFFSET + axis] ?? Number.NaN;
      }
      packets.addFloats(heads.flameJaw, this.#jaw);
    }
    return packets;
  }
}

function messageHeads(prefix: string) {
  const trackingHead = (state: TrackingState) => encodeMessageHead(`${prefix}/tracking`, 'sf', [state]);
  const weightHead = (group: string) => (name: string | number) =>
    encodeMessageHead(`${prefix}/${group}/${name}`, 'f');
  return {
    time: encodeMessageHead(`${prefix}/time`, 'f'),
    tracking: {
      tracked: trackingHead('tracked'),
      held: trackingHead('held'),
      eased: trackingHead('eased'),
      lost: trackingHead('lost'),
      hidden: trackingHead('hidden'),
    },
    headPosition: encodeMessageHead(`${prefix}/head/position`, 'fff'),
    headRotation: encodeMessageHead(`${prefix}/head/rotation`, 'ffff'),
    eyeLeft: encodeMessageHead(`${prefix}/eye/left`, 'ff'),
    eyeRight: encodeMessageHead(`${prefix}/eye/right`, 'ff'),
    face: EXPRESSION_NAMES.map(weightHead('face')),
    wrinkle: WRINKLE_REGIONS.map(weightHead('wrinkle')),
    flameExpression: Array.from({ length: FLAME_EXPRESSION_COUNT }, (_, index) => index).map(
      weightHead('flame/expression'),
    ),
    flameJaw: encodeMessageHead(`${prefix}/flame/jaw`, 'fff'),
  };
}
