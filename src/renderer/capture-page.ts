import { backendAddress } from './backend/backend-address.ts';
import { currentLaunchPage, readLaunchOptions } from './session/launch-options.ts';

/* Entry of the page that has no window: gives the worker that does everything its address. */

const worker = new Worker(new URL('./capture/headless/headless.worker.ts', import.meta.url), {
  type: 'module',
  name: 'headless capture',
});
// Its socket closes with it: so the process that waits for it hears of its end.
worker.addEventListener('error', () => worker.terminate());
worker.postMessage(backendAddress(location.href, readLaunchOptions(currentLaunchPage()).token));
