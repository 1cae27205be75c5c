import { toAppError } from '../../shared/contract/app-error.ts';
import type { BackendContract, RemoteCommand, TrackerBundle } from '../../shared/contract/backend.ts';
import type { Settings, SettingsPatch } from '../../shared/contract/settings.ts';
import type { Concealment } from '../../shared/core/tracking/pipeline-settings.ts';
import { BackendConnection, type LinkState } from '../backend/backend-connection.ts';
import type { Dial } from '../backend/dial.ts';
import type { ConnectionState, Failure } from '../state/app-state.ts';
import type { AppStore } from '../state/app-store.ts';

/** How to reach the services, and who wants to know what they say. */
export interface ServicesLinkOptions {
  readonly store: AppStore;
  readonly dial: Dial;
  /** The settings have been read or have changed; they are in the store already. */
  readonly onSettings: (settings: Settings, previous: Settings) => void;
  /** The tracker bundles that are there, best first. */
  readonly onBundles: (bundles: readonly TrackerBundle[]) => void;
  readonly onCommand: (command: RemoteCommand) => void;
  /** Everything has been read, at the start and after each reconnection. */
  readonly onReady: () => void;
}

/** The window's connection to the services; keeps what they say in the store. */
export class ServicesLink {
  readonly connection: BackendConnection;
  readonly #options: ServicesLinkOptions;
  /** A wish of the user's that the services have not heard yet; wins over what they say. */
  #unsavedConcealment: Concealment | undefined;

  constructor(options: ServicesLinkOptions) {
    this.#options = options;
    const { store } = options;
    this.connection = new BackendConnection({
      dial: options.dial,
      role: 'window',
      now: () => performance.now(),
      onState: (state) => this.#stateChanged(state),
    });
    this.connection.on('settings', (settings) => this.#accept(settings));
    this.connection.on('stream/state', (stream) => store.setState({ stream }));
    this.connection.on('remote-control/state', (remoteControl) => store.setState({ remoteControl }));
    this.connection.on('identity', ({ bytes }) => store.setState({ shownIdentity: bytes }));
    this.connection.on('avatar/page', (avatarPage) => store.setState({ avatarPage }));
    this.connection.on('avatar/picture', ({ bytes }) => store.setState({ backgroundPicture: bytes }));
    this.connection.on('face/state', (liveFace) => store.setState({ liveFace }));
    this.connection.on('face/person', (livePerson) => store.setState({ livePerson }));
    this.connection.on('face/wrinkles', (refinedWrinkles) => store.setState({ refinedWrinkles }));
    this.connection.on('face/sampled-wrinkles', (sampledWrinkles) => store.setState({ sampledWrinkles }));
    this.connection.on('remote-control/command', options.onCommand);
  }

  /** Changes settings; a failure is told in the store. */
  async updateSettings(patch: SettingsPatch): Promise<void> {
    try {
      this.#accept(await this.connection.request('settings/update', patch));
    } catch (thrown) {
      this.addFailure(thrown);
    }
  }

  /** Has something done that answers nothing; a failure is told in the store. */
  async ask<Name extends 'avatar/set-picture' | 'avatar/renew-page'>(
    name: Name,
    params: BackendContract['requests'][Name]['params'],
  ): Promise<void> {
    try {
      await this.connection.request(name, params);
    } catch (thrown) {
      this.addFailure(thrown);
    }
  }

  /** Hides or shows the face at once, also while the services cannot be reached, and has it saved. */
  async conceal(concealment: Concealment): Promise<void> {
    this.#unsavedConcealment = concealment;
    this.#accept(this.#options.store.getState().settings);
    if (this.connection.isReady) {
      await this.#saveConcealment();
    }
  }

  /** Reads anew which packs can be downloaded and which tracker bundles are there. */
  async readPacks(): Promise<void> {
    const [packs, facePacks, bundles] = await Promise.all([
      this.connection.request('packs/list', undefined),
      this.connection.request('face-packs/list', undefined),
      this.connection.request('tracker/bundles', undefined),
    ]);
    this.#options.store.setState({ packs, facePacks });
    this.#options.onBundles(bundles);
  }

  /** What the services found wrong when they started; they say it at each reconnection. */
  #addProblems(problems: readonly Failure[]): void {
    this.#options.store.setState(({ failures }) => {
      const unknown = problems.filter(
        ({ message }) => !failures.some((failure) => failure.message === message),
      );
      return { failures: [...failures, ...unknown] };
    });
  }

  addFailure(thrown: unknown): void {
    const { code, message } = toAppError(thrown);
    this.#options.store.setState(({ failures }) => ({ failures: [...failures, { code, message }] }));
  }

  #stateChanged(state: LinkState): void {
    const connection = connectionState(state);
    if (connection !== undefined) {
      this.#options.store.setState({ connection });
    }
    if (state.status === 'reconnecting' || state.status === 'refused') {
      this.#forgetActivity();
    }
    if (state.status === 'ready') {
      this.#addProblems(state.welcome.problems);
      void this.#readAll();
    }
  }

  /** What the services were doing is no longer known; they tell it anew when they are back. */
  #forgetActivity(): void {
    const { store } = this.#options;
    const { stream, remoteControl, recording, playback } = store.getInitialState();
    store.setState({ stream, remoteControl, recording, playback });
  }

  async #readAll(): Promise<void> {
    try {
      this.#accept(await this.connection.request('settings/get', undefined));
      if (this.#unsavedConcealment !== undefined) {
        await this.#saveConcealment();
      }
      await this.readPacks();
      this.#options.onReady();
    } catch (thrown) {
      // When the connection has ended again, that is told already and the next one reads everything.
      if (this.connection.isReady) {
        this.addFailure(thrown);
      }
    }
  }

  async #saveConcealment(): Promise<void> {
    const concealment = this.#unsavedConcealment;
    await this.updateSettings({ pipeline: this.#options.store.getState().settings.pipeline });
    if (this.connection.isReady && this.#unsavedConcealment === concealment) {
      this.#unsavedConcealment = undefined;
    }
  }

  #accept(received: Settings): void {
    const { store, onSettings } = this.#options;
    const previous = store.getState().settings;
    const concealment = this.#unsavedConcealment ?? received.pipeline.concealment;
    const settings = { ...received, pipeline: { ...received.pipeline, concealment } };
    store.setState({ settings });
    onSettings(settings, previous);
  }
}

function connectionState(state: LinkState): ConnectionState | undefined {
  switch (state.status) {
    case 'refused':
      return {
        status: 'refused',
        failure: { code: state.error.code, message: state.error.message },
      };
    case 'closed':
      return undefined;
    case 'ready':
      return { status: 'ready' };
    default:
      return state;
  }
}
