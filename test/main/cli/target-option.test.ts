import { expect, test } from 'vitest';
import { readTarget } from '../../../src/main/cli/target-option.ts';

test('reads kind, host and port', () => {
  expect(readTarget('osc:127.0.0.1:9001')).toMatchObject({
    kind: 'osc',
    host: '127.0.0.1',
    port: 9001,
    enabled: true,
  });
  expect(readTarget('vmc:studio.local:39540')).toMatchObject({
    kind: 'vmc',
    host: 'studio.local',
    port: 39_540,
  });
});

test.each([
  ['osc'],
  ['osc:host'],
  ['osc:host:0'],
  ['osc:host:70000'],
  ['dmx:host:9000'],
  ['osc:a b:9000'],
  [''],
])('refuses "%s"', (text) => {
  expect(() => readTarget(text)).toThrow(expect.objectContaining({ code: 'usage/wrong' }));
});
