import { ipcMain } from 'electron';
import { createMessagePortEndpoint } from '../../shared/contract/message-port-endpoint.ts';
import { PORT_CHANNEL } from '../../shared/contract/port-handover.ts';
import type { BackendSessions } from '../session/backend-sessions.ts';
import { isSameOrigin } from './lock-down.ts';

/** Connects every port that the app's own page sends, one for itself and one for its tracker worker. */
export function acceptPagePorts(sessions: BackendSessions, pageOrigin: string): void {
  ipcMain.on(PORT_CHANNEL, ({ ports, senderFrame }) => {
    const isOwnPage = senderFrame !== null && isSameOrigin(senderFrame.url, pageOrigin);
    for (const port of ports) {
      if (isOwnPage) {
        sessions.accept(createMessagePortEndpoint(port), 'control');
      } else {
        port.close();
      }
    }
  });
}
