import type { EnrolmentState } from '../../state/enrolment-state.ts';
import { useAppState, useSession, useText } from '../app-context.tsx';
import { StepPictogram } from './step-pictogram.tsx';

/** What an enrolment is, before it begins. */
export function EnrolmentOffer(props: { readonly onClose: () => void }) {
  const text = useText();
  const session = useSession();
  const source = useAppState((state) => state.source);
  const isTracking = useAppState((state) => state.tracker.status === 'ready');
  const isWatching = source.status === 'running' && source.kind !== 'camera';
  const offer = isWatching ? [text.enrolment.offer[0], text.enrolment.offerWatching] : text.enrolment.offer;
  return (
    <div className="enrolment-card offer">
      <StepPictogram step="smile" isMirrored={true} />
      <div>
        <h2>{text.enrolment.offerTitle}</h2>
        {offer.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {source.status !== 'running' && <p className="warning">{text.enrolment.offerNoPicture}</p>}
      </div>
      <div className="buttons">
        <button type="button" className="quiet" onClick={props.onClose}>
          {text.enrolment.later}
        </button>
        <button
          type="button"
          className="primary"
          disabled={source.status !== 'running' || !isTracking}
          onClick={() => session.enrolment.begin()}
        >
          {text.enrolment.begin}
        </button>
      </div>
    </div>
  );
}

/** A bar that is not empty: the first and longest part of the work cannot tell how far it is. */
const LEAST_SHARE = 0.06;

/** The head is being made. */
export function EnrolmentWorking(props: { readonly share: number; readonly onClose: () => void }) {
  const text = useText();
  return (
    <div className="enrolment-card offer">
      <StepPictogram step="eyesShut" isMirrored={true} />
      <div role="status">
        <h2>{text.enrolment.workingTitle}</h2>
        <p>{text.enrolment.working}</p>
        <progress value={Math.max(props.share, LEAST_SHARE)} max={1} />
      </div>
      <div className="buttons">
        <button type="button" className="quiet" onClick={props.onClose}>
          {text.enrolment.cancel}
        </button>
      </div>
    </div>
  );
}

/** What went wrong, and what can be done. */
export function EnrolmentFailed(props: {
  readonly failed: Extract<EnrolmentState, { status: 'failed' }>;
  readonly onClose: () => void;
}) {
  const text = useText();
  const session = useSession();
  const { failure, canGoOn } = props.failed;
  const known = Object.entries(text.enrolment.failures).find(([code]) => code === failure.code)?.[1];
  return (
    <div className="enrolment-card offer">
      <StepPictogram step="frown" isMirrored={true} />
      <div role="alert">
        <h2>{text.enrolment.failedTitle}</h2>
        <p>{known ?? failure.message}</p>
        {known !== undefined && <small>{failure.message}</small>}
      </div>
      <div className="buttons">
        <button type="button" className="quiet" onClick={props.onClose}>
          {text.enrolment.cancel}
        </button>
        <button
          type="button"
          className="primary"
          onClick={() => (canGoOn ? session.enrolment.goOn() : session.enrolment.begin())}
        >
          {canGoOn ? text.enrolment.goOn : text.enrolment.begin}
        </button>
      </div>
    </div>
  );
}
