import { parseDemoName } from '../../shared/core/performance/performer-look.ts';

/** What the address of the page says about how to begin; see `readLaunchOptions`. */
export interface LaunchOptions {
  /** Access token of browser mode; undefined in Electron, where ports are handed over instead. */
  readonly token: string | undefined;
  /** A source to start at once, whatever the settings say. */
  readonly source: LaunchSource | undefined;
}

/**
 * `camera`: a camera's id or label. `video`: the path of a file that the backend serves. `demo`: the name of a demo
 * performer.
 */
export type LaunchSource =
  | { readonly kind: 'camera'; readonly name: string }
  | { readonly kind: 'video'; readonly path: string }
  | { readonly kind: 'demo'; readonly performer: string };

const TOKEN_KEY = 'furrow-token';

/** What is needed of the page, so that a test can stand in for it. */
export interface LaunchPage {
  readonly hash: string;
  /** Keeps the token across reloads of this tab only. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Takes the fragment out of the address bar and of the tab's history. */
  stripFragment(): void;
}

/**
 * Reads `#token=…&camera=…` or `#token=…&video=…` once, and removes it from the address bar so that the token is
 * neither seen nor bookmarked. A reload takes the token from the tab's storage.
 */
export function readLaunchOptions(page: LaunchPage): LaunchOptions {
  const fragment = new URLSearchParams(page.hash.replace(/^#/, ''));
  const given = fragment.get('token') ?? undefined;
  if (given !== undefined) {
    page.storage.setItem(TOKEN_KEY, given);
  }
  if (fragment.size > 0) {
    page.stripFragment();
  }
  return {
    token: given ?? page.storage.getItem(TOKEN_KEY) ?? undefined,
    source: readSource(fragment),
  };
}

function readSource(fragment: URLSearchParams): LaunchSource | undefined {
  const video = fragment.get('video');
  if (video !== null && isOwnPath(video)) {
    return { kind: 'video', path: video };
  }
  const camera = fragment.get('camera');
  if (camera === null || camera === '') {
    return undefined;
  }
  const performer = parseDemoName(camera);
  return performer === undefined ? { kind: 'camera', name: camera } : { kind: 'demo', performer };
}

/** Only files of our own backend: `//host/…`, however it is written, would be somebody else's. */
function isOwnPath(path: string): boolean {
  const own = 'http://own.invalid';
  return path.startsWith('/') && URL.canParse(path, own) && new URL(path, own).origin === own;
}

/** The real page. */
export function currentLaunchPage(): LaunchPage {
  return {
    hash: location.hash,
    storage: sessionStorage,
    stripFragment: () => history.replaceState(history.state, '', location.pathname + location.search),
  };
}
