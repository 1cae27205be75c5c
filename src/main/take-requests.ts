import type { TakeService } from './services/recording/take-service.ts';
import { answerNothing } from './session/answer-nothing.ts';
import type { ServiceRequests } from './session/backend-sessions.ts';

/** The requests about takes, answered by their service. */
export function takeRequests(
  takes: TakeService,
): Pick<ServiceRequests, Extract<keyof ServiceRequests, `recording/${string}` | `takes/${string}`>> {
  return {
    'recording/start': async () => answerNothing(takes.startRecording()),
    'recording/stop': async () => answerNothing(takes.stopRecording()),
    'recording/mark': ({ label }) => takes.mark(label) ?? undefined,
    'takes/list': () => takes.library.list(),
    'takes/delete': async ({ name }) => answerNothing(takes.delete(name)),
    'takes/rename': async ({ name, newName }) => answerNothing(takes.rename(name, newName)),
    'takes/play': async (request) => answerNothing(takes.play(request)),
    'takes/change': (change) => takes.player.change(change) ?? undefined,
    'takes/stop': async () => answerNothing(takes.player.stop()),
  };
}
