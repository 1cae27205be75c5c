import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BackgroundPictureFile } from '../../../../src/main/services/avatar/background-picture.ts';
import type { BackgroundPicture } from '../../../../src/shared/contract/avatar.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);

async function openFile() {
  const path = join(await temporaryFolder(), 'background');
  const told: BackgroundPicture[] = [];
  return { path, told, file: new BackgroundPictureFile(path, (picture) => told.push(picture)) };
}

describe('the background picture', () => {
  it('is kept for its owner alone, told, and told again after a restart', async () => {
    const { path, told, file } = await openFile();

    await file.load();
    await file.set({ bytes: JPEG });
    await new BackgroundPictureFile(path, (picture) => told.push(picture)).load();

    expect(told).toEqual([{ bytes: undefined }, { bytes: JPEG }, { bytes: JPEG }]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is deleted when none is wanted any more', async () => {
    const { path, told, file } = await openFile();

    await file.set({ bytes: JPEG });
    await file.set({ bytes: undefined });

    expect(told.at(-1)).toEqual({ bytes: undefined });
    await expect(stat(path)).rejects.toThrow();
  });

  it('is nothing but a picture', async () => {
    const { path, told, file } = await openFile();

    for (const bytes of [new TextEncoder().encode('<svg>'), JPEG.subarray(0, 2), new Uint8Array(0)]) {
      await expect(file.set({ bytes })).rejects.toMatchObject({ code: 'avatar/no-picture' });
    }
    await writeFile(path, 'not a picture');
    await file.load();

    expect(told).toEqual([{ bytes: undefined }]);
  });
});
