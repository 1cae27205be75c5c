import { describe, expect, it, vi } from 'vitest';
import { TakePlayer } from '../../../../src/main/services/recording/take-player.ts';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import type { PlaybackState, PlayRequest } from '../../../../src/shared/contract/takes.ts';
import { writeSampleTake } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const REQUEST: PlayRequest = { name: 'take', loop: false, speed: 10, position: 0 };

async function openPlayer(frames: number) {
  const take = await TakeReader.open(await writeSampleTake(await temporaryFolder(), frames));
  const indices: number[] = [];
  const moments: number[] = [];
  const states: PlaybackState[] = [];
  const player = new TakePlayer({
    now: () => performance.now(),
    onFrame: ({ frame }) => {
      indices.push(frame.index);
      moments.push(performance.now());
    },
    onState: (state) => states.push(state),
  });
  return { take, player, indices, moments, states };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

describe('TakePlayer', () => {
  it('plays every frame once, never before its moment, and says when it is over', async () => {
    const { take, player, indices, moments, states } = await openPlayer(30);

    await player.play(take, REQUEST);
    expect(player.take).toBe('take');
    await player.finished();

    expect(indices).toEqual(range(0, 30));
    const start = moments[0] ?? 0;
    for (const [index, moment] of moments.entries()) {
      // The first frame itself may have been late by a little.
      expect(moment - start).toBeGreaterThan((index * 1000) / 60 / 10 - 20);
    }
    expect((moments.at(-1) ?? 0) - start).toBeGreaterThan(30);
    expect(states[0]).toMatchObject({ status: 'playing', take: 'take', position: 0, speed: 10, loop: false });
    expect(states.at(-1)).toEqual({ status: 'stopped', message: undefined });
    expect(player.take).toBeUndefined();
  });

  it('begins in the middle and jumps', async () => {
    const { take, player, indices } = await openPlayer(120);

    await player.play(take, { ...REQUEST, position: 1000 });
    await vi.waitFor(() => expect(indices.length).toBeGreaterThan(2), { interval: 1 });
    player.change({ position: 1900 });
    const before = indices.length;
    await player.finished();

    expect(indices.slice(0, before)).toEqual(range(60, 60 + before));
    expect(indices.slice(before)).toEqual(range(114, 120));
  });

  it('stands still while paused, goes on where it was, and stops', async () => {
    const { take, player, indices, states } = await openPlayer(120);

    await player.play(take, REQUEST);
    await vi.waitFor(() => expect(indices.length).toBeGreaterThan(2), { interval: 1 });
    player.change({ paused: true });
    const last = indices.length;
    expect(states.at(-1)).toMatchObject({ status: 'paused' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(indices).toHaveLength(last);
    player.change({ paused: false });
    await vi.waitFor(() => expect(indices.length).toBeGreaterThan(last + 2), { interval: 1 });
    await player.stop();

    // The frame that was shown last is shown again: receivers had lost the face meanwhile.
    expect(indices[last]).toBe(last - 1);
    expect(states.at(-1)?.status).toBe('stopped');
    expect(indices.length).toBeLessThan(120);
  });

  it('begins anew at the end until the loop is switched off', async () => {
    const { take, player, indices } = await openPlayer(6);

    await player.play(take, { ...REQUEST, loop: true });
    await vi.waitFor(() => expect(indices.length).toBeGreaterThan(13), { interval: 1 });
    player.change({ loop: false });
    await player.finished();

    expect(indices.slice(0, 14)).toEqual([...range(0, 6), ...range(0, 6), 0, 1]);
  });
});
