import type { ServerResponse } from 'node:http';
import type { Plugin } from 'vite';

/** A file that the page fetches by its name. */
export interface RendererAsset {
  /** Relative to the renderer's root. */
  readonly path: string;
  readonly contentType: string;
  readonly read: () => Promise<Uint8Array>;
}

/**
 * Vite plugin that puts files beside the renderer: emitted in a build, served at the same paths by the development
 * server.
 */
export function rendererAssets(name: string, assets: readonly RendererAsset[]): Plugin {
  return {
    name,

    async generateBundle() {
      for (const { path, read } of assets) {
        this.emitFile({ type: 'asset', fileName: path, source: await read() });
      }
    },

    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const asset = assets.find((candidate) => path === `/${candidate.path}`);
        if (asset === undefined) {
          next();
          return;
        }
        sendAsset(asset, response).catch(next);
      });
    },
  };
}

async function sendAsset({ contentType, read }: RendererAsset, response: ServerResponse): Promise<void> {
  const content = await read();
  response.setHeader('Content-Type', contentType);
  response.end(content);
}
