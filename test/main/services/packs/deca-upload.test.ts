import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DecaUpload } from '../../../../src/main/services/packs/deca-upload.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function emptyUpload(): Promise<{ readonly upload: DecaUpload; readonly folder: string }> {
  const folder = join(await temporaryFolder(), 'handed-over');
  return { upload: new DecaUpload(folder), folder };
}

it('puts files together piece by piece where an import looks for them, for the owner’s eyes', async () => {
  const { upload, folder } = await emptyUpload();

  await upload.add({ part: 'flame', offset: 0, bytes: Uint8Array.of(1, 2) });
  await upload.add({ part: 'mask', offset: 0, bytes: Uint8Array.of(9) });
  await upload.add({ part: 'flame', offset: 2, bytes: Uint8Array.of(3) });

  expect([...readFileSync(upload.paths.flame)]).toEqual([1, 2, 3]);
  expect([...readFileSync(join(upload.paths.data, 'uv_face_eye_mask.png'))]).toEqual([9]);
  expect(statSync(upload.paths.flame).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('begins a file anew that is given again', async () => {
  const { upload } = await emptyUpload();
  await upload.add({ part: 'flame', offset: 0, bytes: Uint8Array.of(1, 2) });
  await upload.add({ part: 'flame', offset: 0, bytes: Uint8Array.of(5) });
  expect([...readFileSync(upload.paths.flame)]).toEqual([5]);
});

it('refuses pieces out of order and files that are too large', async () => {
  const { upload } = await emptyUpload();
  await upload.add({ part: 'mask', offset: 0, bytes: Uint8Array.of(1) });
  await expect(upload.add({ part: 'mask', offset: 5, bytes: Uint8Array.of(1) })).rejects.toMatchObject({
    code: 'import/malformed',
  });
  await expect(upload.add({ part: 'template', offset: 3, bytes: Uint8Array.of(1) })).rejects.toMatchObject({
    code: 'import/malformed',
  });
  await expect(upload.add({ part: 'mask', offset: 16 << 20, bytes: Uint8Array.of(1) })).rejects.toMatchObject(
    {
      code: 'import/too-large',
    },
  );
});

it('leaves nothing when it is discarded', async () => {
  const { upload, folder } = await emptyUpload();
  await upload.add({ part: 'flame', offset: 0, bytes: Uint8Array.of(1) });
  await upload.discard();
  expect(existsSync(folder)).toBe(false);
});
