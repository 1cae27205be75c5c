import { answerPage } from './ask-worker.ts';
import { forgeHead } from './forge-head.ts';

declare const self: DedicatedWorkerGlobalScope;

answerPage(self, forgeHead, ({ skin }) =>
  skin === undefined ? [] : [skin.color.buffer, skin.surface.buffer],
);
