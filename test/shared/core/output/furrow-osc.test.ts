import { describe, expect, it } from 'vitest';
import { EXPRESSION_NAMES } from '../../../../src/shared/core/face/expression-names.ts';
import { WRINKLE_REGIONS } from '../../../../src/shared/core/face/wrinkle-regions.ts';
import {
  LOOPBACK_DATAGRAM_BYTES,
  NETWORK_DATAGRAM_BYTES,
} from '../../../../src/shared/core/output/datagrams.ts';
import { FurrowOscEncoder } from '../../../../src/shared/core/output/furrow-osc.ts';
import { messagesOf, packetsOf } from '../../../support/osc-decoding.ts';
import { sampleFaceFrame, withDetail } from '../../../support/sample-face-frame.ts';
import { OSC_TARGET } from '../../../support/targets.ts';

function encode(frame = sampleFaceFrame(), prefix = '/furrow') {
  const encoder = new FurrowOscEncoder({ ...OSC_TARGET, prefix }, LOOPBACK_DATAGRAM_BYTES);
  return messagesOf(encoder.encode(frame));
}

describe('FurrowOscEncoder', () => {
  it('sends time, tracking, head and gaze', () => {
    expect(encode().slice(0, 6)).toEqual([
      { address: '/furrow/time', types: ',f', args: [12.5] },
      { address: '/furrow/tracking', types: ',sf', args: ['tracked', 0.75] },
      { address: '/furrow/head/position', types: ',fff', args: [1.5, -2.5, -48] },
      { address: '/furrow/head/rotation', types: ',ffff', args: [0.5, -0.5, 0.5, 0.5] },
      { address: '/furrow/eye/left', types: ',ff', args: [0.25, -0.125] },
      { address: '/furrow/eye/right', types: ',ff', args: [0.5, -0.0625] },
    ]);
  });

  it('sends the 52 expressions by name, and nothing of a detail model that is not there', () => {
    expect(encode().slice(6)).toEqual(
      EXPRESSION_NAMES.map((name, index) => ({
        address: `/furrow/face/${name}`,
        types: ',f',
        args: [(index + 1) / 64],
      })),
    );
  });

  it('sends wrinkles and FLAME parameters where the frame has them', () => {
    const messages = encode(withDetail(sampleFaceFrame())).slice(58);

    expect(messages.slice(0, 15)).toEqual(
      WRINKLE_REGIONS.map((region, index) => ({
        address: `/furrow/wrinkle/${region}`,
        types: ',f',
        args: [(index + 1) / 16],
      })),
    );
    expect(messages[15]).toEqual({ address: '/furrow/flame/expression/0', types: ',f', args: [-1] });
    expect(messages[64]).toEqual({
      address: '/furrow/flame/expression/49',
      types: ',f',
      args: [49 / 32 - 1],
    });
    expect(messages.slice(65)).toEqual([
      { address: '/furrow/flame/jaw', types: ',fff', args: [0.375, -0.25, 0.0625] },
    ]);
  });

  it('says each tracking state, and keeps sending when the face is lost', () => {
    const frame = sampleFaceFrame();
    for (const state of ['held', 'eased', 'lost', 'hidden'] as const) {
      frame.tracking = state;
      const messages = encode(frame);

      expect(messages[1]?.args[0]).toBe(state);
      expect(messages).toHaveLength(58);
    }
  });

  it('leaves out only what is not a number', () => {
    const frame = sampleFaceFrame();
    frame.headRotation[2] = Number.NaN;
    frame.expression[0] = Number.NaN;

    const addresses = encode(frame).map(({ address }) => address);

    expect(addresses).toHaveLength(56);
    expect(addresses).not.toContain('/furrow/head/rotation');
    expect(addresses).not.toContain('/furrow/face/browDownLeft');
  });

  it('has room for everything under the longest prefix, in packets below 1400 bytes for a network', () => {
    const prefix = `/${'p'.repeat(63)}`;
    const encoder = new FurrowOscEncoder({ ...OSC_TARGET, prefix }, NETWORK_DATAGRAM_BYTES);

    const datagrams = encoder.encode(withDetail(sampleFaceFrame()));

    expect(messagesOf(datagrams)).toHaveLength(58 + 15 + 50 + 1);
    expect(messagesOf(datagrams).every(({ address }) => address.startsWith(`${prefix}/`))).toBe(true);
    expect(Math.max(...packetsOf(datagrams).map(({ length }) => length))).toBeLessThan(1400);
  });

  it('puts a whole frame into one packet for this machine', () => {
    const encoder = new FurrowOscEncoder(OSC_TARGET, LOOPBACK_DATAGRAM_BYTES);

    expect(encoder.encode(withDetail(sampleFaceFrame())).count).toBe(1);
  });
});
