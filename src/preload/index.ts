import { ipcRenderer } from 'electron';
import { PORT_CHANNEL, type PortGiven, readPortWanted } from '../shared/contract/port-handover.ts';

// Hands the page ports to the main process when it asks for them, and nothing more.
window.addEventListener('message', (event) => {
  const id = readPortWanted(event.data);
  if (event.source !== window || id === undefined) {
    return;
  }
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(PORT_CHANNEL, undefined, [port1]);
  window.postMessage({ type: 'furrow/port-given', id } satisfies PortGiven, location.origin, [port2]);
});
