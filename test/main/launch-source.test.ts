import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLaunchSource } from '../../src/main/launch-source.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('what --camera means', () => {
  test('is a file when there is one, and else a camera', async () => {
    const file = join(await temporaryFolder(), 'clip.mp4');
    await writeFile(file, '');

    expect(readLaunchSource(file)).toEqual({ camera: undefined, video: file });
    expect(readLaunchSource('Front camera')).toEqual({ camera: 'Front camera', video: undefined });
    expect(readLaunchSource(undefined)).toEqual({ camera: undefined, video: undefined });
  });

  test('is a demo performer, who looks like a camera', () => {
    expect(readLaunchSource('demo')).toEqual({ camera: 'demo', video: undefined });
    expect(readLaunchSource('demo:Finn')).toEqual({ camera: 'demo:Finn', video: undefined });
  });

  test('cannot be a file that is not there', () => {
    expect(() => readLaunchSource('/nowhere/clip.mp4')).toThrow(/no file \/nowhere\/clip.mp4/);
  });
});
