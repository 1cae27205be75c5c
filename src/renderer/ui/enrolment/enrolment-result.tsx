import { type FormEvent, useState } from 'react';
import type { IdentityEntry } from '../../../shared/contract/identities.ts';
import type { GuidedStep } from '../../../shared/core/identity/enrolment-guide.ts';
import { LONGEST_NAME } from '../../../shared/core/identity/identity-header.ts';
import { useSession, useText } from '../app-context.tsx';
import { WrinkleSummary } from '../wrinkle-summary.tsx';

const PARTS = ['shape', 'calibration', 'skin', 'detail'] as const;
/** Steps without which a part of the head was not seen. */
const SIGHTS = ['turnLeft', 'turnRight', 'lookUp', 'lookDown'] as const;

/** The person who has been enrolled: what they want to be called, and how good each part is. */
export function EnrolmentResult(props: {
  readonly entry: IdentityEntry;
  readonly steps: readonly GuidedStep[];
  readonly onClose: () => void;
}) {
  const text = useText();
  const session = useSession();
  const { entry, steps } = props;
  const [name, setName] = useState(entry.name);
  const unseen = SIGHTS.filter((sight) =>
    steps.some(({ step, status }) => step === sight && status !== 'done'),
  );

  const keep = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted !== '' && wanted !== entry.name) {
      void session.people.rename(entry.id, wanted);
    }
    props.onClose();
  };

  return (
    <form className="enrolment-card result" onSubmit={keep}>
      <h2>{text.enrolment.resultTitle}</h2>
      <label className="field">
        <span>{text.enrolment.nameHint}</span>
        <input
          type="text"
          value={name}
          maxLength={LONGEST_NAME}
          placeholder={text.enrolment.namePlaceholder}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <dl className="qualities">
        {PARTS.map((part) => (
          <div key={part}>
            <dt>{text.enrolment.parts[part]}</dt>
            <dd>
              <QualityBar quality={entry.quality[part]} missing={text.enrolment.partMissing} />
            </dd>
          </div>
        ))}
      </dl>
      <WrinkleSummary id={entry.id} />
      {unseen.length > 0 && (
        <p className="hint">
          {text.enrolment.unseen(unseen.map((sight) => text.enrolment.unseenParts[sight]))}
        </p>
      )}
      <div className="buttons">
        <button type="button" className="quiet" onClick={() => session.enrolment.begin()}>
          {text.enrolment.enrolAgain}
        </button>
        <button type="submit" className="primary">
          {text.enrolment.done}
        </button>
      </div>
    </form>
  );
}

function QualityBar({ quality, missing }: { readonly quality: number; readonly missing: string }) {
  if (quality === 0) {
    return <small>{missing}</small>;
  }
  const percent = `${Math.round(quality * 100)}%`;
  return (
    <>
      <span className="bar">
        <span style={{ width: percent }} />
      </span>
      <small>{percent}</small>
    </>
  );
}
