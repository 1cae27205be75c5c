import { beforeEach, describe, expect, it } from 'vitest';
import { TrackingMemory } from '../../../../src/renderer/capture/headless/tracking-memory.ts';
import { createFaceObservation } from '../../../../src/shared/core/face/face-observation.ts';

const observation = createFaceObservation();
let memory: TrackingMemory;

function keep(index: number): void {
  observation.index = index;
  observation.landmarks.fill(index);
  memory.keep(observation);
}

beforeEach(() => {
  memory = new TrackingMemory();
});

describe('a tracking memory', () => {
  it('has what every picture showed, whatever became of the observation since', () => {
    keep(0);
    keep(1);
    memory.finish(2);
    observation.landmarks.fill(Number.NaN);

    const seen = memory.recall();
    expect(seen?.map(({ index }) => index)).toEqual([0, 1]);
    expect(seen?.[1]?.landmarks[0]).toBe(1);
  });

  it('has nothing of an input that it saw in part: cut off, with pictures left out, or too long', () => {
    keep(0);
    expect(memory.recall()).toBeUndefined();

    memory.finish(2);
    expect(memory.recall()).toBeUndefined();

    keep(2);
    memory.finish(3);
    expect(memory.recall()).toBeUndefined();
  });

  it('forgets', () => {
    keep(0);
    memory.finish(1);
    memory.clear();
    expect(memory.recall()).toBeUndefined();
  });
});
