import { describe, expect, it } from 'vitest';
import { createFaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { mirrorFaceFrame } from '../../../../src/shared/core/face/mirror-face-frame.ts';
import {
  LOOPBACK_DATAGRAM_BYTES,
  NETWORK_DATAGRAM_BYTES,
} from '../../../../src/shared/core/output/datagrams.ts';
import type { Target } from '../../../../src/shared/core/output/target.ts';
import { createTargetEncoder } from '../../../../src/shared/core/output/target-encoder.ts';
import { bytesAllocatedPerCall } from '../../../support/allocations.ts';
import { messagesOf } from '../../../support/osc-decoding.ts';
import { sampleFaceFrame, withDetail } from '../../../support/sample-face-frame.ts';
import { OSC_TARGET, VMC_TARGET } from '../../../support/targets.ts';

const TARGETS: readonly [string, Target][] = [
  ['generic OSC', OSC_TARGET],
  ['VMC with Perfect Sync', VMC_TARGET],
  ['VMC with VRM 1 presets', { ...VMC_TARGET, expressionNames: 'vrm1' }],
];

describe('createTargetEncoder', () => {
  it.each(TARGETS)('mirrors %s where the target wants it', (_, target) => {
    const frame = sampleFaceFrame();
    const mirrored = createFaceFrame();
    mirrorFaceFrame(frame, mirrored);

    const straight = messagesOf(createTargetEncoder(target, LOOPBACK_DATAGRAM_BYTES).encode(frame));
    const mirror = createTargetEncoder({ ...target, mirror: true }, LOOPBACK_DATAGRAM_BYTES);

    expect(messagesOf(mirror.encode(frame))).not.toEqual(straight);
    expect(messagesOf(mirror.encode(mirrored))).toEqual(straight);
  });

  it.each(TARGETS)('leaves the frame as it is for %s', (_, target) => {
    const frame = sampleFaceFrame();

    createTargetEncoder({ ...target, mirror: true }, LOOPBACK_DATAGRAM_BYTES).encode(frame);

    expect(frame).toEqual(sampleFaceFrame());
  });

  it.each(TARGETS)('allocates nothing but a few boxed numbers per frame for %s', (_, target) => {
    const encoder = createTargetEncoder(target, NETWORK_DATAGRAM_BYTES);
    const frame = withDetail(sampleFaceFrame());

    // An array, view or number per message would be thousands of bytes; the few numbers handed over once a frame stay
    // below 320 even where the engine boxes all of them.
    expect(bytesAllocatedPerCall(() => encoder.encode(frame))).toBeLessThan(512);
  });
});
