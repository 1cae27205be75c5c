import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isReachable, readWindowState } from '../../../src/main/electron/window-state.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const window = { x: 100, y: 100, width: 800, height: 600 };

describe('window state', () => {
  test('is used only where a hand can grasp the window', () => {
    expect(isReachable(window, [screen])).toBe(true);
    expect(isReachable({ ...window, x: 1900 }, [screen])).toBe(false);
    expect(isReachable({ ...window, x: 1900 }, [screen, { ...screen, x: 1920 }])).toBe(true);
    expect(isReachable({ ...window, y: -590 }, [screen])).toBe(false);
    expect(isReachable(window, [])).toBe(false);
  });

  test('is forgotten when the file makes no sense', async () => {
    const path = join(await temporaryFolder(), 'window.json');
    expect(await readWindowState(path)).toBeUndefined();
    for (const text of ['', '{', '{"x":1}', '{"x":0,"y":0,"width":1e9,"height":600,"isMaximized":false}']) {
      await writeFile(path, text);
      expect(await readWindowState(path), text).toBeUndefined();
    }
    await writeFile(path, JSON.stringify({ ...window, isMaximized: true }));
    expect(await readWindowState(path)).toEqual({ ...window, isMaximized: true });
  });
});
