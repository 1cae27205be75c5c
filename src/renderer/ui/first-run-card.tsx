import { useAppState, useSession, useText } from './app-context.tsx';

/** Three sentences for someone who has never seen Furrow; gone for good once answered. */
export function FirstRunCard() {
  const text = useText();
  const session = useSession();
  const isVisible = useAppState(
    (state) => state.connection.status === 'ready' && !state.settings.firstRunDone,
  );
  if (!isVisible) {
    return undefined;
  }
  const done = () => void session.updateSettings({ firstRunDone: true });
  return (
    <div className="first-run">
      <section aria-labelledby="first-run-title">
        <h2 id="first-run-title">{text.firstRun.title}</h2>
        <ol>
          {text.firstRun.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        <div className="buttons">
          <button type="button" className="quiet" onClick={done}>
            {text.firstRun.later}
          </button>
          <button
            type="button"
            className="primary"
            // biome-ignore lint/a11y/noAutofocus: the card is the only thing to answer, Enter should start
            autoFocus={true}
            onClick={() => {
              done();
              void session.startCamera();
            }}
          >
            {text.firstRun.start}
          </button>
        </div>
      </section>
    </div>
  );
}
