import { askWorker } from './ask-worker.ts';
import type { WrinklePictureOrder, WrinklePictures } from './draw-wrinkle-pictures.ts';

/** Has a person's wrinkles drawn in a worker of its own, as drawWrinklePictures does. @throws Error */
export function loadWrinklePictures(order: WrinklePictureOrder): Promise<WrinklePictures | undefined> {
  const worker = new Worker(new URL('./wrinkle-pictures.worker.ts', import.meta.url), {
    type: 'module',
    name: 'wrinkle pictures',
  });
  return askWorker(worker, order);
}
