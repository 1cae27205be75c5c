import { describe, expect, it } from 'vitest';
import { encodeMessageHead } from '../../../../src/shared/core/output/osc-message-head.ts';
import { OscPackets } from '../../../../src/shared/core/output/osc-packets.ts';
import { decodeOscPacket, messagesOf, packetsOf } from '../../../support/osc-decoding.ts';

const text = (characters: string) => [...characters].map((character) => character.charCodeAt(0));
const BUNDLE = [...text('#bundle'), 0, 0, 0, 0, 0, 0, 0, 0, 1];

describe('encodeMessageHead', () => {
  it('pads address and tags with one to four NULs', () => {
    expect([...encodeMessageHead('/a', 'f')]).toEqual([...text('/a'), 0, 0, ...text(',f'), 0, 0]);
    expect([...encodeMessageHead('/abc', 'fff')]).toEqual([
      ...text('/abc'),
      ...[0, 0, 0, 0],
      ...text(',fff'),
      ...[0, 0, 0, 0],
    ]);
  });

  it('writes strings as UTF-8', () => {
    const head = encodeMessageHead('/a', 's', ['あ']);

    expect([...head]).toEqual([...text('/a'), 0, 0, ...text(',s'), 0, 0, 0xe3, 0x81, 0x82, 0]);
    expect(decodeOscPacket(head)).toEqual([{ address: '/a', types: ',s', args: ['あ'] }]);
  });

  it('makes whole messages of T and F, which have no bytes', () => {
    expect(decodeOscPacket(encodeMessageHead('/on', 'TF'))).toEqual([
      { address: '/on', types: ',TF', args: [true, false] },
    ]);
  });
});

describe('OscPackets', () => {
  const float = encodeMessageHead('/a', 'f');

  it('writes a bundle to be applied immediately', () => {
    const packets = new OscPackets(1000);

    packets.addFloat(float, 0.5);

    expect(packetsOf(packets).map((packet) => [...packet])).toEqual([
      [...BUNDLE, 0, 0, 0, 12, ...text('/a'), 0, 0, ...text(',f'), 0, 0, 0x3f, 0, 0, 0],
    ]);
  });

  it('tags whole numbers as f when they are floats and i when they are ints', () => {
    const packets = new OscPackets(1000);

    packets.addFloat(float, 1);
    packets.addInts(encodeMessageHead('/b', 'ii'), Int32Array.of(-1, 258));

    expect([...(packetsOf(packets)[0] ?? [])].slice(32)).toEqual([
      ...[0, 0, 0, 16, ...text('/b'), 0, 0, ...text(',ii'), 0],
      ...[0xff, 0xff, 0xff, 0xff, 0, 0, 1, 2],
    ]);
    expect(messagesOf(packets).map(({ types }) => types)).toEqual([',f', ',ii']);
  });

  it('leaves out messages with numbers that are not finite, and counts them', () => {
    const packets = new OscPackets(1000);

    packets.addFloat(float, Number.NaN);
    packets.addFloat(float, Number.POSITIVE_INFINITY);
    packets.addFloats(encodeMessageHead('/b', 'ff'), Float32Array.of(1, Number.NaN));
    packets.addFloat(float, 0.25);

    expect(messagesOf(packets)).toEqual([{ address: '/a', types: ',f', args: [0.25] }]);
    expect(packets.refused).toBe(3);
  });

  it('begins another bundle when the limit is reached, in order and without cutting a message', () => {
    const packets = new OscPackets(64);

    for (let value = 0; value < 7; value++) {
      packets.addFloat(float, value);
    }

    const sizes = packetsOf(packets).map(({ length }) => length);
    expect(sizes).toEqual([64, 64, 32]);
    expect(messagesOf(packets).map(({ args }) => args[0])).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('starts over when cleared', () => {
    const packets = new OscPackets(64);
    packets.addFloat(float, 1);

    packets.clear();
    expect(packets.count).toBe(0);
    packets.addFloat(float, 2);

    expect(messagesOf(packets).map(({ args }) => args[0])).toEqual([2]);
  });

  it('leaves out and counts what no longer fits its buffer', () => {
    const packets = new OscPackets(1000);

    for (let index = 0; index < 5000; index++) {
      packets.addFloat(float, index);
    }

    const messages = messagesOf(packets);
    expect(messages.length + packets.refused).toBe(5000);
    expect(messages.at(-1)?.args).toEqual([messages.length - 1]);
  });
});
