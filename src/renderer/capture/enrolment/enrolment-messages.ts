import type { MeasuredRelief } from '../../../shared/contract/live-face.ts';
import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import type { GuideMode, GuideView } from '../../../shared/core/identity/enrolment-guide.ts';
import type { EnrolmentStep } from '../../../shared/core/identity/enrolment-steps.ts';
import type { Failure } from '../../state/app-state.ts';
import type { EnrolledPerson } from '../../state/enrolment-state.ts';

/** From the page to the enrolment worker. */
export type EnrolmentCommand =
  /** The first message. */
  | {
      readonly type: 'start';
      readonly mode: GuideMode;
      readonly person: EnrolledPerson;
      /** The camera's, from the picture's top to its bottom, degrees. */
      readonly fieldOfView: number;
    }
  /** Where frames come from; the port is transferred. Sent again when the tracker had to be restarted. */
  | { readonly type: 'frames'; readonly port: MessagePort }
  | { readonly type: 'skip' }
  | { readonly type: 'retry'; readonly step: EnrolmentStep }
  /** Goes on after a failure: what is missing or poor is asked for again. */
  | { readonly type: 'go-on' }
  /** Makes the person of what has been seen. */
  | { readonly type: 'finish' }
  /** Answers `measure`: what the services' network found, or why it did not. */
  | { readonly type: 'measured'; readonly measured: MeasuredRelief | Failure };

/** From the enrolment worker to the page. */
export type EnrolmentReport =
  | { readonly type: 'guide'; readonly view: GuideView }
  /** The person is being made; `share` of it is done, 0..1. */
  | { readonly type: 'working'; readonly share: number }
  /** Wants a relief measured by the services, one at a time. */
  | { readonly type: 'measure'; readonly relief: ReliefObservation }
  /** The person as a `.furrow` file; its bytes are transferred. */
  | { readonly type: 'done'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `canGoOn`: what was seen is kept, and more of it may help. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly canGoOn: boolean };
