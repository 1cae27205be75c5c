import { answerPage } from './ask-worker.ts';
import { drawWrinklePictures } from './draw-wrinkle-pictures.ts';

declare const self: DedicatedWorkerGlobalScope;

answerPage(self, drawWrinklePictures, (pictures) =>
  pictures === undefined ? [] : [pictures.rest.buffer, pictures.deepest.buffer],
);
