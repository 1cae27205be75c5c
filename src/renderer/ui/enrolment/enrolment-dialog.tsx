import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { EnrolmentState } from '../../state/enrolment-state.ts';
import { useAppState, useSession, useText } from '../app-context.tsx';
import { EnrolmentFailed, EnrolmentOffer, EnrolmentWorking } from './enrolment-cards.tsx';
import { EnrolmentResult } from './enrolment-result.tsx';
import { EnrolmentStage } from './enrolment-stage.tsx';
import { GuideCard, lastDone } from './guide-card.tsx';

/** The enrolment, from its offer to its result; there while one is open. */
export function EnrolmentDialog() {
  const isOpen = useAppState((state) => state.enrolment.status !== 'off');
  return isOpen && <Enrolment />;
}

/** A real dialog, so that focus stays inside and Escape means "cancel". */
function Enrolment() {
  const text = useText();
  const session = useSession();
  const enrolment = useAppState((state) => state.enrolment);
  const dialog = useRef<HTMLDialogElement>(null);
  const phase = phaseOf(enrolment);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => focusOn(dialog.current, phase), [phase]);

  const onKeyDown = (event: KeyboardEvent) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
    if (!isPlain || enrolment.status !== 'guiding') {
      return;
    }
    const key = event.key.toLowerCase();
    const last = lastDone(enrolment);
    if (key === 's' && enrolment.step !== undefined) {
      session.enrolment.skip();
    } else if (key === 'a' && last !== undefined) {
      session.enrolment.retry(last);
    }
  };

  return (
    <dialog
      ref={dialog}
      className="enrolment"
      tabIndex={-1}
      data-status={enrolment.status}
      aria-label={text.enrolment.title}
      onClose={() => session.enrolment.close()}
      onKeyDown={onKeyDown}
    >
      {enrolment.status !== 'done' && <EnrolmentStage />}
      <Card enrolment={enrolment} onClose={() => dialog.current?.close()} />
    </dialog>
  );
}

function Card(props: { readonly enrolment: EnrolmentState; readonly onClose: () => void }) {
  const { enrolment, onClose } = props;
  switch (enrolment.status) {
    case 'off':
      return undefined;
    case 'offered':
      return <EnrolmentOffer onClose={onClose} />;
    case 'guiding':
      return <GuideCard guiding={enrolment} onClose={onClose} />;
    case 'working':
      return <EnrolmentWorking share={enrolment.share} onClose={onClose} />;
    case 'done':
      return <EnrolmentResult entry={enrolment.entry} steps={enrolment.steps} onClose={onClose} />;
    case 'failed':
      return <EnrolmentFailed failed={enrolment} onClose={onClose} />;
  }
}

/** What is shown changes at a stroke between these. */
function phaseOf(enrolment: EnrolmentState): string {
  const isReview = enrolment.status === 'guiding' && enrolment.step === undefined;
  return isReview ? 'review' : enrolment.status;
}

/** The field or button most likely wanted, so that Enter does it; while guiding none, and keys go to the dialog. */
function focusOn(dialog: HTMLDialogElement | null, phase: string): void {
  const wanted = phase === 'guiding' ? undefined : dialog?.querySelector('input, .primary:enabled');
  (wanted instanceof HTMLElement ? wanted : dialog)?.focus();
}
