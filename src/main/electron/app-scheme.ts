import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';
import type { PageAssets } from '../assets/page-assets.ts';

const SCHEME = 'furrow';
const HOST = 'app';

/** Origin of the app's page: fixed, because camera permissions and device ids belong to it. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Makes `furrow://app` an origin like any other secure one. To be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Answers everything under `furrow://app` with the page's assets. */
export function serveAppScheme(session: Session, assets: PageAssets): void {
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== HOST) {
      return new Response(undefined, { status: 404 });
    }
    const { status, headers, body } = await assets.respond({
      method: request.method,
      path: pathname,
      range: request.headers.get('range') ?? undefined,
    });
    if (body === undefined) {
      return new Response(undefined, { status, headers });
    }
    const stream = Readable.toWeb(createReadStream(body.file, { start: body.start, end: body.end }));
    return new Response(stream as ReadableStream<Uint8Array>, { status, headers });
  });
}
