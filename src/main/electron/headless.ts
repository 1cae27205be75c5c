import { app, BrowserWindow, session } from 'electron';
import { lockDownPages, lockDownSession, silenceChromium } from './lock-down.ts';

/* Entry of Electron without a window: opens the page that FURROW_PAGE names and ends when the process that started it does. */

const address = process.env.FURROW_PAGE ?? '';
silenceChromium(app);
lockDownPages(app);
app.on('window-all-closed', () => app.quit());
process.stdin.on('end', () => app.exit()).resume();

app
  .whenReady()
  .then(async () => {
    const pages = session.fromPartition('headless');
    lockDownSession(pages, new URL(address).origin);
    const page = new BrowserWindow({
      show: false,
      webPreferences: {
        session: pages,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        backgroundThrottling: false,
      },
    });
    await page.loadURL(address);
  })
  .catch(() => app.exit(1));
