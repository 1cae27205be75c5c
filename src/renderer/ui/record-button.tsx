import { useAppState, useSession, useText } from './app-context.tsx';
import { formatDuration, formatMegabytes } from './format-time.ts';

/** Starts and stops a take; while one is recorded it shows how long and how large it is. */
export function RecordButton() {
  const text = useText();
  const session = useSession();
  const recording = useAppState((state) => state.recording);
  const canRecord = useAppState((state) => state.publishing.status === 'publishing');
  if (recording.status !== 'recording') {
    return (
      <button
        type="button"
        className="record"
        disabled={!canRecord}
        title={text.actions.recordTitle}
        aria-pressed={false}
        aria-keyshortcuts="R"
        onClick={() => void session.startRecording()}
      >
        {text.actions.record}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="record"
      aria-pressed={true}
      aria-keyshortcuts="R"
      onClick={() => void session.stopRecording()}
    >
      {formatDuration(recording.elapsed)} · {formatMegabytes(recording.bytes)}
    </button>
  );
}
