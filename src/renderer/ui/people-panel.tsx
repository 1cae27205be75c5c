import { type ChangeEvent, useRef, useState } from 'react';
import type { IdentityEntry } from '../../shared/contract/identities.ts';
import { IDENTITY_ENDING } from '../../shared/core/identity/identity-file.ts';
import { useAppState, useSession, useText } from './app-context.tsx';
import { PersonTools } from './person-tools.tsx';
import { useOfferEnrolment } from './use-offer-enrolment.ts';

/** The enrolled people: who is shown, and what can be done with each. */
export function PeoplePanel() {
  const text = useText();
  const offer = useOfferEnrolment();
  const people = useAppState((state) => state.people);
  const [opened, setOpened] = useState<string>();
  return (
    <section className="panel people" aria-label={text.people.title}>
      <header className="panel-header">
        <h2>{text.people.title}</h2>
        <div className="spacer" />
        <ImportButton />
        <button type="button" className="quiet" title={text.people.addTitle} onClick={() => offer()}>
          + {text.people.add}
        </button>
      </header>
      {people.length === 0 ? (
        <p className="hint">{text.people.empty}</p>
      ) : (
        <ul>
          {people.map((entry) => (
            <li key={entry.id}>
              <PersonLine
                entry={entry}
                onOpen={() => setOpened(opened === entry.id ? undefined : entry.id)}
              />
              {opened === entry.id && <PersonTools entry={entry} />}
            </li>
          ))}
          <li>
            <NobodyLine />
          </li>
        </ul>
      )}
    </section>
  );
}

function PersonLine(props: { readonly entry: IdentityEntry; readonly onOpen: () => void }) {
  const text = useText();
  const { id, name, quality } = props.entry;
  const isShown = useAppState((state) => state.settings.identity.id === id);
  const likeness = Math.round(((quality.shape + quality.skin) / 2) * 100);
  return (
    <div className="person" data-shown={isShown}>
      <Portrait name={name} />
      <button type="button" className="target-name" title={text.people.edit} onClick={props.onOpen}>
        <strong>{name}</strong>
        <small>{text.people.quality(likeness)}</small>
      </button>
      <ShowButton id={id} isShown={isShown} />
    </div>
  );
}

function NobodyLine() {
  const text = useText();
  const isShown = useAppState((state) => state.settings.identity.id === '');
  return (
    <div className="person" data-shown={isShown}>
      <Portrait name="" />
      <div className="target-name">
        <strong>{text.people.nobody}</strong>
        <small>{text.people.nobodyHint}</small>
      </div>
      <ShowButton id={undefined} isShown={isShown} />
    </div>
  );
}

function ShowButton(props: { readonly id: string | undefined; readonly isShown: boolean }) {
  const text = useText();
  const session = useSession();
  if (props.isShown) {
    return <small className="good">{text.people.shown}</small>;
  }
  return (
    <button type="button" className="quiet" onClick={() => void session.people.choose(props.id)}>
      {text.people.show}
    </button>
  );
}

/** A person's initial in a disc; a plain face for nobody in particular. */
function Portrait({ name }: { readonly name: string }) {
  return (
    <svg viewBox="0 0 32 32" className="portrait" aria-hidden="true">
      <circle cx="16" cy="16" r="15" />
      {name === '' ? (
        <path d="M16 8c-4 0-6 3-6 6.6 0 5 2.8 9.4 6 9.4s6-4.4 6-9.4C22 11 20 8 16 8Z" />
      ) : (
        <text x="16" y="21">
          {[...name][0]?.toUpperCase()}
        </text>
      )}
    </svg>
  );
}

function ImportButton() {
  const text = useText();
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file !== undefined) {
      void session.people.importFile(file);
    }
    target.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={IDENTITY_ENDING}
        hidden
        aria-label={text.people.import}
        onChange={onChange}
      />
      <button type="button" className="quiet" onClick={() => input.current?.click()}>
        {text.people.import}
      </button>
    </>
  );
}
