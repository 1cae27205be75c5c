import { useEffect, useRef } from 'react';
import { useAppState, useSession, useText } from './app-context.tsx';

/** Three sentences for someone who has never seen Furrow; gone for good once answered. */
export function FirstRunCard() {
  const isVisible = useAppState(
    (state) => state.connection.status === 'ready' && !state.settings.firstRunDone,
  );
  return isVisible && <Welcome />;
}

/** A real dialog, so that focus stays inside and Escape means "not now". */
function Welcome() {
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
            void session.startCamera();
          }}
        >
          {text.firstRun.start}
        </button>
      </div>
    </dialog>
  );
}
