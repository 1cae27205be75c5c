import { describe, expect, it } from 'vitest';
import { EXPRESSION_NAMES } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import {
  LOOPBACK_DATAGRAM_BYTES,
  NETWORK_DATAGRAM_BYTES,
} from '../../../../src/shared/core/output/datagrams.ts';
import type { VmcTarget } from '../../../../src/shared/core/output/target.ts';
import { VmcEncoder } from '../../../../src/shared/core/output/vmc.ts';
import { decodeOscPacket, messagesOf, packetsOf } from '../../../support/osc-decoding.ts';
import { sampleFaceFrame } from '../../../support/sample-face-frame.ts';
import { VMC_TARGET } from '../../../support/targets.ts';

function encode(frame = sampleFaceFrame(), target: Partial<VmcTarget> = {}) {
  const encoder = new VmcEncoder({ ...VMC_TARGET, ...target }, LOOPBACK_DATAGRAM_BYTES);
  return messagesOf(encoder.encode(frame));
}

const bonesOf = (messages: ReturnType<typeof encode>) =>
  messages.filter(({ address }) => address === '/VMC/Ext/Bone/Pos');
const blendsOf = (messages: ReturnType<typeof encode>) =>
  messages.filter(({ address }) => address === '/VMC/Ext/Blend/Val');

describe('VmcEncoder', () => {
  it('begins with availability and time, and applies the expressions last', () => {
    const messages = encode();

    expect(messages.slice(0, 2)).toEqual([
      { address: '/VMC/Ext/OK', types: ',iiii', args: [1, 3, 0, 1] },
      { address: '/VMC/Ext/T', types: ',f', args: [12.5] },
    ]);
    expect(messages.at(-1)).toEqual({ address: '/VMC/Ext/Blend/Apply', types: ',', args: [] });
  });

  it('says a lost face with status 0 and keeps sending the neutral pose', () => {
    const messages = encode(createFaceFrame());

    expect(messages[0]?.args).toEqual([1, 3, 0, 0]);
    for (const { args } of bonesOf(messages)) {
      expect(args.slice(1).map((value) => Math.abs(Number(value)))).toEqual([0, 0, 0, 0, 0, 0, 1]);
    }
    expect(blendsOf(messages).every(({ args }) => args[1] === 0)).toBe(true);
    expect(blendsOf(messages)).toHaveLength(52);
  });

  it.each([
    ['tracked', 1],
    ['held', 1],
    ['eased', 0],
    ['lost', 0],
    ['hidden', 0],
  ] as const)('gives a face that is %s tracking status %i', (tracking, status) => {
    const frame = sampleFaceFrame();
    frame.tracking = tracking;

    expect(encode(frame)[0]?.args[3]).toBe(status);
  });

  it('names Perfect Sync clips in PascalCase or camelCase', () => {
    const camel = EXPRESSION_NAMES.map((name, index) => [name, (index + 1) / 64]);
    const pascal = camel.map(([name, weight]) => [
      String(name).replace(/^./, (first) => first.toUpperCase()),
      weight,
    ]);

    expect(blendsOf(encode()).map(({ args }) => args)).toEqual(pascal);
    const camelMessages = encode(sampleFaceFrame(), { expressionNames: 'perfect-sync-camel' });
    expect(blendsOf(camelMessages).map(({ args }) => args)).toEqual(camel);
  });

  it('names VRM presets for VRM 0 and VRM 1, and sends no Perfect Sync clip beside them', () => {
    const vrm0 = blendsOf(encode(sampleFaceFrame(), { expressionNames: 'vrm0' }));
    const vrm1 = blendsOf(encode(sampleFaceFrame(), { expressionNames: 'vrm1' }));

    expect(vrm0.map(({ args }) => args[0]).join(' ')).toBe(
      'A I U E O Blink_L Blink_R LookUp LookDown LookLeft LookRight Joy Angry Sorrow Surprised',
    );
    expect(vrm1.map(({ args }) => args[0]).join(' ')).toBe(
      'aa ih ou ee oh blinkLeft blinkRight lookUp lookDown lookLeft lookRight happy angry sad surprised',
    );
  });

  it('sends neck, head and eye bones and never root or body', () => {
    expect(bonesOf(encode()).map(({ args }) => args[0])).toEqual(['Neck', 'Head', 'LeftEye', 'RightEye']);
    expect(bonesOf(encode(sampleFaceFrame(), { sendHead: false })).map(({ args }) => args[0])).toEqual([
      'LeftEye',
      'RightEye',
    ]);
    expect(bonesOf(encode(sampleFaceFrame(), { sendEyes: false })).map(({ args }) => args[0])).toEqual([
      'Neck',
      'Head',
    ]);
    expect(encode().some(({ address }) => address.startsWith('/VMC/Ext/Root'))).toBe(false);
  });

  it('splits a frame for a network below 1400 bytes, with Apply in the last packet alone', () => {
    const encoder = new VmcEncoder(VMC_TARGET, NETWORK_DATAGRAM_BYTES);

    const packets = packetsOf(encoder.encode(sampleFaceFrame()));

    expect(packets).toHaveLength(3);
    expect(Math.max(...packets.map(({ length }) => length))).toBeLessThan(1400);
    const hasApply = packets.map((packet) =>
      decodeOscPacket(packet).some(({ address }) => address === '/VMC/Ext/Blend/Apply'),
    );
    expect(hasApply).toEqual([false, false, true]);
    expect(decodeOscPacket(packets.at(-1) ?? new Uint8Array()).at(-1)?.address).toBe('/VMC/Ext/Blend/Apply');
  });

  it('applies what is left when a value is not a number', () => {
    const frame = sampleFaceFrame();
    frame.gazeLeft[0] = Number.NaN;
    frame.expression[3] = Number.NaN;

    const messages = encode(frame);

    expect(bonesOf(messages).map(({ args }) => args[0])).toEqual(['Neck', 'Head', 'RightEye']);
    expect(blendsOf(messages)).toHaveLength(51);
    expect(messages.at(-1)?.address).toBe('/VMC/Ext/Blend/Apply');
  });
});
