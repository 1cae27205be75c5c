import type { EnrolmentStep } from '../../../shared/core/identity/enrolment-steps.ts';
import type { EnrolmentState } from '../../state/enrolment-state.ts';
import { useAppState, useSession, useText } from '../app-context.tsx';
import type { Text } from '../text/english.ts';
import { StepDots } from './step-dots.tsx';
import { StepPictogram } from './step-pictogram.tsx';

type Guiding = Extract<EnrolmentState, { status: 'guiding' }>;

/** What to do now, in one sentence and one picture; and how each step went. */
export function GuideCard(props: { readonly guiding: Guiding; readonly onClose: () => void }) {
  const text = useText();
  const session = useSession();
  const isMirrored = useAppState((state) => state.settings.source.mirror);
  const { guiding } = props;
  const { step, isDone, problem } = guiding;
  const last = lastDone(guiding);
  const line = lineOf(text, guiding);
  return (
    <div className="enrolment-card">
      <div className="enrolment-ask" data-tone={isDone ? 'good' : problem === undefined ? 'calm' : 'problem'}>
        <StepPictogram step={step ?? 'smile'} isMirrored={isMirrored} />
        <div role="status">
          <h2>{isDone ? text.enrolment.good : line.ask}</h2>
          <p>{isDone ? ' ' : line.detail}</p>
        </div>
        <div className="buttons">
          <button type="button" className="quiet" onClick={props.onClose}>
            {text.enrolment.cancel}
          </button>
          {step === undefined ? (
            <button type="button" className="primary" onClick={() => session.enrolment.finish()}>
              {text.enrolment.make}
            </button>
          ) : (
            <StepButtons mode={guiding.mode} last={last} />
          )}
        </div>
      </div>
      <StepDots steps={guiding.steps} present={step} onRetry={(again) => session.enrolment.retry(again)} />
    </div>
  );
}

function StepButtons(props: { readonly mode: Guiding['mode']; readonly last: EnrolmentStep | undefined }) {
  const text = useText();
  const session = useSession();
  const { mode, last } = props;
  if (mode === 'watching') {
    return (
      <button type="button" title={text.enrolment.enoughTitle} onClick={() => session.enrolment.finish()}>
        {text.enrolment.enough}
      </button>
    );
  }
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="A"
        title={text.enrolment.againTitle}
        disabled={last === undefined}
        onClick={() => last !== undefined && session.enrolment.retry(last)}
      >
        {text.enrolment.again}
      </button>
      <button
        type="button"
        aria-keyshortcuts="S"
        title={text.enrolment.skipTitle}
        onClick={() => session.enrolment.skip()}
      >
        {text.enrolment.skip}
      </button>
    </>
  );
}

/** The step before the present one that has been done. */
export function lastDone({ steps, step }: Guiding): EnrolmentStep | undefined {
  const present = steps.findIndex((guided) => guided.step === step);
  const earlier = present < 0 ? steps : steps.slice(0, present);
  return earlier.findLast(({ status }) => status === 'done')?.step;
}

function lineOf({ enrolment: text }: Text, { mode, step, problem, isHintDue, steps }: Guiding) {
  if (step === undefined) {
    return { ask: text.reviewTitle, detail: text.review };
  }
  const done = steps.filter(({ status }) => status !== 'waiting').length;
  const count = text.stepCount(Math.min(done + 1, steps.length), steps.length);
  const ask = mode === 'watching' ? text.watching : text.asks[step];
  if (problem !== undefined) {
    return { ask: text.problems[problem], detail: ask };
  }
  return { ask, detail: isHintDue ? text.hints[step] : count };
}
