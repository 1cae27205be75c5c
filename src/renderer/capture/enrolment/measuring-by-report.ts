import { AppError } from '../../../shared/contract/app-error.ts';
import type { MeasuredRelief } from '../../../shared/contract/live-face.ts';
import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import type { Failure } from '../../state/app-state.ts';
import type { EnrolmentReport } from './enrolment-messages.ts';

/** Has reliefs measured by way of the page, which alone is connected to the services: one at a time. */
export class MeasuringByReport {
  readonly #report: (report: EnrolmentReport) => void;
  #answer: ((measured: MeasuredRelief | Failure) => void) | undefined;

  constructor(report: (report: EnrolmentReport) => void) {
    this.#report = report;
  }

  /** @throws AppError what the services said. */
  async measure(relief: ReliefObservation): Promise<MeasuredRelief> {
    const measured = await new Promise<MeasuredRelief | Failure>((resolve) => {
      this.#answer = resolve;
      this.#report({ type: 'measure', relief });
    });
    if ('code' in measured) {
      throw new AppError(measured.code, measured.message);
    }
    return measured;
  }

  /** Takes the page's answer. */
  take(measured: MeasuredRelief | Failure): void {
    this.#answer?.(measured);
    this.#answer = undefined;
  }
}
