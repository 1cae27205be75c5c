import { useState } from 'react';
import type { IdentityEntry } from '../../shared/contract/identities.ts';
import { LONGEST_NAME } from '../../shared/core/identity/identity-header.ts';
import { useSession, useText } from './app-context.tsx';
import { DeleteButton } from './delete-button.tsx';
import { useOfferEnrolment } from './use-offer-enrolment.ts';
import { WrinkleSummary } from './wrinkle-summary.tsx';

/** What can be done with one person: rename, enrol again, save elsewhere, forget what was learnt, delete. */
export function PersonTools(props: { readonly entry: IdentityEntry }) {
  const text = useText();
  const session = useSession();
  const offer = useOfferEnrolment();
  const { entry } = props;
  const [draft, setDraft] = useState(entry.name);
  const name = draft.trim();
  return (
    <div className="person-tools">
      <div className="take-tools">
        <input
          type="text"
          value={draft}
          maxLength={LONGEST_NAME}
          aria-label={text.people.name}
          onChange={({ target }) => setDraft(target.value)}
        />
        <button
          type="button"
          disabled={name === '' || name === entry.name}
          onClick={() => void session.people.rename(entry.id, name)}
        >
          {text.people.rename}
        </button>
      </div>
      <WrinkleSummary key={entry.revision} id={entry.id} />
      <div className="take-tools">
        <DeleteButton
          label={text.people.forgetWrinkles}
          question={text.people.forgetWrinklesSure}
          onDelete={() => void session.people.forgetWrinkles(entry.id)}
        />
      </div>
      <div className="take-tools">
        <button type="button" className="quiet" onClick={() => offer(entry)}>
          {text.people.again}
        </button>
        <button type="button" className="quiet" onClick={() => void session.people.exportFile(entry)}>
          {text.people.export}
        </button>
      </div>
      <p className="hint">{text.people.private}</p>
      <div className="take-tools">
        <div className="spacer" />
        <DeleteButton
          label={text.people.delete}
          question={text.people.deleteSure}
          onDelete={() => void session.people.delete(entry.id)}
        />
      </div>
    </div>
  );
}
