import { useEffect, useRef, useState } from 'react';
import { useAppState, useSession, useText } from './app-context.tsx';
import { useOfferEnrolment } from './use-offer-enrolment.ts';

/** Three sentences for someone who has never seen Furrow; gone for good once answered. Then the enrolment is offered. */
export function FirstRunCard() {
  const isVisible = useAppState(
    (state) => state.connection.status === 'ready' && !state.settings.firstRunDone,
  );
  const [hasStarted, setHasStarted] = useState(false);
  useOfferOnceTracked(hasStarted);
  return isVisible && <Welcome onStart={() => setHasStarted(true)} />;
}

/** A real dialog, so that focus stays inside and Escape means "not now". */
function Welcome(props: { readonly onStart: () => void }) {
  const text = useText();
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    start.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="first-run"
      aria-labelledby="first-run-title"
      onClose={() => void session.updateSettings({ firstRunDone: true })}
    >
      <h2 id="first-run-title">{text.firstRun.title}</h2>
      <ol>
        {text.firstRun.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <div className="buttons">
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          {text.firstRun.later}
        </button>
        <button
          ref={start}
          type="button"
          className="primary"
          onClick={() => {
            dialog.current?.close();
            props.onStart();
            void session.startCamera();
          }}
        >
          {text.firstRun.start}
        </button>
      </div>
    </dialog>
  );
}

/** Offers the enrolment when a face is tracked for the first time, unless somebody is enrolled already. */
function useOfferOnceTracked(isWanted: boolean): void {
  const offer = useOfferEnrolment();
  const hasOffered = useRef(false);
  const isTracked = useAppState((state) => state.tracking === 'tracked' && state.source.status === 'running');
  const isNobodyKnown = useAppState((state) => state.people.length === 0);
  useEffect(() => {
    if (isWanted && isTracked && isNobodyKnown && !hasOffered.current) {
      hasOffered.current = true;
      offer();
    }
  }, [isWanted, isTracked, isNobodyKnown, offer]);
}
