import { describe, expect, it } from 'vitest';
import { readOscMessages } from '../../../../src/main/services/remote-control/read-osc-messages.ts';
import { encodeMessageHead } from '../../../../src/shared/core/output/osc-message-head.ts';
import { OscPackets } from '../../../../src/shared/core/output/osc-packets.ts';
import { packetsOf } from '../../../support/osc-decoding.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const BUNDLE_HEADER = [...Buffer.from('#bundle\0'), 0, 0, 0, 0, 0, 0, 0, 1];

function bundle(...elements: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from([
    ...BUNDLE_HEADER,
    ...elements.flatMap((element) => [0, 0, element.length >> 8, element.length & 255, ...element]),
  ]);
}

/** A packet as a control surface sends it: a bundle with a command and something else. */
function commandPacket(): Uint8Array {
  const packets = new OscPackets(1396);
  packets.add(encodeMessageHead('/furrow/target/enable', 'sT', ['vmc-local']));
  packets.addFloat(encodeMessageHead('/fader/1', 'f'), 0.5);
  return packetsOf(packets)[0] ?? new Uint8Array();
}

describe('readOscMessages', () => {
  it('reads messages and bundles', () => {
    expect(readOscMessages(encodeMessageHead('/furrow/calibrate', ''))).toEqual([
      { address: '/furrow/calibrate', args: [] },
    ]);
    expect(readOscMessages(commandPacket())).toEqual([
      { address: '/furrow/target/enable', args: ['vmc-local', true] },
      { address: '/fader/1', args: [0.5] },
    ]);
  });

  it('reads names that are not ASCII', () => {
    const head = encodeMessageHead('/furrow/target/enable', 'sT', ['配信']);

    expect(readOscMessages(head)?.[0]?.args).toEqual(['配信', true]);
  });

  it('reads bundles in bundles, but not without end', () => {
    const message = encodeMessageHead('/furrow/calibrate', '');
    const nested = (depth: number): Uint8Array => (depth === 0 ? message : bundle(nested(depth - 1)));

    expect(readOscMessages(nested(3))).toEqual([{ address: '/furrow/calibrate', args: [] }]);
    expect(readOscMessages(nested(5))).toBeUndefined();
    expect(readOscMessages(nested(20))).toBeUndefined();
  });

  it('refuses what is no OSC', () => {
    const blob = [...Buffer.from('/a\0\0,b\0\0')];
    for (const bytes of [
      [],
      [0],
      [47, 97, 0, 0],
      [...Buffer.from('GET / HTTP/1.1\r\n')],
      BUNDLE_HEADER.slice(0, 8),
      [...BUNDLE_HEADER, 0x7f, 0xff, 0xff, 0xff],
      [...BUNDLE_HEADER, 0xff, 0xff, 0xff, 0xff],
      [...blob, 0x7f, 0xff, 0xff, 0xff],
      [...blob, 0xff, 0xff, 0xff, 0xff],
      [...Buffer.from('/a\0\0,f\0\0')],
    ]) {
      expect(readOscMessages(Uint8Array.from(bytes))).toBeUndefined();
    }
  });

  it('does not even look at a huge packet', () => {
    expect(readOscMessages(new Uint8Array(65_504).fill(47))).toBeUndefined();
  });

  it('shows nothing of memory outside the packet, which a small packet shares with others', () => {
    const secret = Uint8Array.from([...Buffer.from('/a\0\0,b\0\0'), 0, 0, 0, 4, ...Buffer.from('KEY!')]);
    const packet = secret.subarray(0, 12);

    expect(readOscMessages(packet)).toBeUndefined();
  });

  it('answers every truncation and 2000 seeded random packets with messages or nothing', () => {
    const valid = commandPacket();
    for (let length = 0; length < valid.length; length++) {
      expect(() => readOscMessages(valid.subarray(0, length))).not.toThrow();
    }

    const random = seededRandom(2026);
    let read = 0;
    for (let count = 0; count < 2000; count++) {
      const isMutation = count % 2 === 0;
      const bytes = isMutation ? Uint8Array.from(valid) : new Uint8Array(Math.floor(random() * 600) * 4);
      const changes = isMutation ? 1 + Math.floor(random() * 8) : bytes.length;
      for (let change = 0; change < changes; change++) {
        const at = isMutation ? Math.floor(random() * bytes.length) : change;
        bytes[at] = Math.floor(random() * 256);
      }
      read += readOscMessages(bytes) === undefined ? 0 : 1;
    }

    // Some mutations hit only a number or a name, and most random bytes are nothing.
    expect(read).toBeGreaterThan(10);
    expect(read).toBeLessThan(1000);
  });
});
