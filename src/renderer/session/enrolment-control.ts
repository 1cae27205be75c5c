import { type ErrorCode, toAppError } from '../../shared/contract/app-error.ts';
import type { IdentityEntry } from '../../shared/contract/identities.ts';
import type { MeasuredRelief } from '../../shared/contract/live-face.ts';
import type { ReliefObservation } from '../../shared/core/detail/relief/relief-observation.ts';
import type { GuidedStep, GuideView } from '../../shared/core/identity/enrolment-guide.ts';
import type { EnrolmentStep } from '../../shared/core/identity/enrolment-steps.ts';
import type { EnrolmentCommand, EnrolmentReport } from '../capture/enrolment/enrolment-messages.ts';
import type { TrackerCommand } from '../capture/tracker-messages.ts';
import type { Failure, SourceState } from '../state/app-state.ts';
import type { AppStore } from '../state/app-store.ts';
import type { EnrolledPerson, EnrolmentState } from '../state/enrolment-state.ts';
import type { PeopleControl } from './people-control.ts';

/** Hears of every frame of an enrolment; the view is replaced by the next one. */
export type EnrolmentListener = (view: GuideView) => void;

/** What an enrolment needs. */
export interface EnrolmentControlOptions {
  readonly store: AppStore;
  readonly people: Pick<PeopleControl, 'add'>;
  readonly createWorker: () => Worker;
  /** Has a relief measured by the services. @throws AppError */
  readonly measure: (relief: ReliefObservation) => Promise<MeasuredRelief>;
  readonly sendToTracker: (command: TrackerCommand) => void;
}

/**
 * The window's hand on the enrolment: one worker per enrolment, fed by the tracker worker. `enrolment` in the store tells
 * how it is going.
 */
export class EnrolmentControl {
  readonly #options: EnrolmentControlOptions;
  readonly #listeners = new Set<EnrolmentListener>();
  #person: EnrolledPerson = newPerson('');
  #worker: Worker | undefined;
  /** What the enrolment began with: another one may show somebody else. */
  #source: string | undefined;
  #steps: readonly GuidedStep[] = [];

  constructor(options: EnrolmentControlOptions) {
    this.#options = options;
    options.store.subscribe(({ source }) => this.#watchSource(source));
  }

  /** Explains an enrolment: once more of somebody known, or without an entry of somebody new of that name. */
  offer(entry: IdentityEntry | undefined, newName: string): void {
    this.#stop();
    this.#person = entry === undefined ? newPerson(newName) : onceMore(entry);
    this.#show({ status: 'offered' });
  }

  /** Begins with what is the source now. Does nothing while no pictures come. */
  begin(): void {
    this.#stop();
    const { source, settings } = this.#options.store.getState();
    if (source.status !== 'running') {
      return;
    }
    this.#source = describe(source);
    const worker = this.#options.createWorker();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<EnrolmentReport>) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#fail('enrolment/failed', event.message);
    });
    this.#send({
      type: 'start',
      mode: source.kind === 'camera' ? 'guided' : 'watching',
      person: this.#person,
      fieldOfView: settings.pipeline.fieldOfView,
    });
    this.feed();
  }

  /** Has the tracker worker, which may be a new one, send its frames to the enrolment that runs, if one does. */
  feed(): void {
    if (this.#worker === undefined) {
      return;
    }
    const { port1, port2 } = new MessageChannel();
    const command: EnrolmentCommand = { type: 'frames', port: port1 };
    this.#worker.postMessage(command, [port1]);
    this.#options.sendToTracker({ type: 'feed-enrolment', port: port2 });
  }

  /** Leaves out the present step. */
  skip(): void {
    this.#send({ type: 'skip' });
  }

  retry(step: EnrolmentStep): void {
    this.#send({ type: 'retry', step });
  }

  /** After a failure that left what was seen: asks again for what was missing or poor. */
  goOn(): void {
    this.#send({ type: 'go-on' });
  }

  /** Makes the person of what has been seen so far. */
  finish(): void {
    this.#send({ type: 'finish' });
  }

  /** Ends the enrolment, whatever it is doing. */
  close(): void {
    this.#stop();
    this.#show({ status: 'off' });
  }

  /** Listens to the guide; returns the function that stops listening. */
  onProgress(listener: EnrolmentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #receive(report: EnrolmentReport): void {
    switch (report.type) {
      case 'guide':
        this.#showGuide(report.view);
        break;
      case 'working':
        this.#show({ status: 'working', share: report.share });
        break;
      case 'measure':
        void this.#measure(report.relief);
        break;
      case 'done':
        void this.#keep(report.bytes);
        break;
      case 'failed':
        if (!report.canGoOn) {
          this.#stop();
        }
        this.#show({ status: 'failed', failure: report.failure, canGoOn: report.canGoOn });
        break;
    }
  }

  #showGuide(view: GuideView): void {
    for (const listener of this.#listeners) {
      listener(view);
    }
    const { enrolment } = this.#options.store.getState();
    if (enrolment.status === 'guiding' && isSame(enrolment, view)) {
      return;
    }
    this.#steps = view.steps;
    const { mode, step, isDone, isHintDue, problem, steps } = view;
    this.#show({ status: 'guiding', mode, step, isDone, isHintDue, problem, steps });
  }

  async #measure(relief: ReliefObservation): Promise<void> {
    const worker = this.#worker;
    const measured = await this.#options.measure(relief).catch((thrown: unknown): Failure => {
      const { code, message } = toAppError(thrown);
      return { code, message };
    });
    if (worker === this.#worker) {
      this.#send({ type: 'measured', measured });
    }
  }

  async #keep(bytes: Uint8Array): Promise<void> {
    this.#stop();
    try {
      const entry = await this.#options.people.add(bytes);
      this.#person = onceMore(entry);
      this.#show({ status: 'done', entry, steps: this.#steps });
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      this.#show({ status: 'failed', failure: { code, message }, canGoOn: false });
    }
  }

  /** The same camera may come back; anything else is another picture, perhaps of somebody else. */
  #watchSource(source: SourceState): void {
    const hasChanged = source.status === 'running' && describe(source) !== this.#source;
    if (this.#worker !== undefined && (hasChanged || source.status === 'off')) {
      this.#fail('enrolment/source-changed', 'The pictures come from somewhere else now. Begin again.');
    }
  }

  #fail(code: ErrorCode, message: string): void {
    this.#stop();
    this.#show({ status: 'failed', failure: { code, message }, canGoOn: false });
  }

  #send(command: Exclude<EnrolmentCommand, { type: 'frames' }>): void {
    this.#worker?.postMessage(command);
  }

  #stop(): void {
    if (this.#worker !== undefined) {
      this.#options.sendToTracker({ type: 'feed-enrolment', port: undefined });
      this.#worker.terminate();
      this.#worker = undefined;
    }
  }

  #show(enrolment: EnrolmentState): void {
    this.#options.store.setState({ enrolment });
  }
}

function newPerson(name: string): EnrolledPerson {
  return { id: crypto.randomUUID(), revision: 1, name };
}

function onceMore({ id, name, revision }: IdentityEntry): EnrolledPerson {
  return { id, name, revision: revision + 1 };
}

function describe(source: Extract<SourceState, { status: 'running' }>): string {
  return `${source.kind} ${source.label}`;
}

function isSame(shown: Extract<EnrolmentState, { status: 'guiding' }>, view: GuideView): boolean {
  return (
    shown.step === view.step &&
    shown.isDone === view.isDone &&
    shown.isHintDue === view.isHintDue &&
    shown.problem === view.problem &&
    shown.steps.every(({ status, quality }, i) => {
      const now = view.steps[i];
      return now?.status === status && Math.round(now.quality * 10) === Math.round(quality * 10);
    })
  );
}
