import { describe, expect, test } from 'vitest';
import { CropPace } from '../../../src/renderer/capture/crop-pace.ts';

describe('networks beside the tracker', () => {
  test('do not rest while the tracker keeps up', () => {
    const pace = new CropPace();
    pace.update(30, 30);
    expect(pace.pause).toBe(0);
  });

  test('rest longer and longer while it loses frames, up to a second', () => {
    const pace = new CropPace();
    const pauses = Array.from({ length: 8 }, () => {
      pace.update(20, 30);
      return pace.pause;
    });
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
  });

  test('come back to full speed when it keeps up again', () => {
    const pace = new CropPace();
    for (let i = 0; i < 8; i++) {
      pace.update(20, 30);
    }
    for (let i = 0; i < 12; i++) {
      pace.update(30, 30);
    }
    expect(pace.pause).toBe(0);
  });

  test('keep their pace in between, and without a source', () => {
    const pace = new CropPace();
    pace.update(20, 30);
    pace.update(28.5, 30);
    expect(pace.pause).toBe(50);
    pace.update(0, 0);
    expect(pace.pause).toBe(0);
  });
});
