import { EXPRESSION_NAMES } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { NECK_SHARE } from '../face/neck-share.ts';
import type { Datagrams } from './datagrams.ts';
import { encodeMessageHead } from './osc-message-head.ts';
import { OscPackets } from './osc-packets.ts';
import { PERFECT_SYNC_NAMES } from './perfect-sync-names.ts';
import type { VmcExpressionNames, VmcTarget } from './target.ts';
import { writeUnityEyeRotation, writeUnityHeadRotation } from './unity-rotation.ts';
import { VRM_PRESETS, writeVrmPresets } from './vrm-presets.ts';

const HEAD_SHARE = 1 - NECK_SHARE;
/** Three numbers of position (always zero: Furrow knows no avatar's proportions), four of rotation. */
const BONE_ARGUMENTS = 7;
const ROTATION_OFFSET = 3;
/** `/VMC/Ext/OK`: loaded, calibrated (3 = done), normal mode, tracking status. */
const TRACKING_STATUS_INDEX = 3;

const OK = encodeMessageHead('/VMC/Ext/OK', 'iiii');
const TIME = encodeMessageHead('/VMC/Ext/T', 'f');
const BLEND_APPLY = encodeMessageHead('/VMC/Ext/Blend/Apply', '');
const NECK = boneHead('Neck');
const HEAD = boneHead('Head');
const LEFT_EYE = boneHead('LeftEye');
const RIGHT_EYE = boneHead('RightEye');

/**
 * Encodes frames for the VMC protocol (protocol.vmc.info, version 3.1) as performer or assistant: availability,
 * time, local rotations of neck, head and eyes in Unity's axes, expressions, and last of all the message that applies
 * them. Root and body are never sent: they belong to whoever moves the body. Tracking status is 1 while the face is
 * seen or lost for just a moment (`held`), otherwise 0; the pose is then the frame's, on its way to neutral.
 */
export class VmcEncoder {
  readonly #packets: OscPackets;
  readonly #target: VmcTarget;
  readonly #blendHeads: readonly Uint8Array[];
  readonly #presets = new Float32Array(VRM_PRESETS.length);
  readonly #status = Int32Array.of(1, 3, 0, 0);
  readonly #bone = new Float32Array(BONE_ARGUMENTS);

  /** @param maximumBytes datagram limit, e.g. `NETWORK_DATAGRAM_BYTES` */
  constructor(target: VmcTarget, maximumBytes: number) {
    this.#packets = new OscPackets(maximumBytes);
    this.#target = target;
    this.#blendHeads = blendNames(target.expressionNames).map((name) =>
      encodeMessageHead('/VMC/Ext/Blend/Val', 'sf', [name]),
    );
  }

  /** The frame's packets, overwritten by the next call. Allocates nothing. */
  encode(frame: FaceFrame): Datagrams {
    const packets = this.#packets;
    packets.clear();
    const isSeen = frame.tracking === 'tracked' || frame.tracking === 'held';
    this.#status[TRACKING_STATUS_INDEX] = isSeen ? 1 : 0;
    packets.addInts(OK, this.#status);
    packets.addFloat(TIME, frame.time / 1000);
    if (this.#target.sendHead) {
      this.#addHeadBone(NECK, frame, NECK_SHARE);
      this.#addHeadBone(HEAD, frame, HEAD_SHARE);
    }
    if (this.#target.sendEyes) {
      this.#addEyeBone(LEFT_EYE, frame.gazeLeft);
      this.#addEyeBone(RIGHT_EYE, frame.gazeRight);
    }
    packets.addFloatEach(this.#blendHeads, this.#blendWeights(frame));
    packets.add(BLEND_APPLY);
    return packets;
  }

  #addHeadBone(head: Uint8Array, frame: FaceFrame, share: number): void {
    writeUnityHeadRotation(frame.headRotation, share, this.#bone, ROTATION_OFFSET);
    this.#packets.addFloats(head, this.#bone);
  }

  #addEyeBone(head: Uint8Array, gaze: Float32Array): void {
    writeUnityEyeRotation(gaze, this.#bone, ROTATION_OFFSET);
    this.#packets.addFloats(head, this.#bone);
  }

  #blendWeights(frame: FaceFrame): Float32Array {
    const names = this.#target.expressionNames;
    if (names === 'perfect-sync' || names === 'perfect-sync-camel') {
      return frame.expression;
    }
    writeVrmPresets(frame.expression, this.#presets);
    return this.#presets;
  }
}

function boneHead(bone: string): Uint8Array {
  return encodeMessageHead('/VMC/Ext/Bone/Pos', 'sfffffff', [bone]);
}

function blendNames(names: VmcExpressionNames): readonly string[] {
  switch (names) {
    case 'perfect-sync':
      return PERFECT_SYNC_NAMES;
    case 'perfect-sync-camel':
      return EXPRESSION_NAMES;
    case 'vrm0':
      return VRM_PRESETS.map((preset) => preset.vrm0);
    case 'vrm1':
      return VRM_PRESETS.map((preset) => preset.vrm1);
  }
}
