import type { TakeService } from './services/recording/take-service.ts';
import type { ServiceRequests } from './session/backend-sessions.ts';

/** The requests about takes, answered by their service. */
export function takeRequests(
  takes: TakeService,
): Pick<ServiceRequests, Extract<keyof ServiceRequests, `recording/${string}` | `takes/${string}`>> {
  return {
    'recording/start': async () => done(takes.startRecording()),
    'recording/stop': async () => done(takes.stopRecording()),
    'recording/mark': ({ label }) => takes.mark(label) ?? undefined,
    'takes/list': () => takes.library.list(),
    'takes/delete': async ({ name }) => done(takes.delete(name)),
    'takes/rename': async ({ name, newName }) => done(takes.rename(name, newName)),
    'takes/play': async (request) => done(takes.play(request)),
    'takes/change': (change) => takes.player.change(change) ?? undefined,
    'takes/stop': async () => done(takes.player.stop()),
  };
}

/** Requests that only do something answer nothing. */
async function done(work: Promise<void>): Promise<undefined> {
  await work;
  return undefined;
}
