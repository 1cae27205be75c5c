import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/contract/app-error.ts';
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from '../../../src/shared/contract/wire-codec.ts';

const message = {
  type: 'signal',
  name: 'frame',
  value: {
    time: 12.5,
    missing: undefined,
    landmarks: Float32Array.from({ length: 30 }, (_, i) => i / 7),
    bytes: new Uint8Array([1, 2, 3]),
    doubles: new Float64Array([Math.PI, Number.NaN]),
    names: ['~', 'jawOpen', null, true, -0, Number.NaN],
  },
};

describe('wire codec', () => {
  test('gives back what was encoded', () => {
    const decoded = decodeMessage(encodeMessage(message));
    expect(decoded).toEqual(message);
    expect(Object.hasOwn((decoded as typeof message).value, 'missing')).toBe(true);
  });

  test('decodes a message that lies unaligned in a larger buffer', () => {
    const encoded = encodeMessage(message);
    const larger = new Uint8Array(encoded.length + 5);
    larger.set(encoded, 3);
    expect(decodeMessage(larger.subarray(3, 3 + encoded.length))).toEqual(message);
  });

  test('refuses to encode what would not arrive', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    for (const wrong of [
      () => 1,
      Symbol('x'),
      1n,
      new Map(),
      new Date(),
      cycle,
      JSON.parse('{"__proto__":1}'),
    ]) {
      expect(() => encodeMessage({ wrong })).toThrow(TypeError);
    }
    expect(() => encodeMessage(new Uint8Array(MAX_MESSAGE_BYTES))).toThrow(AppError);
  });

  test('refuses keys that reach a prototype', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      expect(() => decodeMessage(handMade(`{"value":{"a":{"${key}":{"polluted":1}}},"arrays":[]}`))).toThrow(
        AppError,
      );
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('refuses headers that promise what is not there', () => {
    const wrong = [
      '',
      'null',
      '[]',
      '{"value":1}',
      '{"arrays":[]}',
      '{"value":1,"arrays":{}}',
      '{"value":"~#0","arrays":[]}',
      '{"value":"~#","arrays":[]}',
      '{"value":"~unknown","arrays":[]}',
      '{"value":1,"arrays":[["Float32Array",1073741824]]}',
      '{"value":1,"arrays":[["Float32Array",-1]]}',
      '{"value":1,"arrays":[["Float32Array",1e300]]}',
      '{"value":1,"arrays":[["Float32Array",0.5]]}',
      '{"value":1,"arrays":[["Function",1]]}',
      '{"value":1,"arrays":[["toString",1]]}',
      '{"value":1,"arrays":[null]}',
      `{"value":1,"arrays":[${Array(2000).fill('["Int8Array",0]').join(',')}]}`,
      `{"value":${'['.repeat(100_000)}${']'.repeat(100_000)},"arrays":[]}`,
    ];
    for (const header of wrong) {
      expect(() => decodeMessage(handMade(header)), header.slice(0, 60)).toThrow(AppError);
    }
  });

  test('refuses a header length of 4 GB and a message above the cap', () => {
    const bytes = encodeMessage(1);
    new DataView(bytes.buffer).setUint32(4, 0xffffffff, true);
    expect(() => decodeMessage(bytes)).toThrow(AppError);
    expect(() => decodeMessage(new Uint8Array(MAX_MESSAGE_BYTES + 8))).toThrow(AppError);
  });

  test('answers every truncation and 20,000 seeded mutations with a message or an AppError', () => {
    const encoded = encodeMessage(message);
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeMessage(encoded.slice(0, length))).toThrow(AppError);
    }

    const random = createRandom(20_261_122);
    for (let round = 0; round < 20_000; round++) {
      const mutated = encoded.slice();
      const changes = 1 + Math.floor(random() * 4);
      for (let change = 0; change < changes; change++) {
        const at = Math.floor(random() * mutated.length);
        mutated[at] = (mutated[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      try {
        decodeMessage(mutated);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError);
      }
    }
  });
});

/** A message with a header of one's own choosing and no array bytes. */
function handMade(header: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header.padEnd(Math.ceil(header.length / 8) * 8));
  const bytes = new Uint8Array(8 + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x31575246, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, 8);
  return bytes;
}

/** Mulberry32: a small seeded generator of numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
