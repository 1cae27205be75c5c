/** The enrolment worker as the build finds it. */
export function createEnrolmentWorker(): Worker {
  return new Worker(new URL('./enrolment.worker.ts', import.meta.url), { type: 'module', name: 'enrolment' });
}
