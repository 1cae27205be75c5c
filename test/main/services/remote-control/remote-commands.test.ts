import { describe, expect, it } from 'vitest';
import { readRemoteRequest } from '../../../../src/main/services/remote-control/remote-commands.ts';

const calibrate = (...args: unknown[]) => readRemoteRequest({ address: '/furrow/calibrate', args });
const enable = (...args: unknown[]) => readRemoteRequest({ address: '/furrow/target/enable', args });

describe('readRemoteRequest', () => {
  it('calibrates without an argument or when a button is pressed, not when it is let go', () => {
    expect(calibrate()).toEqual({ name: 'calibrate' });
    expect(calibrate(1)).toEqual({ name: 'calibrate' });
    expect(calibrate(true)).toEqual({ name: 'calibrate' });
    expect(calibrate(0)).toBe('ignore');
    expect(calibrate(false)).toBe('ignore');
    expect(calibrate('now')).toBe('malformed');
  });

  it('starts and stops a recording like a button', () => {
    const record = (what: string, ...args: unknown[]) =>
      readRemoteRequest({ address: `/furrow/record/${what}`, args });
    expect(record('start')).toEqual({ name: 'record/start' });
    expect(record('stop', 1)).toEqual({ name: 'record/stop' });
    expect(record('start', 0)).toBe('ignore');
    expect(record('start', '/etc/passwd')).toBe('malformed');
  });

  it('switches targets with a whole number or a truth value', () => {
    expect(enable('vmc-local', 1)).toEqual({ name: 'target/enable', target: 'vmc-local', enabled: true });
    expect(enable('VMC', false)).toEqual({ name: 'target/enable', target: 'VMC', enabled: false });
  });

  it.each([
    [],
    ['vmc-local'],
    ['', 1],
    [1, 1],
    ['vmc-local', 2],
    ['vmc-local', Number.NaN],
    ['vmc-local', Number.POSITIVE_INFINITY],
    ['vmc-local', 'on'],
    ['vmc-local', null],
    [new Uint8Array(4), 1],
  ])('refuses to switch a target with %j', (...args) => {
    expect(enable(...args)).toBe('malformed');
  });

  it('knows no other address', () => {
    for (const address of [
      '/furrow',
      '/furrow/calibrate/',
      '/FURROW/CALIBRATE',
      '/furrow/*',
      '/constructor',
    ]) {
      expect(readRemoteRequest({ address, args: [] })).toBe('unknown');
    }
  });
});
