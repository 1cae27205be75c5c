import { type AppError, toAppError } from '../../shared/contract/app-error.ts';
import { findPerformerLook } from '../../shared/core/performance/performer-look.ts';
import { type CameraWish, findCamera } from '../capture/camera-list.ts';
import { type OpenCamera, openCamera, readCameras } from '../capture/camera-source.ts';
import type { TrackerCommand, TrackerReport } from '../capture/tracker-messages.ts';
import type { Camera, SourceKind, SourceState } from '../state/app-state.ts';
import type { AppStore } from '../state/app-store.ts';

type Wish =
  | { readonly kind: 'camera'; readonly wanted: CameraWish | undefined; readonly isChoice: boolean }
  | { readonly kind: 'video'; readonly file: Blob; readonly label: string }
  | { readonly kind: 'demo'; readonly performer: string };

type SourceReport = Extract<TrackerReport, { type: 'source-running' | 'source-failed' }>;

/** Whom the control of the source tells. */
export interface SourceControlOptions {
  readonly store: AppStore;
  readonly sendToTracker: (command: TrackerCommand) => void;
  /** The user has chosen this camera: to be kept in the settings. */
  readonly onCameraChosen: (camera: Camera) => void;
}

/** Opens cameras and videos for the tracker worker, keeps `source` and `cameras` in the store, and mends itself. */
export class SourceControl {
  readonly #options: SourceControlOptions;
  #wish: Wish | undefined;
  #camera: OpenCamera | undefined;
  #label = '';
  /** Of the newest attempt; whatever belongs to an older one is out of date. */
  #sourceId = 0;

  constructor(options: SourceControlOptions) {
    this.#options = options;
  }

  /**
   * Opens the camera with this id as the user's choice; without an id tries the one that has just failed again if it
   * is there, or else opens the remembered one, or any.
   */
  async startCamera(cameraId?: string): Promise<void> {
    const { cameras, settings, source } = this.#options.store.getState();
    const hasFailed = source.status === 'failed' && source.failure.code !== 'camera/missing';
    if (cameraId === undefined && hasFailed && this.#wish?.kind === 'camera') {
      await this.reopen();
    } else if (cameraId === undefined) {
      const remembered = { id: settings.source.cameraId, label: settings.source.cameraLabel };
      const isRemembered = remembered.id !== '' || remembered.label !== '';
      await this.#open({ kind: 'camera', wanted: isRemembered ? remembered : undefined, isChoice: false });
    } else if (cameraId === '') {
      // Cameras have neither ids nor names until the permission has been given.
      await this.#open({ kind: 'camera', wanted: undefined, isChoice: true });
    } else {
      const label = cameras.find((camera) => camera.id === cameraId)?.label ?? '';
      await this.#open({ kind: 'camera', wanted: { id: cameraId, label }, isChoice: true });
    }
  }

  /** Opens the camera with this id or label as the user's choice. */
  async startNamedCamera(name: string): Promise<void> {
    await this.#open({ kind: 'camera', wanted: { id: name, label: name }, isChoice: true });
  }

  async startVideo(file: Blob, label: string): Promise<void> {
    await this.#open({ kind: 'video', file, label });
  }

  /** Has a demo performer act. */
  async startDemo(performer: string): Promise<void> {
    await this.#open({ kind: 'demo', performer });
  }

  /** A source could not even be reached. */
  fail(kind: SourceKind, error: AppError): void {
    this.stop();
    this.#show({ status: 'failed', kind, failure: { code: error.code, message: error.message } });
  }

  stop(): void {
    this.#wish = undefined;
    this.#release();
    this.#options.sendToTracker({ type: 'close-source' });
    this.#show({ status: 'off' });
  }

  /** Opens the present source once more: for a new worker, other settings, or a camera that is back. */
  async reopen(): Promise<void> {
    if (this.#wish !== undefined) {
      await this.#open(this.#wish);
    }
  }

  /** The tracker worker tells about its source. */
  receive(report: SourceReport): void {
    const kind = this.#wish?.kind;
    if (report.sourceId !== this.#sourceId || kind === undefined) {
      return;
    }
    if (report.type === 'source-running') {
      const { width, height, isBlack } = report;
      this.#show({ status: 'running', kind, label: this.#label, width, height, isBlack });
      return;
    }
    if (!report.isStalled) {
      this.#release();
    }
    this.#show({ status: 'failed', kind, failure: report.failure });
  }

  /** Cameras have come or gone: lists them anew and goes on with a lost one that is back. */
  async camerasChanged(): Promise<void> {
    const cameras = await readCameras();
    this.#options.store.setState({ cameras });
    const { source } = this.#options.store.getState();
    if (source.status !== 'failed' || this.#wish?.kind !== 'camera') {
      return;
    }
    const { code } = source.failure;
    const { wanted } = this.#wish;
    const isBack = wanted === undefined ? cameras.length > 0 : findCamera(cameras, wanted) !== undefined;
    if (isBack && (code === 'camera/lost' || code === 'camera/missing')) {
      await this.reopen();
    }
  }

  async #open(wish: Wish): Promise<void> {
    this.#release();
    this.#wish = wish;
    if (wish.kind === 'video') {
      this.#label = wish.label;
      this.#show({ status: 'starting', kind: 'video', label: wish.label });
      this.#options.sendToTracker({ type: 'open-video', sourceId: this.#sourceId, file: wish.file });
      return;
    }
    if (wish.kind === 'demo') {
      const { performer } = wish;
      this.#label = findPerformerLook(performer)?.name ?? performer;
      this.#show({ status: 'starting', kind: 'demo', label: this.#label });
      this.#options.sendToTracker({ type: 'open-demo', sourceId: this.#sourceId, performer });
      return;
    }
    const sourceId = this.#sourceId;
    this.#show({ status: 'starting', kind: 'camera', label: wish.wanted?.label ?? '' });
    try {
      const opened = await this.#openCamera(wish.wanted, wish.isChoice);
      if (sourceId !== this.#sourceId) {
        opened.close();
        return;
      }
      await this.#takeCamera(opened, wish.isChoice);
    } catch (thrown) {
      if (sourceId === this.#sourceId) {
        const { code, message } = toAppError(thrown, 'camera/failed');
        // A video or performer that was on is not to go on behind the failure.
        this.#options.sendToTracker({ type: 'close-source' });
        this.#show({ status: 'failed', kind: 'camera', failure: { code, message } });
      }
    }
  }

  /** A remembered camera that is not there is replaced by another one; a chosen one is not. */
  async #openCamera(wanted: CameraWish | undefined, isChoice: boolean): Promise<OpenCamera> {
    const { source: picture } = this.#options.store.getState().settings;
    try {
      return await openCamera({ wanted, picture });
    } catch (thrown) {
      if (isChoice || wanted === undefined || toAppError(thrown).code !== 'camera/missing') {
        throw thrown;
      }
      return await openCamera({ wanted: undefined, picture });
    }
  }

  async #takeCamera(opened: OpenCamera, isChoice: boolean): Promise<void> {
    const { store, sendToTracker, onCameraChosen } = this.#options;
    this.#camera = opened;
    this.#label = opened.camera.label;
    // From now on this camera and no other is the one to wait for.
    this.#wish = { kind: 'camera', wanted: opened.camera, isChoice };
    sendToTracker({ type: 'open-camera', sourceId: this.#sourceId, handover: opened.handover });
    const { settings } = store.getState();
    if (isChoice || settings.source.cameraId === '') {
      onCameraChosen(opened.camera);
    }
    store.setState({ cameras: await readCameras() });
  }

  /** Lets go of the present camera; everything still on its way for it is out of date. */
  #release(): void {
    this.#sourceId += 1;
    this.#camera?.close();
    this.#camera = undefined;
  }

  #show(source: SourceState): void {
    this.#options.store.setState({ source });
  }
}
