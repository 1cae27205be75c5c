import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { PipelineSettings } from '../../shared/core/tracking/pipeline-settings.ts';
import { BackendConnection, type LinkState } from '../backend/backend-connection.ts';
import type { Dial } from '../backend/dial.ts';
import type { PublishingState } from '../state/app-state.ts';
import { FaceReading } from './face-reading.ts';
import { PipelineAccount } from './pipeline-account.ts';
import { createReliefWorker, ReliefClient } from './relief/relief-client.ts';
import { roundTime } from './session-clock.ts';

/** About two frames: more than that waiting means that the backend is slower than the camera. */
const MOST_BUFFERED_BYTES = 16 * 1024;

/** Milliseconds after which a source starts even though the services have not answered. */
const LONGEST_WAIT = 1000;

/**
 * Sends every frame to the services over a connection of the tracker worker's own, as the capturer. While they
 * record, it has the pipeline start over wherever a take could not follow it otherwise: when the recording begins, and
 * after a frame that could not be sent.
 */
export class FramePublisher {
  /** The other way: what the services' networks find in the frames. */
  readonly faceReading: FaceReading;
  readonly #connection: BackendConnection;
  readonly #account = new PipelineAccount();
  readonly #resetPipeline: () => Float32Array | undefined;
  /** The take that is being recorded. */
  #take: string | undefined;
  #isOpen = false;
  #settle: (() => void) | undefined;
  #unsent = 0;

  constructor(options: {
    readonly dial: Dial;
    readonly now: () => number;
    /** Where the open head is served. */
    readonly origin: string;
    readonly onState: (state: PublishingState) => void;
    /** Has the pipeline start over with what it has learned, and tells what that is. */
    readonly resetPipeline: () => Float32Array | undefined;
  }) {
    this.#resetPipeline = options.resetPipeline;
    this.#connection = new BackendConnection({
      dial: options.dial,
      role: 'capturer',
      now: options.now,
      onState: (state) => {
        options.onState(publishingState(state));
        if (state.status === 'ready') {
          this.#account.restate();
        } else {
          // What is recorded is told anew when the connection is back.
          this.#take = undefined;
          this.faceReading.stateChanged({ status: 'off' });
        }
        if (state.status !== 'connecting') {
          this.#settle?.();
        }
      },
    });
    const { now, origin } = options;
    this.faceReading = new FaceReading({
      now,
      read: (crop) => this.#connection.request('face/read', crop),
      readRelief: (relief) => this.#connection.request('face/read-relief', relief),
      createReliefClient: (identity) =>
        new ReliefClient({ createWorker: createReliefWorker, origin, identity, now }),
    });
    this.#connection.on('face/state', (state) => this.faceReading.stateChanged(state));
    this.#connection.on('recording/state', (state) => {
      const take = state.status === 'recording' ? state.take : undefined;
      if (take !== undefined && take !== this.#take) {
        this.#startOver();
      }
      this.#take = take;
    });
  }

  /** Frames not sent since the connection was opened because earlier ones were still waiting. */
  get unsentFrames(): number {
    return this.#unsent;
  }

  /**
   * Connects. Resolves as soon as it is known whether that succeeds: a tracker at work in the meantime would blur the
   * measurement of the clock offset.
   */
  async open(): Promise<void> {
    if (this.#isOpen) {
      return;
    }
    this.#isOpen = true;
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      setTimeout(resolve, LONGEST_WAIT);
      this.#connection.open();
    });
  }

  /** Becomes the capturer even if another window is. */
  takeOver(): void {
    this.#isOpen = true;
    this.#connection.open(true);
  }

  /** Gives the role back, for another window to take. */
  close(): void {
    if (this.#isOpen) {
      this.#isOpen = false;
      this.#connection.close();
    }
  }

  /** The pipeline has new settings from the next frame on. */
  pipelineConfigured(settings: PipelineSettings): void {
    this.#account.configured(settings);
  }

  /** The pipeline has started over before the next frame. */
  pipelineReset(): void {
    this.#account.reset(undefined);
  }

  /** Sends copies, with the times moved to the backend's clock. */
  publish(observation: FaceObservation, frame: FaceFrame): void {
    if (!this.#connection.isReady) {
      return;
    }
    if (this.#connection.bufferedBytes() > MOST_BUFFERED_BYTES + this.faceReading.bytesOnTheWay) {
      this.#unsent += 1;
      if (this.#take !== undefined) {
        this.#startOver();
      }
      return;
    }
    const offset = roundTime(this.#connection.clockOffset);
    this.#connection.signal('frame', {
      observation: { ...observation, time: observation.time + offset },
      frame: { ...frame, time: frame.time + offset, wrinkleTime: frame.wrinkleTime + offset },
      pipeline: this.#account.news,
    });
    this.#account.told();
  }

  #startOver(): void {
    const learned = this.#resetPipeline();
    this.#account.reset(learned && Array.from(learned, decimal));
  }
}

function publishingState(state: LinkState): PublishingState {
  switch (state.status) {
    case 'ready':
      return { status: 'publishing' };
    case 'connecting':
    case 'closed':
      return { status: 'off' };
    case 'refused':
      return { status: state.error.code === 'backend/capturer-present' ? 'elsewhere' : 'disconnected' };
    default:
      return { status: 'disconnected' };
  }
}

/** Nine significant digits: as many as tell every 32-bit float from its neighbours, and a third of the text. */
function decimal(value: number): number {
  return Number(value.toPrecision(9));
}
