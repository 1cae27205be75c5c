import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder } from '../../src/main/data-folder.ts';

test('the data folder is the platform’s usual one unless FURROW_DATA names another', () => {
  const at = (platform: NodeJS.Platform, variables: Record<string, string> = {}) =>
    dataFolder({ platform, homeFolder: 'home', variables });

  expect(at('linux')).toBe(join('home', '.local', 'share', 'furrow'));
  expect(at('linux', { XDG_DATA_HOME: 'xdg' })).toBe(join('xdg', 'furrow'));
  expect(at('darwin')).toBe(join('home', 'Library', 'Application Support', 'Furrow'));
  expect(at('win32', { APPDATA: 'roaming' })).toBe(join('roaming', 'Furrow'));
  expect(at('linux', { FURROW_DATA: 'mine', XDG_DATA_HOME: 'xdg' })).toBe('mine');
});
