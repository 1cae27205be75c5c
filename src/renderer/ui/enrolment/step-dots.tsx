import { type GuidedStep, POOR_QUALITY } from '../../../shared/core/identity/enrolment-guide.ts';
import type { EnrolmentStep } from '../../../shared/core/identity/enrolment-steps.ts';
import { useText } from '../app-context.tsx';

/** How each step went, in one row; a click does one again. */
export function StepDots(props: {
  readonly steps: readonly GuidedStep[];
  readonly present: EnrolmentStep | undefined;
  readonly onRetry: (step: EnrolmentStep) => void;
}) {
  const text = useText();
  return (
    <ol className="step-dots">
      {props.steps.map((guided) => (
        <li key={guided.step}>
          <button
            type="button"
            className="quiet"
            data-state={stateOf(guided)}
            aria-current={guided.step === props.present ? 'step' : undefined}
            disabled={guided.status === 'waiting'}
            title={`${text.enrolment.names[guided.step]} · ${text.enrolment.again}`}
            onClick={() => props.onRetry(guided.step)}
          >
            <span className="bar">
              <span style={{ width: `${Math.round(guided.quality * 100)}%` }} />
            </span>
            {text.enrolment.names[guided.step]}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** `poor`: worth doing again. */
function stateOf({ status, quality }: GuidedStep): 'waiting' | 'good' | 'poor' {
  if (status === 'waiting') {
    return 'waiting';
  }
  return status === 'done' && quality >= POOR_QUALITY ? 'good' : 'poor';
}
