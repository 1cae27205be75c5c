import type { App, Session, WebContents } from 'electron';

/** Schemes that lead nowhere outside the app. */
const LOCAL_SCHEMES: ReadonlySet<string> = new Set(['furrow:', 'blob:', 'data:', 'devtools:']);

/**
 * Closes Chromium's own ways off the machine. To be called before Electron is ready; the crash reporter is off
 * because nothing starts it.
 */
export function silenceChromium(app: App): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
}

/**
 * Allows a session the app's own page, its camera, and nothing else: no microphone, no other device, no request off
 * the machine. `pageOrigin` is the app's own, or the development server's.
 */
export function lockDownSession(session: Session, pageOrigin: string): void {
  session.setSpellCheckerEnabled(false);
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      permission === 'media' && details.mediaType === 'video' && isSameOrigin(origin, pageOrigin),
  );
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const wantsCameraAlone = mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video');
    answer(permission === 'media' && wantsCameraAlone && isSameOrigin(details.requestingUrl, pageOrigin));
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, answer) => {
    answer({ cancel: !isLocal(url, pageOrigin) });
  });
}

/** Keeps every page, whoever made it, from leaving, opening windows and embedding others; it may load itself anew. */
export function lockDownPages(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => {
      if (event.url !== contents.getURL()) {
        event.preventDefault();
      }
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Whether two addresses are of one origin; written for schemes whose `URL.origin` is opaque. */
export function isSameOrigin(address: string, origin: string): boolean {
  if (!URL.canParse(address)) {
    return false;
  }
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}` === origin;
}

function isLocal(address: string, pageOrigin: string): boolean {
  // The development server's hot updates come over a WebSocket of the same host.
  const page = new URL(pageOrigin);
  const url = new URL(address);
  return LOCAL_SCHEMES.has(url.protocol) || (page.protocol === 'http:' && url.host === page.host);
}
