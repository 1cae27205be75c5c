import type { TrackerBundle } from '../../shared/contract/backend.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { PipelineSettings } from '../../shared/core/tracking/pipeline-settings.ts';
import type { BackendAddress } from '../backend/backend-address.ts';
import { createTrackerWorker, TrackerClient } from '../capture/tracker-client.ts';
import type { TrackerCommand, TrackerReport } from '../capture/tracker-messages.ts';
import type { Failure } from '../state/app-state.ts';

/** How the worker reaches the services, and who wants to know of it. */
export interface TrackerControlOptions {
  readonly backend: BackendAddress;
  readonly requestPort: () => Promise<MessagePort>;
  readonly onReport: (report: Exclude<TrackerReport, { type: 'port-wanted' }>) => void;
  /** A worker has taken the place of one that died: its source is to be opened again. */
  readonly onRestart: () => void;
  readonly onDeath: (failure: Failure) => void;
}

/** Keeps the tracker worker told: what it should track with, by which settings, and whether anybody is looking. */
export class TrackerControl {
  readonly #options: TrackerControlOptions;
  readonly #client: TrackerClient;
  #bundle: TrackerBundle | undefined;
  #settings: Settings['tracker'] | undefined;
  #pipeline: PipelineSettings | undefined;
  #identity: Uint8Array | undefined;
  #hasStarted = false;

  constructor(options: TrackerControlOptions) {
    this.#options = options;
    this.#client = new TrackerClient({
      createWorker: createTrackerWorker,
      onReport: (report) => this.#receive(report),
      onStart: () => this.#greet(),
      onDeath: options.onDeath,
    });
    document.addEventListener('visibilitychange', this.#tellVisibility);
  }

  start(): void {
    this.#client.start();
  }

  send(command: TrackerCommand): void {
    this.#client.send(command);
  }

  /** Tracks with this bundle from now on. */
  use(bundle: TrackerBundle | undefined, settings: Settings['tracker']): void {
    const isSame = bundle?.path === this.#bundle?.path;
    this.#bundle = bundle;
    this.#settings = settings;
    if (!isSame) {
      this.#load();
    }
  }

  /** Loads the tracker again when another delegate is wanted; a new list of measurements changes nothing. */
  changeSettings(settings: Settings['tracker']): void {
    const isSame = settings.delegate === this.#settings?.delegate;
    this.#settings = settings;
    if (!isSame) {
      this.#load();
    }
  }

  configure(pipeline: PipelineSettings): void {
    this.#pipeline = pipeline;
    this.send({ type: 'configure', pipeline });
  }

  /** Says who is before the camera, a `.furrow` file; undefined for nobody in particular. */
  changePerson(identity: Uint8Array | undefined): void {
    this.#identity = identity;
    this.send({ type: 'person', identity });
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#tellVisibility);
    this.#client.close();
  }

  /** Tells a new worker all it needs. */
  #greet(): void {
    this.send({ type: 'start', backend: this.#options.backend, pageTimeOrigin: performance.timeOrigin });
    this.#tellVisibility();
    if (this.#pipeline !== undefined) {
      this.configure(this.#pipeline);
    }
    if (this.#identity !== undefined) {
      this.changePerson(this.#identity);
    }
    this.#load();
    if (this.#hasStarted) {
      this.#options.onRestart();
    }
    this.#hasStarted = true;
  }

  #load(): void {
    if (this.#bundle !== undefined && this.#settings !== undefined) {
      this.send({ type: 'load', bundle: this.#bundle, settings: this.#settings });
    }
  }

  readonly #tellVisibility = () => {
    this.send({ type: 'visibility', isVisible: document.visibilityState === 'visible' });
  };

  #receive(report: TrackerReport): void {
    if (report.type === 'port-wanted') {
      void this.#givePort();
    } else {
      this.#options.onReport(report);
    }
  }

  async #givePort(): Promise<void> {
    const port = await this.#options.requestPort().catch(() => undefined);
    this.send({ type: 'port', port });
  }
}
