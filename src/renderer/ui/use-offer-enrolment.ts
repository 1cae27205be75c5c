import type { IdentityEntry } from '../../shared/contract/identities.ts';
import { useAppState, useSession, useText } from './app-context.tsx';

/** What opens the enrolment: of somebody new, called "me" for a beginning, or once more of somebody known. */
export function useOfferEnrolment(): (entry?: IdentityEntry) => void {
  const text = useText();
  const session = useSession();
  const count = useAppState((state) => state.people.length);
  return (entry) => session.enrolment.offer(entry, text.enrolment.defaultName(count + 1));
}
