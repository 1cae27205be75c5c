import type { IdentityLibrary } from './services/identities/identity-library.ts';
import type { IdentityService } from './services/identities/identity-service.ts';
import { answerNothing } from './session/answer-nothing.ts';
import type { ServiceRequests } from './session/backend-sessions.ts';

/**
 * The requests about identities, answered by their service.
 * @param forgetWrinkles forgets what was learnt of a person's wrinkles.
 */
export function identityRequests(
  library: IdentityLibrary,
  identities: IdentityService,
  forgetWrinkles: (id: string) => Promise<void>,
): Pick<ServiceRequests, Extract<keyof ServiceRequests, `identities/${string}`>> {
  return {
    'identities/list': () => library.list(),
    'identities/read': async ({ id }) => ({ bytes: (await library.read(id)).bytes }),
    'identities/add': ({ bytes }) => identities.add(bytes),
    'identities/choose': async ({ id }) => answerNothing(identities.choose(id)),
    'identities/rename': async ({ id, name }) => answerNothing(identities.rename(id, name)),
    'identities/delete': async ({ id }) => {
      await forgetWrinkles(id);
      return answerNothing(identities.delete(id));
    },
    'identities/forget-wrinkles': async ({ id }) => answerNothing(forgetWrinkles(id)),
  };
}
