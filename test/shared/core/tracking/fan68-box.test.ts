import { describe, expect, it } from 'vitest';
import { fan68Box } from '../../../../src/shared/core/tracking/fan68-box.ts';

const EAR_RIGHT = 127;
const EAR_LEFT = 356;
const BROW = 105;
const CHIN = 152;
const FOREHEAD = 10;

/** All points in the middle of a picture but those that span a box of 20 … 60 % of its width and 30 … 80 % of its height. */
function landmarks(): Float32Array {
  const points = new Float32Array(478 * 3).fill(0.4);
  const place = (point: number, x: number, y: number) => points.set([x, y], point * 3);
  place(EAR_RIGHT, 0.2, 0.4);
  place(EAR_LEFT, 0.6, 0.4);
  place(BROW, 0.4, 0.3);
  place(CHIN, 0.4, 0.8);
  place(FOREHEAD, 0.4, 0.1);
  return points;
}

describe('the box of FAN’s landmarks', () => {
  it('is near that of jaw and brows, whatever the forehead', () => {
    const box = fan68Box(landmarks(), 500, 400);

    // 200 pixels wide and high, and a few per cent of that off.
    expect(box.left).toBeCloseTo(100 - 0.5 + 200 * 0.0144, 3);
    expect(box.right).toBeCloseTo(300 - 0.5 - 200 * 0.0144, 3);
    expect(box.top).toBeCloseTo(120 - 0.5 - 200 * 0.0254, 3);
    expect(box.bottom).toBeCloseTo(320 - 0.5 + 200 * 0.0356, 3);
  });

  it('grows with the picture', () => {
    const small = fan68Box(landmarks(), 500, 400);
    const large = fan68Box(landmarks(), 1000, 800);

    expect(large.right - large.left).toBeCloseTo(2 * (small.right - small.left), 3);
  });
});
