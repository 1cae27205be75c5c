import { availableParallelism } from 'node:os';
import type { AppError } from '../shared/contract/app-error.ts';
import type { Problem, Welcome } from '../shared/contract/backend.ts';
import type { Settings } from '../shared/contract/settings.ts';
import type { AvatarSetup, RestPose } from '../shared/core/avatar/avatar-look.ts';
import type { FaceFrame } from '../shared/core/face/face-frame.ts';
import { runInBackground } from './background/run-in-background.ts';
import { dataPaths } from './data-folder.ts';
import { disposeInReverse } from './dispose-in-reverse.ts';
import { faceRequests } from './face-requests.ts';
import { identityRequests } from './identity-requests.ts';
import { inferenceThreads, platformProviders } from './inference/choose-model.ts';
import { WorkerHost } from './inference/worker-host.ts';
import type { StartWorkerProcess } from './inference/worker-process.ts';
import { AccessTokens } from './server/access-tokens.ts';
import { BackgroundPictureFile } from './services/avatar/background-picture.ts';
import { IdentityLibrary } from './services/identities/identity-library.ts';
import { IdentityService } from './services/identities/identity-service.ts';
import { LearntLibrary } from './services/identities/learnt-library.ts';
import { splitCrops } from './services/inference/eight-bit-graphs.ts';
import { LiveFace } from './services/inference/live-face.ts';
import { ReliefMeasuring } from './services/inference/relief-measuring.ts';
import { WrinkleRefinement } from './services/inference/wrinkle-refinement.ts';
import type { Log } from './services/log/log.ts';
import { findPack, readShippedCatalog } from './services/packs/catalog.ts';
import { EMBEDDED_PACK } from './services/packs/face-pack-manifest.ts';
import { findFacePack } from './services/packs/face-packs.ts';
import { installPack, listPacks } from './services/packs/installed-packs.ts';
import { findTrackerBundles } from './services/packs/tracker-bundles.ts';
import { TakeService } from './services/recording/take-service.ts';
import type { RemoteRequest } from './services/remote-control/remote-commands.ts';
import { RemoteControlService } from './services/remote-control/remote-control-service.ts';
import { setTargetEnabled } from './services/remote-control/set-target-enabled.ts';
import { SettingsService } from './services/settings/settings-service.ts';
import { StreamService } from './services/stream/stream-service.ts';
import { answerNothing } from './session/answer-nothing.ts';
import { AvatarPage } from './session/avatar-page.ts';
import { BackendSessions, type ServiceRequests } from './session/backend-sessions.ts';
import { takeRequests } from './take-requests.ts';

export interface ServicesOptions {
  /** The user's data. */
  readonly dataFolder: string;
  readonly shell: Welcome['shell'];
  readonly version: string;
  readonly log: Log;
  /** Starts a process for the networks of face packs. */
  readonly startInference: StartWorkerProcess;
  /** Starts a process for what takes long and can wait. */
  readonly startBackground: StartWorkerProcess;
}

/** Everything both shells run, and what they connect their clients to. */
export interface Services extends AsyncDisposable {
  readonly settings: SettingsService;
  readonly sessions: BackendSessions;
  /** The keys to the server. */
  readonly tokens: AccessTokens;
  readonly avatarPage: AvatarPage;
  /** The downloaded official tracker bundle, when there is one and it is intact. */
  readonly officialBundle: () => Promise<string | undefined>;
  /** The face model of the chosen face pack, while one runs. */
  readonly faceModel: () => string | undefined;
}

/**
 * Makes and connects the services: the one composition root of both shells.
 * @throws AppError `settings/newer-version`
 */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { dataFolder, log } = options;
  const now = () => performance.now();
  const settings = await SettingsService.open(dataPaths(dataFolder).settings, () => new Date());
  const chosenPack = () => settings.current.facePack.name || EMBEDDED_PACK;
  const catalog = readShippedCatalog();
  // Checking the bundle reads all of it; the answer holds until a download changes it.
  let tracker = await findTrackerBundles(dataFolder, catalog);

  const takes = new TakeService({
    now,
    wallNow: () => Date.now(),
    appVersion: options.version,
    defaultFolder: dataPaths(dataFolder).takes,
    chosenFolder: () => settings.current.recording.folder,
    worn: () => ({
      identity: identities.chosen?.identity.name,
      pack: settings.current.facePack.name || undefined,
      wrinkles: chosenPack() === EMBEDDED_PACK ? refinement.worn : liveFace.sampled,
    }),
    onRecordingState: (state) => sessions.setState('recording/state', state),
    onPlaybackState: (state) => {
      sessions.setState('playback/state', state);
      sessions.setPlaying(state.status !== 'stopped');
      if (state.status === 'stopped') {
        stream.sayLost();
      }
    },
    onPlaybackFrame: (played) => {
      stream.publish(played.frame);
      sessions.showPlayback(played);
    },
  });
  const tokens = await AccessTokens.open(dataPaths(dataFolder).viewToken);
  const avatarPage = new AvatarPage({
    tokens,
    onState: (state) => sessions.setState('avatar/page', state),
    disconnectViewers: () => sessions.disconnect('view'),
  });
  const backgroundPicture = new BackgroundPictureFile(dataPaths(dataFolder).backgroundPicture, (picture) =>
    sessions.setState('avatar/picture', picture),
  );
  const library = new IdentityLibrary(dataPaths(dataFolder).identities, log);
  const identities = new IdentityService({
    library,
    settings,
    onShown: (shown) => {
      sessions.setState('identity', shown);
      refinement.changePerson(identities.chosen?.identity);
      liveFace.changePerson(identities.chosen?.identity);
    },
    log,
  });
  const refinement = new WrinkleRefinement({
    library: new LearntLibrary(dataPaths(dataFolder).identities, log),
    isFrozen: () => takes.isRecording,
    now,
    onWorn: (maps) => sessions.setState('face/wrinkles', maps),
  });
  const inference = {
    host: new WorkerHost(options.startInference),
    threads: inferenceThreads(availableParallelism()),
  };
  const liveFace = new LiveFace({
    ...inference,
    providers: platformProviders(process.platform),
    now,
    findPack: (name) => findFacePack(dataFolder, name),
    knownDetail: (pack) => identities.detailCode(pack),
    knownWrinkles: () => identities.wrinkles,
    refinement,
    onDetail: (pack, values) => identities.keepDetailCode({ pack, values, confidence: undefined }),
    makeEightBit: async (name, crops, signal) => {
      const pack = await findFacePack(dataFolder, name);
      const params = { pack, crops: splitCrops(crops) };
      await runInBackground(options.startBackground, 'buildEightBitGraphs', params, { signal });
    },
    onState: (state) => sessions.setState('face/state', state),
    onPerson: (person) => sessions.setState('face/person', person),
    onDisplacement: (displacement) => sessions.showDisplacement(displacement),
    onStandIn: (maps) => sessions.setState('face/sampled-wrinkles', maps),
  });
  const beginWrinklesAnew = (): void => {
    if (chosenPack() === EMBEDDED_PACK) {
      liveFace.startOver();
    }
  };
  const requests: ServiceRequests = {
    ...faceRequests({
      liveFace,
      reliefMeasuring: new ReliefMeasuring({
        ...inference,
        findPack: () => findFacePack(dataFolder, EMBEDDED_PACK),
      }),
      dataFolder,
      startBackground: options.startBackground,
    }),
    ...takeRequests(takes),
    ...identityRequests(library, identities, async (id) => {
      await refinement.forget(id);
      if (id === identities.chosen?.identity.id) {
        beginWrinklesAnew();
      }
    }),
    'avatar/set-picture': async (picture) => answerNothing(backgroundPicture.set(picture)),
    'avatar/renew-page': async () => answerNothing(avatarPage.renew()),
    'settings/get': () => settings.current,
    'settings/update': (patch) => settings.update(patch),
    'tracker/bundles': () => tracker.bundles,
    'packs/list': () => listPacks(dataFolder, catalog),
    'packs/download': async ({ name }, { signal, progress }) => {
      await installPack(dataFolder, findPack(catalog, name), { fetch, signal, onProgress: progress });
      tracker = await findTrackerBundles(dataFolder, catalog);
      return undefined;
    },
  };
  const carryOut = (request: RemoteRequest): void => {
    switch (request.name) {
      case 'calibrate':
        sessions.sendCommand({ name: 'calibrate' });
        return;
      case 'record/start':
        takes.startRemotely().catch((thrown: Error) => log.warn(thrown.message));
        return;
      case 'record/stop':
        void takes.stopRecording();
        return;
    }
    const targets = setTargetEnabled(settings.current.targets, request.target, request.enabled);
    if (targets !== undefined) {
      settings.update({ targets }).catch((thrown: Error) => log.error(thrown.message));
    }
  };
  const remoteControl = new RemoteControlService({
    now,
    onRequest: carryOut,
    onState: (state) => sessions.setState('remote-control/state', state),
  });
  /** The capturer has moved its times to this process's clock already. */
  const streamLive = (frame: FaceFrame): void => {
    if (takes.player.take === undefined) {
      stream.publish(frame, 0);
    }
  };
  const stream = new StreamService({ now, onState: (state) => sessions.setState('stream/state', state) });
  const sessions = new BackendSessions({
    requests,
    welcome: {
      version: options.version,
      shell: options.shell,
      problems: [settings.problem, tracker.rejected].filter((error) => error !== undefined).map(toProblem),
    },
    now,
    onFrame: (published) => {
      takes.publish(published);
      streamLive(published.frame);
    },
    onCapturerGone: streamLive,
    log,
  });

  const apply = (current: Settings): void => {
    stream.configure(current.targets);
    remoteControl.configure(current.remoteControl);
    liveFace.choose(chosenPack());
    if (refinement.switch(current.wrinkles.refine)) {
      beginWrinklesAnew();
    }
    sessions.setState('settings', current);
    sessions.setState('avatar/setup', avatarSetup(current));
  };
  sessions.setState('recording/state', takes.recordingState);
  sessions.setState('playback/state', { status: 'stopped', message: undefined });
  await backgroundPicture.load();
  await identities.load();
  apply(settings.current);
  settings.onChange(apply);

  return {
    settings,
    sessions,
    tokens,
    avatarPage,
    officialBundle: async () => tracker.officialFile,
    faceModel: () => liveFace.faceModelFile,
    [Symbol.asyncDispose]: () =>
      disposeInReverse(
        [
          { name: 'settings', dispose: () => settings[Symbol.asyncDispose]() },
          { name: 'stream', dispose: () => stream[Symbol.asyncDispose]() },
          { name: 'takes', dispose: () => takes[Symbol.asyncDispose]() },
          { name: 'remote control', dispose: () => remoteControl[Symbol.asyncDispose]() },
          { name: 'wrinkle refinement', dispose: () => refinement[Symbol.asyncDispose]() },
          { name: 'live face', dispose: () => liveFace[Symbol.asyncDispose]() },
          { name: 'sessions', dispose: () => sessions[Symbol.dispose]() },
        ],
        log,
      ),
  };
}

function avatarSetup({ avatar, source, pipeline }: Settings): AvatarSetup {
  const { fieldOfView, neutral } = pipeline;
  return { look: avatar, mirror: source.mirror, fieldOfView, rest: neutral && restPose(neutral) };
}

function restPose({ headRotation, headTranslation }: RestPose): RestPose {
  return { headRotation, headTranslation };
}

function toProblem({ code, message }: AppError): Problem {
  return { code, message };
}
