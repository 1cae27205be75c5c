import { describe, expect, it } from 'vitest';
import { readLaunchOptions } from '../../../src/renderer/session/launch-options.ts';

function pageWith(hash: string, stored = new Map<string, string>()) {
  let stripped = 0;
  return {
    page: {
      hash,
      storage: {
        getItem: (key: string) => stored.get(key) ?? null,
        setItem: (key: string, value: string) => void stored.set(key, value),
      },
      stripFragment: () => {
        stripped += 1;
      },
    },
    stored,
    timesStripped: () => stripped,
  };
}

describe('readLaunchOptions', () => {
  it('takes the token and hides it', () => {
    const { page, timesStripped } = pageWith('#token=abc');

    expect(readLaunchOptions(page)).toEqual({ token: 'abc', source: undefined });
    expect(timesStripped()).toBe(1);
  });

  it('remembers the token across a reload', () => {
    const first = pageWith('#token=abc');
    readLaunchOptions(first.page);

    expect(readLaunchOptions(pageWith('', first.stored).page).token).toBe('abc');
  });

  it('leaves an address without a fragment alone', () => {
    const { page, timesStripped } = pageWith('');

    expect(readLaunchOptions(page)).toEqual({ token: undefined, source: undefined });
    expect(timesStripped()).toBe(0);
  });

  it('reads a camera and a video', () => {
    expect(readLaunchOptions(pageWith('#camera=Front%20camera').page).source).toEqual({
      kind: 'camera',
      name: 'Front camera',
    });
    expect(readLaunchOptions(pageWith('#video=/media/0').page).source).toEqual({
      kind: 'video',
      path: '/media/0',
    });
  });

  it.each([
    ['demo', 'Ada'],
    ['demo:Finn', 'Finn'],
  ])('reads the demo performer %s', (camera, performer) => {
    const { page } = pageWith(`#camera=${encodeURIComponent(camera)}`);

    expect(readLaunchOptions(page).source).toEqual({ kind: 'demo', performer });
  });

  it.each(['//evil.example/x', '/\\evil.example/x', '/\t/evil.example', 'https://evil.example/x', ''])(
    'refuses the video %j of another origin',
    (video) => {
      const hash = `#video=${encodeURIComponent(video)}`;

      expect(readLaunchOptions(pageWith(hash).page).source).toBeUndefined();
    },
  );
});
