import { beforeEach, describe, expect, it } from 'vitest';
import { FaceReading } from '../../../src/renderer/capture/face-reading.ts';
import type { ReliefPicture } from '../../../src/renderer/capture/relief/relief-messages.ts';
import type { FaceRelief, LiveFaceState } from '../../../src/shared/contract/live-face.ts';
import { createReliefObservation } from '../../../src/shared/core/detail/relief/relief-observation.ts';
import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import {
  createFaceObservation,
  type InferenceResult,
} from '../../../src/shared/core/face/face-observation.ts';

const running: LiveFaceState = {
  status: 'running',
  pack: 'open',
  input: 'uv-relief',
  provider: 'cpu',
  fallback: undefined,
  isEightBit: false,
  usesBasis: false,
};

const observation = { ...createFaceObservation(), hasFace: true };
const frame = { ...createFaceFrame(), tracking: 'tracked' } as const;
/** What a reading does with a picture is the relief client's affair. */
const picture = { clone: () => picture } as unknown as VideoFrame;

let time: number;
let looks: ReliefPicture[];
let reliefs: FaceRelief[];
/** Whom the relief clients that were made know. */
let people: (Uint8Array | undefined)[];
let closed: number;
let reading: FaceReading;

beforeEach(() => {
  time = 1000;
  looks = [];
  reliefs = [];
  people = [];
  closed = 0;
  reading = new FaceReading({
    now: () => time,
    read: () => Promise.reject(new Error('no crops are wanted here')),
    readRelief: async (relief): Promise<InferenceResult> => {
      reliefs.push(relief);
      return { frameIndex: relief.frameIndex, flame: undefined, wrinkles: new Float32Array(15).fill(0.5) };
    },
    createReliefClient: (identity) => {
      people.push(identity);
      return {
        look: async (look) => {
          looks.push(look);
          return createReliefObservation();
        },
        close: () => {
          closed += 1;
        },
      };
    },
  });
});

/** Shows a frame of that index and expression, and lets everything that can happen. */
async function show(index: number, smile = 0): Promise<void> {
  frame.expression[0] = smile;
  reading.look(picture, { ...observation, index }, frame);
  frame.expression[0] = -1;
  await new Promise((resolve) => setImmediate(resolve));
}

describe('reading the relief of a face', () => {
  it('sends what a frame shows with that frame’s own expression, and keeps the answer', async () => {
    reading.stateChanged(running);

    await show(7, 0.25);

    expect(reliefs).toHaveLength(1);
    expect(reliefs[0]).toMatchObject({ frameIndex: 7, weight: expect.any(Uint8Array) });
    expect(reliefs[0]?.expression[0]).toBe(0.25);
    expect(reading.newest).toMatchObject({ frameIndex: 7 });
    expect(reading.bytesOnTheWay).toBe(0);
  });

  it('looks at most five times a second, and less often while the tracker loses frames', async () => {
    reading.stateChanged(running);
    for (let index = 0; index < 30; index += 1) {
      await show(index);
      time += 1000 / 30;
    }
    expect(looks.length).toBeGreaterThanOrEqual(4);
    expect(looks.length).toBeLessThanOrEqual(5);

    looks = [];
    for (let times = 0; times < 8; times += 1) {
      reading.watchRate(10, 30);
    }
    for (let index = 0; index < 30; index += 1) {
      await show(index);
      time += 1000 / 30;
    }
    expect(looks.length).toBeLessThanOrEqual(2);
  });

  it('leaves pictures alone while the services wait to try again, and looks at once when the pack changes', async () => {
    let isBroken = true;
    reading = new FaceReading({
      now: () => time,
      read: async () => undefined,
      readRelief: async ({ frameIndex }) =>
        isBroken ? undefined : { frameIndex, flame: undefined, wrinkles: new Float32Array(15) },
      createReliefClient: () => ({
        look: async (look) => {
          looks.push(look);
          return createReliefObservation();
        },
        close: () => undefined,
      }),
    });
    const problem = { code: 'model/missing', message: 'gone' } as const;
    reading.stateChanged({ status: 'failing', pack: 'open', input: 'uv-relief', problem, retryAfter: 8000 });
    for (let index = 0; index < 40; index += 1) {
      await show(index);
      time += 250;
    }
    expect(looks).toHaveLength(2);

    isBroken = false;
    reading.stateChanged({ status: 'starting', pack: 'mended', input: 'uv-relief' });
    time += 250;
    await show(41);
    expect(reading.newest?.frameIndex).toBe(41);
  });

  it('looks at nothing that is hidden, lost or not wanted', async () => {
    await show(0);
    reading.stateChanged(running);
    reading.configure({ concealment: 'hide', fieldOfView: 45 });
    await show(1);
    reading.configure({ concealment: 'none', fieldOfView: 32 });
    reading.look(picture, { ...observation, hasFace: false }, frame);
    reading.look(picture, observation, { ...frame, tracking: 'eased' });
    expect(looks).toEqual([]);

    await show(2);
    expect(looks[0]).toMatchObject({ fieldOfView: 32 });
  });

  it('forgets what was seen of somebody else, and poses the new person’s head', async () => {
    reading.stateChanged(running);
    await show(0);

    const identity = Uint8Array.of(1, 2, 3);
    reading.changePerson(identity);
    expect(reading.newest).toBeUndefined();
    time += 1000;
    await show(1);

    expect(people).toEqual([undefined, identity]);
    expect(closed).toBe(1);
    expect(reading.newest).toMatchObject({ frameIndex: 1 });
  });

  it('ends the worker when another pack reads crops', async () => {
    reading.stateChanged(running);
    await show(0);

    reading.stateChanged({ status: 'off' });
    reading.stateChanged({ ...running, pack: 'deca', input: 'aligned-crop' });

    expect(closed).toBe(1);
    expect(reading.newest).toBeUndefined();
  });
});
