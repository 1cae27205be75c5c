import type { IdentityEntry } from '../../shared/contract/identities.ts';
import type { GuidedStep, GuideMode } from '../../shared/core/identity/enrolment-guide.ts';
import type { EnrolmentProblem } from '../../shared/core/identity/enrolment-problems.ts';
import type { EnrolmentStep } from '../../shared/core/identity/enrolment-steps.ts';
import type { Identity } from '../../shared/core/identity/identity.ts';
import type { Failure } from './app-state.ts';

/** Who is enrolled: somebody new, or somebody known once more. `revision` is the one to be made. */
export type EnrolledPerson = Pick<Identity, 'id' | 'revision' | 'name'>;

/** How far an enrolment has come. What changes with every frame goes past the store (`EnrolmentControl.onProgress`). */
export type EnrolmentState =
  | { readonly status: 'off' }
  /** Explained, not begun. */
  | { readonly status: 'offered' }
  | {
      readonly status: 'guiding';
      readonly mode: GuideMode;
      /** What to do now; undefined when what was poor may be done again. */
      readonly step: EnrolmentStep | undefined;
      /** Whether that has just been done. */
      readonly isDone: boolean;
      readonly isHintDue: boolean;
      readonly problem: EnrolmentProblem | undefined;
      readonly steps: readonly GuidedStep[];
    }
  /** The head is being made; `share` of it is done, 0..1. */
  | { readonly status: 'working'; readonly share: number }
  | { readonly status: 'done'; readonly entry: IdentityEntry; readonly steps: readonly GuidedStep[] }
  /** `canGoOn`: what was seen is kept, and more of it may help. */
  | { readonly status: 'failed'; readonly failure: Failure; readonly canGoOn: boolean };

/** Whether the enrolment hides the window's own pictures, which then need not be drawn. */
export function coversWindow({ status }: EnrolmentState): boolean {
  return status !== 'off' && status !== 'done';
}
