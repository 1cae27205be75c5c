import { createPrivateFile } from '../../src/main/services/recording/durable-appender.ts';
import { Recorder, type RecorderOptions } from '../../src/main/services/recording/recorder.ts';
import type { PublishedFrame } from '../../src/shared/contract/backend.ts';
import type { RecordingState } from '../../src/shared/contract/takes.ts';
import type { SteppedMaps } from '../../src/shared/core/detail/basis/stepped-maps.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../src/shared/core/tracking/pipeline-settings.ts';
import { sampleFrame, sampleObservation } from './sample-take.ts';

/** A recorder with a clock that tests move, and all states it has told. */
export class RecorderUnderTest {
  time = 5000;
  wallTime = 1_750_000_000_000;
  freeBytes = 1e12;
  readonly states: RecordingState[] = [];
  readonly recorder: Recorder;
  #index = 0;

  constructor(options: Partial<RecorderOptions> = {}) {
    this.recorder = new Recorder({
      now: () => this.time,
      wallNow: () => this.wallTime,
      appVersion: '0.1.0',
      createFile: createPrivateFile,
      freeBytes: async () => this.freeBytes,
      onState: (state) => this.states.push(state),
      ...options,
    });
  }

  async start(folder: string, makeFolder = true, wrinkles?: SteppedMaps): Promise<void> {
    await this.recorder.start({
      folder,
      makeFolder,
      leastFreeBytes: 1e6,
      identity: undefined,
      pack: undefined,
      wrinkles,
    });
  }

  /** Publishes the next frames at 60 Hz; the first one of a recording says that the pipeline started over. */
  publish(count: number, pipeline?: PublishedFrame['pipeline']): void {
    for (let i = 0; i < count; i++) {
      this.pass(Math.round((1000 * 1024) / 60) / 1024);
      this.recorder.publish({
        observation: sampleObservation(this.#index, this.time),
        frame: sampleFrame(this.#index, this.time),
        pipeline: i === 0 ? pipeline : undefined,
      });
      this.#index += 1;
    }
  }

  /** Lets both clocks go on. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    this.wallTime += milliseconds;
  }
}

/** What comes with the first frame after the pipeline has started over. */
export const FRESH_START = { pipeline: DEFAULT_PIPELINE_SETTINGS, reset: true } as const;
