import { toAppError } from '../../../shared/contract/app-error.ts';
import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import {
  EnrolmentGuide,
  type GuidedStep,
  POOR_QUALITY,
} from '../../../shared/core/identity/enrolment-guide.ts';
import type { EnrolmentFrame } from './enrolment-feed.ts';
import type { EnrolmentCommand, EnrolmentReport } from './enrolment-messages.ts';
import { ExposureProbe } from './exposure-probe.ts';
import { MeasuringByReport } from './measuring-by-report.ts';
import { PersonMaker } from './person-maker.ts';

/** What an enrolment begins with, and whom it tells. */
export interface EnrolmentRunOptions {
  readonly start: Extract<EnrolmentCommand, { type: 'start' }>;
  /** Where the open head is served. */
  readonly origin: string;
  readonly report: (report: EnrolmentReport) => void;
}

/** One enrolment in its worker: guides the person, gathers what is seen, and makes the person of it. */
export class EnrolmentRun {
  readonly #options: EnrolmentRunOptions;
  readonly #maker: PersonMaker;
  readonly #guide: EnrolmentGuide;
  readonly #exposure = new ExposureProbe();
  /** Whether what is seen counts; not while the person is being made, nor while a failure is shown. */
  #isGathering = true;
  readonly #measuring: MeasuringByReport;

  private constructor(options: EnrolmentRunOptions, maker: PersonMaker, measuring: MeasuringByReport) {
    this.#options = options;
    this.#maker = maker;
    this.#measuring = measuring;
    this.#guide = new EnrolmentGuide(options.start.mode);
  }

  /** @throws AppError `model/load-failed` */
  static async begin(options: EnrolmentRunOptions): Promise<EnrolmentRun> {
    const { origin, report } = options;
    const { fieldOfView } = options.start;
    const measuring = new MeasuringByReport(report);
    const measure = (relief: ReliefObservation) => measuring.measure(relief);
    const maker = await PersonMaker.load({ origin, fieldOfView, measure });
    const run = new EnrolmentRun(options, maker, measuring);
    run.#tell();
    return run;
  }

  /** Takes in a tracked picture, which stays the caller's. */
  take({ observation, picture }: EnrolmentFrame): void {
    if (!this.#isGathering) {
      return;
    }
    const problem = this.#maker.see(picture, observation, this.#exposure.look(picture, observation));
    this.#guide.update(this.#maker.frame, problem);
    this.#tell();
    // A person may do better when asked again; a clip cannot.
    const isWatching = this.#options.start.mode === 'watching';
    if (this.#guide.isOver && (isWatching || this.#poorSteps().length === 0)) {
      void this.#finish();
    }
  }

  handle(command: Exclude<EnrolmentCommand, { type: 'start' | 'frames' }>): void {
    switch (command.type) {
      case 'skip':
        this.#guide.skip();
        break;
      case 'retry':
        this.#guide.retry(command.step);
        break;
      case 'go-on':
        this.#isGathering = true;
        for (const { step } of this.#poorSteps()) {
          this.#guide.retry(step);
        }
        break;
      case 'finish':
        this.#guide.finish();
        void this.#finish();
        return;
      case 'measured':
        this.#measuring.take(command.measured);
        return;
    }
    this.#tell();
  }

  #poorSteps(): readonly GuidedStep[] {
    return this.#guide.view.steps.filter(
      ({ status, quality }) => status !== 'done' || quality < POOR_QUALITY,
    );
  }

  async #finish(): Promise<void> {
    if (!this.#isGathering) {
      return;
    }
    this.#isGathering = false;
    const { report, start } = this.#options;
    try {
      const bytes = await this.#maker.make(start.person, (share) => report({ type: 'working', share }));
      report({ type: 'done', bytes });
    } catch (thrown) {
      const { code, message } = toAppError(thrown, 'enrolment/failed');
      report({ type: 'failed', failure: { code, message }, canGoOn: code === 'enrolment/too-little' });
    }
  }

  #tell(): void {
    this.#options.report({ type: 'guide', view: this.#guide.view });
  }
}
