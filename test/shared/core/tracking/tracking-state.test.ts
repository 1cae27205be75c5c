import { describe, expect, test } from 'vitest';
import { TrackingStateMachine } from '../../../../src/shared/core/tracking/tracking-state.ts';

/** A machine that has seen a face at 0, 33, … 990 ms. */
function trackedFor990Milliseconds(): TrackingStateMachine {
  const machine = new TrackingStateMachine();
  for (let time = 0; time <= 990; time += 33) {
    machine.advance(true, 'none', time);
  }
  return machine;
}

describe('a lost face', () => {
  test('is held for 0.3 s, eased for 0.7 s, then lost', () => {
    const machine = trackedFor990Milliseconds();
    const states = [1000, 1289, 1290, 1989, 1990].map((time) => {
      machine.advance(false, 'none', time);
      return machine.state;
    });

    expect(states).toEqual(['held', 'held', 'eased', 'eased', 'lost']);
  });

  test('loses confidence steadily', () => {
    const machine = trackedFor990Milliseconds();
    expect(machine.confidence).toBe(1);

    machine.advance(false, 'none', 1490);
    expect(machine.confidence).toBeCloseTo(0.5, 6);

    machine.advance(false, 'none', 5000);
    expect(machine.confidence).toBe(0);
  });

  test('moves to rest without a jump', () => {
    const machine = trackedFor990Milliseconds();
    const shares: number[] = [];
    for (let time = 1023; time < 2100; time += 33) {
      machine.advance(false, 'none', time);
      if (machine.source === 'rest') {
        shares.push(machine.share);
      }
    }

    const steps = shares.map((share, i) => share - (shares[i - 1] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...steps)).toBeLessThan(0.1);
    expect(shares.at(-1)).toBe(1);
  });
});

describe('a face that comes back', () => {
  test('after a long time is met over a quarter of a second', () => {
    const machine = trackedFor990Milliseconds();
    for (let time = 1023; time < 4000; time += 33) {
      machine.advance(false, 'none', time);
    }

    machine.advance(true, 'none', 4000);
    expect(machine.state).toBe('tracked');
    expect(machine.hasChanged).toBe(true);
    expect(machine.share).toBeLessThan(0.1);

    machine.advance(true, 'none', 4125);
    expect(machine.share).toBeGreaterThan(0.3);
    machine.advance(true, 'none', 4250);
    expect(machine.share).toBe(1);
  });

  test('after one missing frame is there two frames later', () => {
    const machine = trackedFor990Milliseconds();
    machine.advance(false, 'none', 1023);

    machine.advance(true, 'none', 1056);
    machine.advance(true, 'none', 1089);

    expect(machine.share).toBe(1);
  });

  test('the first face of all is shown as it is', () => {
    const machine = new TrackingStateMachine();
    machine.advance(false, 'none', 0);
    expect(machine.state).toBe('lost');

    machine.advance(true, 'none', 33);

    expect(machine.share).toBe(1);
  });
});

describe('concealment', () => {
  test('hides at once, whether or not there is a face', () => {
    const machine = trackedFor990Milliseconds();

    machine.advance(true, 'hide', 1023);

    expect(machine.state).toBe('hidden');
    expect(machine.source).toBe('rest');
    expect(machine.confidence).toBe(0);
    machine.advance(false, 'hide', 1233);
    expect(machine.state).toBe('hidden');
    expect(machine.share).toBe(1);
  });

  test('freezes what was shown', () => {
    const machine = trackedFor990Milliseconds();

    machine.advance(true, 'freeze', 1023);

    expect(machine.state).toBe('hidden');
    expect(machine.source).toBe('kept');
  });

  test('lets the face return without a jump', () => {
    const machine = trackedFor990Milliseconds();
    for (let time = 1023; time < 3000; time += 33) {
      machine.advance(true, 'hide', time);
    }

    machine.advance(true, 'none', 3000);

    expect(machine.state).toBe('tracked');
    expect(machine.share).toBeLessThan(0.1);
  });

  test('says nothing of a face that was never seen', () => {
    const machine = new TrackingStateMachine();
    machine.advance(false, 'hide', 0);

    machine.advance(false, 'none', 33);

    expect(machine.state).toBe('lost');
  });
});
