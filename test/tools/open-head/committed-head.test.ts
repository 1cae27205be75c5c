import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildOpenHead } from '../../../tools/open-head/build-open-head.ts';

const FOLDER = new URL('../../../models/open/', import.meta.url);

describe('models/open', () => {
  it('holds what the tool builds, byte for byte', { timeout: 180_000 }, () => {
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

    const built = [...buildOpenHead()].map(([name, bytes]) => [name, sha256(bytes)]);

    expect(built).toEqual(built.map(([name = '']) => [name, sha256(readFileSync(new URL(name, FOLDER)))]));
  });
});
