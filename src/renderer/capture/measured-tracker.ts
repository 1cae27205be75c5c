import { type AppError, toAppError } from '../../shared/contract/app-error.ts';
import type { TrackerBundle } from '../../shared/contract/backend.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { TrackerState } from '../state/app-state.ts';
import {
  DegradationWatch,
  type Delegate,
  DelegateTrial,
  isSoftwareRenderer,
  rememberedDelegate,
} from './delegate-choice.ts';
import type { FaceTracker, FaceTrackerOptions } from './face-tracker.ts';
import { fetchBundle } from './fetch-bundle.ts';
import type { MeasuredDelegate } from './tracker-messages.ts';

/** What a measured tracker needs of its surroundings. */
export interface MeasuredTrackerOptions {
  /** Where bundle and runtime are served. */
  readonly origin: string;
  /** WebGL's name of the graphics card. */
  readonly graphics: string;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly loadTracker: (options: FaceTrackerOptions) => Promise<Pick<FaceTracker, 'observe' | 'close'>>;
  readonly onState: (state: TrackerState) => void;
  readonly onMeasured: (measured: MeasuredDelegate) => void;
}

/** A tracker that fails this often after having worked is not loaded again. */
const MOST_FAILURES = 3;

interface LoadedBundle {
  readonly bundle: TrackerBundle;
  readonly bytes: Uint8Array;
  readonly settings: Settings['tracker'];
}

/**
 * The face tracker on the faster delegate. Where that is not known yet, both are tried on the frames that are being
 * tracked anyway, so tracking begins at once; and again when it has become slow.
 */
export class MeasuredTracker {
  readonly #options: MeasuredTrackerOptions;
  readonly #trackers = new Map<Delegate, Pick<FaceTracker, 'observe' | 'close'>>();
  readonly #watch = new DegradationWatch();
  #loaded: LoadedBundle | undefined;
  #delegate: Delegate = 'cpu';
  #trial: DelegateTrial | undefined;
  #isLoading = false;
  #failures = 0;
  #told: TrackerState | undefined;
  /** Counts the calls of `load` and `close`; what an older one began is thrown away. */
  #generation = 0;

  constructor(options: MeasuredTrackerOptions) {
    this.#options = options;
  }

  /** Loads a bundle in place of the present one. Trouble is told through `onState`. */
  async load(bundle: TrackerBundle, settings: Settings['tracker']): Promise<void> {
    this.close();
    const generation = this.#generation;
    this.#tell({ status: 'loading' });
    try {
      const bytes = await fetchBundle(new URL(bundle.path, this.#options.origin), this.#options.fetch);
      if (generation !== this.#generation) {
        return;
      }
      this.#loaded = { bundle, bytes, settings };
      this.#failures = 0;
      this.#begin(this.#knownDelegate(bundle, settings));
    } catch (thrown) {
      if (generation === this.#generation) {
        this.#fail(toAppError(thrown, 'tracker/load-failed'));
      }
    }
  }

  /**
   * Tracks a frame.
   * @returns false while no tracker is loaded; `target` is then left alone.
   */
  observe(picture: VideoFrame, time: number, target: FaceObservation): boolean {
    const wanted = this.#trial?.delegate ?? this.#delegate;
    const delegate = this.#trackers.has(wanted) ? wanted : [...this.#trackers.keys()][0];
    const tracker = delegate === undefined ? undefined : this.#trackers.get(delegate);
    if (delegate === undefined || tracker === undefined) {
      return false;
    }
    const start = this.#options.now();
    try {
      tracker.observe(picture, time, target);
    } catch (thrown) {
      this.#trackerFailed(delegate, toAppError(thrown, 'tracker/failed'));
      return false;
    }
    if (this.#trial !== undefined && delegate === wanted) {
      this.#trial.record(this.#options.now() - start);
      this.#advance();
    }
    return true;
  }

  /** Takes note of the tracker's p95 over the last second (milliseconds), about twice a second. */
  watchDuration(p95: number, now: number): void {
    const mayMeasure =
      this.#trial === undefined &&
      this.#loaded?.settings.delegate === 'auto' &&
      !isSoftwareRenderer(this.#options.graphics);
    if (mayMeasure && this.#trackers.size > 0 && this.#watch.update(p95, now)) {
      this.#begin(undefined);
    }
  }

  /** Pauses in the source say nothing about the tracker's speed. */
  forgetDuration(): void {
    this.#watch.reset();
  }

  close(): void {
    this.#generation += 1;
    this.#isLoading = false;
    this.#trial = undefined;
    this.#loaded = undefined;
    for (const delegate of [...this.#trackers.keys()]) {
      this.#release(delegate);
    }
  }

  #knownDelegate(bundle: TrackerBundle, settings: Settings['tracker']): Delegate | undefined {
    if (settings.delegate !== 'auto') {
      return settings.delegate;
    }
    const { graphics } = this.#options;
    return (
      rememberedDelegate(settings.measured, bundle.name, graphics) ??
      (isSoftwareRenderer(graphics) ? 'cpu' : undefined)
    );
  }

  /** Uses a delegate that is known to be the right one, or else begins to measure. */
  #begin(delegate: Delegate | undefined): void {
    this.#trial = delegate === undefined ? new DelegateTrial() : undefined;
    this.#delegate = delegate ?? this.#delegate;
    this.#watch.reset();
    this.#advance();
  }

  /** Loads what is wanted and missing, drops what is no longer wanted, and tells where things stand. */
  #advance(): void {
    const loaded = this.#loaded;
    if (loaded === undefined) {
      return;
    }
    const winner = this.#trial?.winner;
    if (winner !== undefined) {
      this.#trial = undefined;
      this.#delegate = winner.delegate;
      this.#options.onMeasured({
        bundle: loaded.bundle.name,
        graphics: this.#options.graphics,
        ...winner,
      });
    }
    const wanted = this.#trial?.delegate ?? this.#delegate;
    if (!this.#trackers.has(wanted)) {
      void this.#loadDelegate(loaded, wanted);
      return;
    }
    if (this.#trial !== undefined) {
      this.#tell({ status: 'measuring' });
      return;
    }
    this.#release(wanted === 'gpu' ? 'cpu' : 'gpu');
    this.#tell({ status: 'ready', bundle: loaded.bundle.name, delegate: wanted });
  }

  async #loadDelegate(loaded: LoadedBundle, delegate: Delegate): Promise<void> {
    if (this.#isLoading) {
      return;
    }
    this.#isLoading = true;
    const generation = this.#generation;
    const { bundle, bytes } = loaded;
    const { origin } = this.#options;
    try {
      const tracker = await this.#options.loadTracker({
        bundle: bytes,
        hasScores: bundle.hasScores,
        delegate,
        origin,
      });
      if (generation !== this.#generation) {
        tracker.close();
        return;
      }
      this.#trackers.set(delegate, tracker);
    } catch (thrown) {
      if (generation !== this.#generation) {
        return;
      }
      this.#isLoading = false;
      if (delegate === 'cpu') {
        this.#fail(toAppError(thrown, 'tracker/load-failed'));
      } else {
        this.#giveUpGpu();
      }
      return;
    }
    this.#isLoading = false;
    this.#advance();
  }

  #trackerFailed(delegate: Delegate, error: AppError): void {
    this.#release(delegate);
    this.#failures += 1;
    if (this.#failures >= MOST_FAILURES) {
      this.#fail(error);
    } else if (delegate === 'gpu') {
      this.#giveUpGpu();
    } else {
      this.#advance();
    }
  }

  #giveUpGpu(): void {
    this.#trial?.gpuFailed();
    this.#delegate = 'cpu';
    this.#advance();
  }

  #fail(error: AppError): void {
    this.close();
    this.#tell({ status: 'failed', failure: { code: error.code, message: error.message } });
  }

  /** Reports a state once. */
  #tell(state: TrackerState): void {
    const isSameDelegate =
      state.status !== 'ready' || (this.#told?.status === 'ready' && this.#told.delegate === state.delegate);
    if (state.status !== this.#told?.status || !isSameDelegate) {
      this.#told = state;
      this.#options.onState(state);
    }
  }

  #release(delegate: Delegate): void {
    const tracker = this.#trackers.get(delegate);
    this.#trackers.delete(delegate);
    try {
      tracker?.close();
    } catch (thrown) {
      // A tracker whose runtime has aborted cannot even close; it is garbage either way.
      console.warn('A face tracker did not close.', thrown);
    }
  }
}
