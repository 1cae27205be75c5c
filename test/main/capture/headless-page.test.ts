import { expect, test } from 'vitest';
import { chromiumLauncher } from '../../../src/main/browser/headless-browser.ts';
import { HeadlessPage } from '../../../src/main/capture/headless-page.ts';
import { SILENT_LOG } from '../../../src/main/services/log/log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('says what to install when no browser starts', async () => {
  const opening = HeadlessPage.open({
    rendererFolder: await temporaryFolder(),
    officialBundle: undefined,
    browsers: [chromiumLauncher(process.execPath), chromiumLauncher('/nowhere/chromium')],
    log: SILENT_LOG,
  });
  await expect(opening).rejects.toMatchObject({
    code: 'capture/no-browser',
    message: expect.stringContaining('FURROW_CHROMIUM'),
  });
});
