/** Resolves when the clock reads `time`, or at once when that has passed or `signal` aborts. */
export function waitUntil(time: number, now: () => number, signal: AbortSignal): Promise<void> {
  const pause = time - now();
  if (pause <= 0 || signal.aborted) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, pause);
    signal.addEventListener('abort', finish, { once: true });
  });
}
