import type { PipelineChange } from '../../shared/core/take/take-record.ts';
import {
  DEFAULT_PIPELINE_SETTINGS,
  type PipelineSettings,
} from '../../shared/core/tracking/pipeline-settings.ts';

/**
 * Keeps account of what the frame pipeline was told since the services last heard of it, so that a recording knows
 * before which frame that was.
 */
export class PipelineAccount {
  #settings: PipelineSettings = DEFAULT_PIPELINE_SETTINGS;
  #hasNews = true;
  #isReset = true;
  #learned: readonly number[] | undefined;

  /** The pipeline has new settings. */
  configured(settings: PipelineSettings): void {
    this.#settings = settings;
    this.#hasNews = true;
  }

  /** The pipeline has started over, but kept this of what it had learned. */
  reset(learned: readonly number[] | undefined): void {
    this.#isReset = true;
    this.#learned = learned;
    this.#hasNews = true;
  }

  /** Somebody listens who has heard nothing yet. */
  restate(): void {
    this.#hasNews = true;
  }

  /** What goes with the next frame, if anything. */
  get news(): PipelineChange | undefined {
    return this.#hasNews
      ? { pipeline: this.#settings, reset: this.#isReset, learned: this.#learned }
      : undefined;
  }

  /** The news are on their way. */
  told(): void {
    this.#hasNews = false;
    this.#isReset = false;
    this.#learned = undefined;
  }
}
