import { describe, expect, test } from 'vitest';
import {
  type FaceCandidate,
  FaceSelection,
  faceCandidate,
} from '../../../../src/shared/core/tracking/face-selection.ts';

const LEFT: FaceCandidate = { x: 150, y: 240, size: 200 };
const RIGHT: FaceCandidate = { x: 480, y: 240, size: 190 };

describe('face selection', () => {
  test('follows the largest face first', () => {
    expect(new FaceSelection().select([RIGHT, LEFT], 0)).toBe(1);
  });

  test('gives nothing when there is nobody', () => {
    expect(new FaceSelection().select([], 0)).toBeUndefined();
  });

  test('stays with one of two equal faces while sizes and order change', () => {
    const selection = new FaceSelection();
    selection.select([LEFT, RIGHT], 0);

    for (let i = 1; i < 100; i++) {
      const left = { ...LEFT, x: LEFT.x + (i % 5), size: 200 - (i % 30) };
      const right = { ...RIGHT, size: 190 + (i % 30) };
      const candidates = i % 2 === 0 ? [left, right] : [right, left];

      expect(selection.select(candidates, i * 33)).toBe(candidates.indexOf(left));
    }
  });

  test('changes to somebody who is clearly nearer for half a second', () => {
    const selection = new FaceSelection();
    selection.select([LEFT, RIGHT], 0);
    const near = { ...RIGHT, size: 300 };

    const followed = [33, 200, 500, 540, 573].map((time) => selection.select([LEFT, near], time));

    expect(followed).toEqual([0, 0, 0, 1, 1]);
  });

  test('is not taken by somebody who leans in for a moment', () => {
    const selection = new FaceSelection();
    selection.select([LEFT, RIGHT], 0);
    const near = { ...RIGHT, size: 300 };

    const followed = [33, 400, 433, 466, 800].map((time) =>
      selection.select([LEFT, time === 433 ? RIGHT : near], time),
    );

    expect(followed).toEqual([0, 0, 0, 0, 0]);
  });

  test('waits 0.3 s for a face that is missing before it takes another', () => {
    const selection = new FaceSelection();
    selection.select([LEFT, RIGHT], 0);

    expect(selection.select([RIGHT], 100)).toBeUndefined();
    expect(selection.select([RIGHT, LEFT], 133)).toBe(1);
    expect(selection.select([RIGHT], 166)).toBeUndefined();
    expect(selection.select([RIGHT], 466)).toBe(0);
  });
});

test('a candidate is the box of its landmarks in pixels', () => {
  const landmarks = [
    { x: 0.25, y: 0.5 },
    { x: 0.5, y: 0.25 },
    { x: 0.375, y: 1 },
  ];

  expect(faceCandidate(landmarks, 640, 480)).toEqual({ x: 240, y: 300, size: 360 });
});
