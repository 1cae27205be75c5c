import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { ServerOptions } from '../../src/main/server.ts';
import { type BackendContract, PROTOCOL_VERSION } from '../../src/shared/contract/backend.ts';
import type { Client } from '../../src/shared/contract/rpc.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/contract/settings.ts';
import { chromiumArguments, chromiumPath } from './chromium.ts';
import { connectToServer, runningServer, tokenOf } from './running-server.ts';
import { openUdpReceiver, type UdpReceiver } from './udp-receiver.ts';

const RENDERER = fileURLToPath(new URL('../../out/renderer/', import.meta.url));

/** The built app served by the real services, which send OSC to `receiver`. */
export interface ServedApp {
  readonly address: string;
  readonly receiver: UdpReceiver;
  /** The services, spoken to as by a window. */
  readonly services: Client<BackendContract>;
}

export interface AppOptions extends Partial<Pick<ServerOptions, 'video' | 'camera'>> {
  /** Other than a test's server usually has. */
  readonly server?: Partial<Pick<ServerOptions, 'dataFolder' | 'startInference'>>;
  /** Motion JPEG for Chromium's fake camera; its path is also the camera's name. */
  readonly fakeCamera?: string;
  /** Further switches for Chromium. */
  readonly switches?: readonly string[];
  /** Runs in the page before anything of the app does. */
  readonly prepare?: () => void;
  /** Whether the user has yet to be welcomed. */
  readonly isFirstRun?: boolean;
}

/** Serves the built app in browser mode until the running test ends. */
export async function serveApp(options: AppOptions): Promise<ServedApp> {
  const { fakeCamera, isFirstRun, video, camera = fakeCamera } = options;
  if (!existsSync(RENDERER)) {
    throw new Error('The app is not built: run "npm run build" first.');
  }
  const server = await runningServer({ ...options.server, rendererFolder: RENDERER, camera, video });
  const receiver = await openUdpReceiver();
  onTestFinished(() => receiver[Symbol.asyncDispose]());
  const services = connectToServer(server.port, tokenOf(server.address));
  await writeSettings(services, receiver.port, isFirstRun === true);
  return { address: server.address, receiver, services };
}

/** The built app in a real Chromium; everything ends with the running test. */
export async function openApp(options: AppOptions): Promise<ServedApp & { readonly page: Page }> {
  const app = await serveApp(options);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, ...fakeCameraSwitches(options.fakeCamera), ...(options.switches ?? [])],
  });
  onTestFinished(() => browser.close());
  const context = await browser.newContext({ locale: 'en-GB' });
  if (options.prepare !== undefined) {
    await context.addInitScript(options.prepare);
  }
  const page = await openPage(context, app.address);
  return { ...app, page };
}

/** A further window of the app. */
export async function openPage(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** Waits for an alert of the window and returns its words. */
export async function alertText(page: Page, severity: 'error' | 'warning' | 'info'): Promise<string> {
  const alert = page.locator(`.alerts [data-severity="${severity}"]`).first();
  return (await alert.textContent({ timeout: 15_000 })) ?? '';
}

async function writeSettings(
  client: Client<BackendContract>,
  port: number,
  isFirstRun: boolean,
): Promise<void> {
  const hello = {
    protocolVersion: PROTOCOL_VERSION,
    role: 'window',
    clientTime: 0,
    takeOver: false,
  } as const;
  await client.request('hello', hello);
  const targets = DEFAULT_SETTINGS.targets.map((target) => ({
    ...target,
    enabled: target.kind === 'osc',
    port: target.kind === 'osc' ? port : target.port,
  }));
  await client.request('settings/update', { firstRunDone: !isFirstRun, targets });
}

/** Switches that give Chromium a camera which plays `file`, and the permission to use it. */
export function fakeCameraSwitches(file: string | undefined): string[] {
  return file === undefined
    ? []
    : [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${file}`,
      ];
}
