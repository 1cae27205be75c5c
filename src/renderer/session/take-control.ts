import type { PlaybackChange } from '../../shared/contract/takes.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { BackendConnection } from '../backend/backend-connection.ts';
import type { AppStore } from '../state/app-store.ts';

/** What recording and playing need, and whom they tell. */
export interface TakeControlOptions {
  readonly store: AppStore;
  readonly backend: BackendConnection;
  /** A frame of the take that plays. */
  readonly onFrame: (frame: FaceFrame, observation: FaceObservation) => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** The window's hand on the recorder, the player and the list of takes. */
export class TakeControl {
  readonly #options: TakeControlOptions;

  constructor(options: TakeControlOptions) {
    this.#options = options;
    const { store, backend } = options;
    backend.on('recording/state', (recording) => {
      const hasEnded = store.getState().recording.status === 'recording' && recording.status !== 'recording';
      store.setState({ recording });
      if (hasEnded) {
        void this.readTakes();
      }
    });
    backend.on('playback/state', (playback) => store.setState({ playback }));
    backend.on('playback/frame', ({ frame, observation }) => options.onFrame(frame, observation));
  }

  /** Reads the list of takes anew. */
  async readTakes(): Promise<void> {
    await this.#try(async () => {
      const takes = await this.#options.backend.request('takes/list', undefined);
      this.#options.store.setState({ takes });
    });
  }

  async startRecording(): Promise<void> {
    await this.#try(() => this.#options.backend.request('recording/start', undefined));
  }

  async stopRecording(): Promise<void> {
    await this.#try(() => this.#options.backend.request('recording/stop', undefined));
  }

  async play(name: string): Promise<void> {
    await this.#try(() =>
      this.#options.backend.request('takes/play', { name, loop: false, speed: 1, position: 0 }),
    );
  }

  async change(change: PlaybackChange): Promise<void> {
    await this.#try(() => this.#options.backend.request('takes/change', change));
  }

  async stop(): Promise<void> {
    await this.#try(() => this.#options.backend.request('takes/stop', undefined));
  }

  async rename(name: string, newName: string): Promise<void> {
    await this.#try(() => this.#options.backend.request('takes/rename', { name, newName }));
    await this.readTakes();
  }

  async delete(name: string): Promise<void> {
    await this.#try(() => this.#options.backend.request('takes/delete', { name }));
    await this.readTakes();
  }

  async #try(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      this.#options.onFailure(thrown);
    }
  }
}
