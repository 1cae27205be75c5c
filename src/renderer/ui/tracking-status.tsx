import type { AppState } from '../state/app-state.ts';
import { useAppState, useText } from './app-context.tsx';
import type { Text } from './text/english.ts';

/** A dot and a few words: whether the face is seen, hidden, lost, or the camera off. */
export function TrackingStatus() {
  const text = useText();
  const source = useAppState((state) => state.source.status);
  const tracker = useAppState((state) => state.tracker.status);
  const tracking = useAppState((state) => state.tracking);
  const status = describe(text, source, tracker, tracking);
  return (
    <p className="tracking-status" data-tone={status.tone} role="status">
      <span className="dot" aria-hidden="true" />
      {status.label}
    </p>
  );
}

function describe(
  text: Text,
  source: AppState['source']['status'],
  tracker: AppState['tracker']['status'],
  tracking: AppState['tracking'],
): { readonly label: string; readonly tone: 'good' | 'busy' | 'warning' | 'off' } {
  if (source === 'off' || source === 'failed') {
    return { label: text.status.sourceOff, tone: 'off' };
  }
  if (source === 'starting' || tracker === 'loading' || tracker === 'off') {
    return { label: text.status.starting, tone: 'busy' };
  }
  if (tracker === 'measuring') {
    return { label: text.status.measuring, tone: 'busy' };
  }
  return { label: text.status[tracking], tone: tracking === 'tracked' ? 'good' : 'warning' };
}
