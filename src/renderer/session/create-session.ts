import { AppError, toAppError } from '../../shared/contract/app-error.ts';
import type { FaceDisplacement } from '../../shared/contract/live-face.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { FaceLight } from '../../shared/core/avatar/face-light.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../shared/core/face/face-observation.ts';
import type { Neutral } from '../../shared/core/tracking/pipeline-settings.ts';
import { backendAddress } from '../backend/backend-address.ts';
import { createDial, requestPortFromPreload } from '../backend/dial.ts';
import { rememberMeasured } from '../capture/delegate-choice.ts';
import { createEnrolmentWorker } from '../capture/enrolment/create-enrolment-worker.ts';
import type { MeasuredDelegate, TrackerReport } from '../capture/tracker-messages.ts';
import type { Failure } from '../state/app-state.ts';
import type { AppStore } from '../state/app-store.ts';
import { Downloads } from './downloads.ts';
import { EnrolmentControl } from './enrolment-control.ts';
import { FaceAbsence } from './face-absence.ts';
import type { LaunchOptions } from './launch-options.ts';
import { PackImport } from './pack-import.ts';
import { PeopleControl } from './people-control.ts';
import { ServicesLink } from './services-link.ts';
import type { FrameListener, Session } from './session.ts';
import { SourceControl } from './source-control.ts';
import { TakeControl } from './take-control.ts';
import { TrackerControl } from './tracker-control.ts';

/** What a window is connected from. */
export interface SessionOptions {
  /** Where everything the interface shows is written; see `createAppStore`. */
  readonly store: AppStore;
  /** What the page's address asked for; see `readLaunchOptions`. */
  readonly launch: LaunchOptions;
}

/** Connects a window: services, tracker worker and store. Call it once per page. */
export function createSession({ store, launch }: SessionOptions): Session {
  const address = backendAddress(location.href, launch.token);
  const listeners = new Set<FrameListener>();
  const lightListeners = new Set<(light: FaceLight) => void>();
  const reliefListeners = new Set<(relief: FaceDisplacement) => void>();
  let hasBegun = false;

  const services = new ServicesLink({
    store,
    dial: createDial(address, requestPortFromPreload),
    onSettings: applySettings,
    onBundles: (bundles) => tracker.use(bundles[0], store.getState().settings.tracker),
    onCommand: () => calibrate(),
    onReady: begin,
  });
  const tracker = new TrackerControl({
    backend: address,
    requestPort: requestPortFromPreload,
    onReport: receive,
    onRestart() {
      void source.reopen();
      enrolment.feed();
    },
    onDeath: trackerDied,
  });
  const source = new SourceControl({
    store,
    sendToTracker: (command) => tracker.send(command),
    onCameraChosen: ({ id, label }) => {
      const { settings } = store.getState();
      void services.updateSettings({ source: { ...settings.source, cameraId: id, cameraLabel: label } });
    },
  });
  const downloads = new Downloads({
    store,
    backend: services.connection,
    onInstalled: () => services.readPacks(),
    onFailure: (thrown) => services.addFailure(thrown),
  });
  const packImport = new PackImport({
    store,
    backend: services.connection,
    onImported: async (name) => {
      await services.readPacks();
      await services.updateSettings({ facePack: { name } });
    },
    onFailure: (thrown) => services.addFailure(thrown),
  });
  const takes = new TakeControl({
    store,
    backend: services.connection,
    onFrame: show,
    onFailure: (thrown) => services.addFailure(thrown),
  });
  const people = new PeopleControl({
    store,
    backend: services.connection,
    onFailure: (thrown) => services.addFailure(thrown),
  });
  const enrolment = new EnrolmentControl({
    store,
    people,
    createWorker: createEnrolmentWorker,
    measure: (relief) => services.connection.request('relief/measure', relief),
    sendToTracker: (command) => tracker.send(command),
  });
  const absence = new FaceAbsence((isFaceMissing) => store.setState({ isFaceMissing }));
  const camerasChanged = () => void source.camerasChanged();

  navigator.mediaDevices?.addEventListener('devicechange', camerasChanged);
  services.connection.on('identity', ({ bytes }) => tracker.changePerson(bytes));
  services.connection.on('face/displacement', (relief) => {
    for (const listener of reliefListeners) {
      listener(relief);
    }
  });
  tracker.start();
  services.connection.open();
  camerasChanged();

  /** Starts what the address or the settings ask for, once. */
  function begin(): void {
    void takes.readTakes();
    void people.read();
    if (hasBegun) {
      return;
    }
    hasBegun = true;
    const { settings, source: present } = store.getState();
    if (launch.source?.kind === 'camera') {
      void source.startNamedCamera(launch.source.name);
    } else if (launch.source?.kind === 'video') {
      void startServedVideo(launch.source.path);
    } else if (launch.source?.kind === 'demo') {
      void source.startDemo(launch.source.performer);
    } else if (settings.source.autoStart && settings.firstRunDone && present.status === 'off') {
      void source.startCamera();
    }
  }

  async function startServedVideo(path: string): Promise<void> {
    try {
      const response = await fetch(path);
      if (!response.ok) {
        throw new AppError(
          'video/unreadable',
          'The video that Furrow was started with is not there any more.',
        );
      }
      await source.startVideo(await response.blob(), fileName(path));
    } catch (thrown) {
      source.fail('video', toAppError(thrown, 'video/unreadable'));
    }
  }

  function applySettings(settings: Settings, previous: Settings): void {
    tracker.configure(settings.pipeline);
    tracker.changeSettings(settings.tracker);
    const { source: wanted } = settings;
    const { source: before } = previous;
    const hasNewPicture =
      wanted.width !== before.width || wanted.height !== before.height || wanted.rate !== before.rate;
    if (hasNewPicture && isCameraOn()) {
      void source.reopen();
    }
  }

  function isCameraOn(): boolean {
    const { source: state } = store.getState();
    return (state.status === 'starting' || state.status === 'running') && state.kind === 'camera';
  }

  function receive(report: Exclude<TrackerReport, { type: 'port-wanted' }>): void {
    switch (report.type) {
      case 'frame':
        receiveFrame(report.frame, report.observation);
        break;
      case 'tracker':
        store.setState({ tracker: report.state });
        break;
      case 'measured':
        remember(report.measured);
        break;
      case 'source-running':
      case 'source-failed':
        source.receive(report);
        break;
      case 'light':
        for (const listener of lightListeners) {
          listener(report.light);
        }
        break;
      case 'statistics':
        store.setState({ statistics: report.statistics });
        break;
      case 'publishing':
        store.setState({ publishing: report.state });
        break;
      case 'neutral':
        void applyNeutral(report.neutral);
        break;
    }
  }

  function receiveFrame(frame: FaceFrame, observation: FaceObservation): void {
    const { tracking, source: state } = store.getState();
    if (frame.tracking !== tracking) {
      store.setState({ tracking: frame.tracking });
    }
    if (observation.hasFace || state.status !== 'running') {
      absence.seen();
    } else {
      absence.unseen();
    }
    try {
      // A take that plays has the avatar for itself; the camera goes on behind it.
      if (store.getState().playback.status === 'stopped') {
        show(frame, observation);
      }
    } finally {
      tracker.send({ type: 'frame-taken' });
    }
  }

  function show(frame: FaceFrame, observation: FaceObservation): void {
    for (const listener of listeners) {
      listener(frame, observation);
    }
  }

  function remember(measured: MeasuredDelegate): void {
    const { settings } = store.getState();
    const list = rememberMeasured(settings.tracker.measured, measured);
    void services.updateSettings({ tracker: { ...settings.tracker, measured: list } });
  }

  function trackerDied(failure: Failure): void {
    store.setState({
      tracker: { status: 'failed', failure },
      publishing: { status: 'disconnected' },
      statistics: undefined,
    });
    void applyNeutral(undefined);
  }

  function calibrate(): void {
    store.setState({ calibration: 'pending' });
    tracker.send({ type: 'measure-neutral' });
  }

  async function applyNeutral(neutral: Neutral | undefined): Promise<void> {
    if (store.getState().calibration !== 'pending') {
      return;
    }
    if (neutral === undefined) {
      store.setState({ calibration: 'failed' });
      return;
    }
    const { settings } = store.getState();
    await services.updateSettings({ pipeline: { ...settings.pipeline, neutral } });
    const isKept = store.getState().settings.pipeline.neutral !== settings.pipeline.neutral;
    store.setState({ calibration: isKept ? 'done' : 'failed' });
  }

  return {
    startCamera: (cameraId) => source.startCamera(cameraId),
    startVideo: (file, label) => source.startVideo(file, label),
    startDemo: (performer) => source.startDemo(performer),
    stopSource() {
      source.stop();
      absence.seen();
      store.setState({ statistics: undefined });
    },
    async calibrate() {
      calibrate();
    },
    async clearCalibration() {
      const { neutral: _, ...pipeline } = store.getState().settings.pipeline;
      await services.updateSettings({ pipeline });
      store.setState({ calibration: 'none' });
    },
    conceal: (concealment) => services.conceal(concealment),
    updateSettings: (patch) => services.updateSettings(patch),
    takeOver: () => tracker.send({ type: 'take-over' }),
    downloadPack: (name) => downloads.start(name),
    cancelDownload: (name) => downloads.cancel(name),
    importDeca: (files) => packImport.start(files),
    cancelPackImport: () => packImport.cancel(),
    dismissFailure(index) {
      store.setState(({ failures }) => ({ failures: failures.filter((_, i) => i !== index) }));
    },
    startRecording: () => takes.startRecording(),
    stopRecording: () => takes.stopRecording(),
    playTake: (name) => takes.play(name),
    changePlayback: (change) => takes.change(change),
    stopPlayback: () => takes.stop(),
    renameTake: (name, newName) => takes.rename(name, newName),
    deleteTake: (name) => takes.delete(name),
    attachPreview(name, canvas) {
      tracker.send({ type: 'attach-preview', name, canvas: canvas.transferControlToOffscreen() });
    },
    configurePreview: (name, layout) => tracker.send({ type: 'configure-preview', name, layout }),
    people,
    enrolment,
    setBackgroundPicture: (bytes) => services.ask('avatar/set-picture', { bytes }),
    renewAvatarPage: () => services.ask('avatar/renew-page', undefined),
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onLight(listener) {
      lightListeners.add(listener);
      return () => lightListeners.delete(listener);
    },
    onRelief(listener) {
      reliefListeners.add(listener);
      return () => reliefListeners.delete(listener);
    },
    close() {
      navigator.mediaDevices?.removeEventListener('devicechange', camerasChanged);
      absence.seen();
      enrolment.close();
      source.stop();
      tracker.close();
      services.connection.close();
    },
  };
}

/** The file's own name in an address that the backend made. */
function fileName(path: string): string {
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
}
