import { useAppState, useSession, useText } from './app-context.tsx';
import { RecordButton } from './record-button.tsx';
import { TrackingStatus } from './tracking-status.tsx';

/** The strip at the top: what is going on, and the commands a performer needs at once. */
export function TopBar(props: { readonly onOpenSettings: () => void }) {
  const text = useText();
  return (
    <header className="top-bar">
      <h1 className="brand">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 8c5-4 13-4 18 0M4 13c5-3.4 11-3.4 16 0M6.5 17.6c3.4-2.2 7.6-2.2 11 0" />
        </svg>
        Furrow
      </h1>
      <TrackingStatus />
      <Statistics />
      <div className="spacer" />
      <RecordButton />
      <CalibrateButton />
      <ConcealButtons />
      <button type="button" className="quiet" onClick={props.onOpenSettings} aria-keyshortcuts="S">
        {text.actions.settings}
      </button>
    </header>
  );
}

function Statistics() {
  const text = useText();
  const statistics = useAppState((state) => state.statistics);
  const latency = useAppState((state) => state.stream.latencyP95);
  if (statistics === undefined) {
    return undefined;
  }
  return (
    <p className="statistics">
      <span>{text.status.framesPerSecond(statistics.trackedRate)}</span>
      <span title={text.status.trackerTimeTitle}>{text.status.trackerTime(statistics.trackMedian)}</span>
      {latency !== undefined && <span title={text.status.latencyTitle}>{text.status.latency(latency)}</span>}
      {statistics.droppedFrames > 0 && (
        <span title={text.status.droppedTitle}>{text.status.dropped(statistics.droppedFrames)}</span>
      )}
    </p>
  );
}

function CalibrateButton() {
  const text = useText();
  const session = useSession();
  const calibration = useAppState((state) => state.calibration);
  const isTracked = useAppState((state) => state.tracking === 'tracked');
  const label = { pending: text.actions.calibrating, done: text.actions.calibrated };
  return (
    <button
      type="button"
      className="primary"
      disabled={!isTracked || calibration === 'pending'}
      title={text.actions.calibrateTitle}
      aria-keyshortcuts="C"
      onClick={() => void session.calibrate()}
    >
      {calibration === 'pending' || calibration === 'done' ? label[calibration] : text.actions.calibrate}
    </button>
  );
}

function ConcealButtons() {
  const text = useText();
  const session = useSession();
  const concealment = useAppState((state) => state.settings.pipeline.concealment);
  const toggle = (wanted: 'hide' | 'freeze') =>
    void session.conceal(concealment === wanted ? 'none' : wanted);
  return (
    <>
      <button
        type="button"
        aria-pressed={concealment === 'hide'}
        title={text.actions.hideTitle}
        aria-keyshortcuts="H"
        onClick={() => toggle('hide')}
      >
        {concealment === 'hide' ? text.actions.show : text.actions.hide}
      </button>
      <button
        type="button"
        aria-pressed={concealment === 'freeze'}
        title={text.actions.freezeTitle}
        aria-keyshortcuts="F"
        onClick={() => toggle('freeze')}
      >
        {text.actions.freeze}
      </button>
    </>
  );
}
