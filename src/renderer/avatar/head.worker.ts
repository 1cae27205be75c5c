import { forgeHead, type HeadAnswer, type HeadOrder } from './forge-head.ts';

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener('message', async ({ data: order }: MessageEvent<HeadOrder>) => {
  try {
    const head = await forgeHead(order);
    const pictures = head.skin === undefined ? [] : [head.skin.color.buffer, head.skin.surface.buffer];
    self.postMessage({ head, failure: undefined } satisfies HeadAnswer, pictures);
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown.message : String(thrown);
    self.postMessage({ head: undefined, failure } satisfies HeadAnswer);
  }
});
