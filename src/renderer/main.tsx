import { createRoot } from 'react-dom/client';
import { createSession } from './session/create-session.ts';
import { currentLaunchPage, readLaunchOptions } from './session/launch-options.ts';
import { createAppStore } from './state/app-store.ts';
import { App } from './ui/app.tsx';

const root = document.getElementById('app');
if (root === null) {
  throw new Error('index.html has no #app');
}
const store = createAppStore();
const session = createSession({ store, launch: readLaunchOptions(currentLaunchPage()) });
createRoot(root).render(<App store={store} session={session} />);
