import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { lockDownPages, lockDownSession } from '../../../src/main/electron/lock-down.ts';

const PAGE = 'furrow://app';

type Check = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type Ask = (contents: unknown, permission: string, answer: (may: boolean) => void, details: object) => void;
type Request = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

/** Stands in for Electron's session and keeps what it was given. */
class SessionStandIn extends EventEmitter {
  check: Check = () => true;
  ask: Ask = (_contents, _permission, answer) => answer(true);
  device: (details: object) => boolean = () => true;
  request: Request = (_details, answer) => answer({});
  readonly webRequest = {
    onBeforeRequest: (_filter: object, listener: Request) => {
      this.request = listener;
    },
  };
  setSpellCheckerEnabled(): void {}
  setPermissionCheckHandler(handler: Check): void {
    this.check = handler;
  }
  setPermissionRequestHandler(handler: Ask): void {
    this.ask = handler;
  }
  setDevicePermissionHandler(handler: (details: object) => boolean): void {
    this.device = handler;
  }
}

function lockedSession(pageOrigin = PAGE): SessionStandIn {
  const session = new SessionStandIn();
  lockDownSession(session as unknown as Session, pageOrigin);
  return session;
}

describe('lockDownSession', () => {
  it.each([
    ['media', PAGE, ['video'], true],
    ['media', PAGE, ['audio'], false],
    ['media', PAGE, ['audio', 'video'], false],
    ['media', PAGE, [], false],
    ['media', 'https://example.invalid', ['video'], false],
    ['notifications', PAGE, ['video'], false],
    ['geolocation', PAGE, undefined, false],
  ])('answers a request for %s by %s with %j: %s', (permission, page, mediaTypes, expected) => {
    let isGranted: boolean | undefined;
    const details = { requestingUrl: `${page}/`, mediaTypes };
    lockedSession().ask(
      undefined,
      permission,
      (may) => {
        isGranted = may;
      },
      details,
    );
    expect(isGranted).toBe(expected);
  });

  it('checks permissions by the same rule, and gives no devices away', () => {
    const { check, device } = lockedSession();
    expect(check(undefined, 'media', `${PAGE}/`, { mediaType: 'video' })).toBe(true);
    expect(check(undefined, 'media', `${PAGE}/`, { mediaType: 'audio' })).toBe(false);
    expect(check(undefined, 'media', 'https://example.invalid/', { mediaType: 'video' })).toBe(false);
    expect(check(undefined, 'hid', `${PAGE}/`, {})).toBe(false);
    expect(device({ deviceType: 'usb' })).toBe(false);
  });

  it.each([
    [PAGE, 'furrow://app/assets/main.js', false],
    [PAGE, 'blob:furrow://app/1234', false],
    [PAGE, 'https://example.invalid/', true],
    [PAGE, 'http://127.0.0.1:5173/', true],
    [PAGE, 'file:///etc/passwd', true],
    [PAGE, 'ws://example.invalid/', true],
    ['http://127.0.0.1:5173', 'ws://127.0.0.1:5173/', false],
    ['http://127.0.0.1:5173', 'http://127.0.0.1:5174/', true],
  ])('of a page at %s, has a request to %s cancelled: %s', (page, url, expected) => {
    let isCancelled: boolean | undefined;
    lockedSession(page).request({ url }, ({ cancel }) => {
      isCancelled = cancel;
    });
    expect(isCancelled).toBe(expected);
  });
});

describe('lockDownPages', () => {
  /** Whether the page at `furrow://app/#camera=a` is kept from an event of its contents. */
  function isPrevented(name: string, url: string): boolean {
    const app = new EventEmitter();
    const contents = Object.assign(new EventEmitter(), {
      getURL: () => `${PAGE}/#camera=a`,
      setWindowOpenHandler: () => undefined,
    });
    lockDownPages(app as unknown as App);
    app.emit('web-contents-created', {}, contents);
    let isStopped = false;
    contents.emit(name, {
      url,
      preventDefault: () => {
        isStopped = true;
      },
    });
    return isStopped;
  }

  it('keeps a page where it is, but lets it load itself anew', () => {
    expect(isPrevented('will-navigate', 'https://example.invalid/')).toBe(true);
    expect(isPrevented('will-navigate', `${PAGE}/other.html`)).toBe(true);
    expect(isPrevented('will-navigate', `${PAGE}/#camera=a`)).toBe(false);
    expect(isPrevented('will-redirect', `${PAGE}/#camera=a`)).toBe(true);
    expect(isPrevented('will-attach-webview', '')).toBe(true);
  });
});
