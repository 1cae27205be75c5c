/** What a worker answers that does one thing: what was wanted, or why there is none. */
export type WorkerAnswer<Result> =
  | { readonly result: Result; readonly failure: undefined }
  | { readonly result: undefined; readonly failure: string };

/**
 * Has a worker do one thing, and ends it.
 * @param wish as the worker takes it; copied.
 * @throws Error that says what went wrong.
 */
export async function askWorker<Result>(worker: Worker, wish: unknown): Promise<Result> {
  try {
    return await new Promise<Result>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer<Result>>) => {
        if (data.failure === undefined) {
          resolve(data.result);
        } else {
          reject(new Error(data.failure));
        }
      });
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage(wish);
    });
  } finally {
    worker.terminate();
  }
}

/** A worker's own end, as far as answering needs it. */
interface WorkerEnd {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}

/** The other end: answers every wish of a worker's page. @param transfer what of a result is handed over. */
export function answerPage<Wish, Result>(
  scope: WorkerEnd,
  fulfil: (wish: Wish) => Promise<Result>,
  transfer: (result: Result) => Transferable[],
): void {
  scope.addEventListener('message', async ({ data }: MessageEvent<Wish>) => {
    try {
      const result = await fulfil(data);
      scope.postMessage({ result, failure: undefined } satisfies WorkerAnswer<Result>, transfer(result));
    } catch (thrown) {
      const failure = thrown instanceof Error ? thrown.message : String(thrown);
      scope.postMessage({ result: undefined, failure } satisfies WorkerAnswer<Result>);
    }
  });
}
