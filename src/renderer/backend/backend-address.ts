/**
 * Where a page finds its backend: in Electron through ports that the preload script hands over, in browser mode at
 * a WebSocket with the access token the page was opened with. Plain data, so that a worker can be told too.
 */
export type BackendAddress =
  | { readonly kind: 'ports' }
  | { readonly kind: 'web-socket'; readonly url: string; readonly token: string };

/** The WebSocket's path on the server that served the page. */
const WEB_SOCKET_PATH = '/backend';

/** The backend of a page at `pageUrl`: over a WebSocket when it was opened with a token, else over ports. */
export function backendAddress(pageUrl: string, token: string | undefined): BackendAddress {
  if (token === undefined) {
    return { kind: 'ports' };
  }
  const url = new URL(WEB_SOCKET_PATH, pageUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return { kind: 'web-socket', url: url.href, token };
}
