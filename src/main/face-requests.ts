import { AppError } from '../shared/contract/app-error.ts';
import type { FacePackEntry } from '../shared/contract/live-face.ts';
import { runInBackground } from './background/run-in-background.ts';
import { dataPaths } from './data-folder.ts';
import type { StartWorkerProcess } from './inference/worker-process.ts';
import type { LiveFace } from './services/inference/live-face.ts';
import type { ReliefMeasuring } from './services/inference/relief-measuring.ts';
import { DecaUpload } from './services/packs/deca-upload.ts';
import { listFacePacks, packsFolder } from './services/packs/face-packs.ts';
import type { ServiceRequests } from './session/backend-sessions.ts';

/** What requests about face packs are answered from. */
export interface FaceRequestsOptions {
  readonly liveFace: LiveFace;
  readonly reliefMeasuring: ReliefMeasuring;
  readonly dataFolder: string;
  readonly startBackground: StartWorkerProcess;
}

/** The pack that a page's import makes; one of that name is replaced. */
const IMPORTED_NAME = 'deca';

/** The requests about face packs and what they find, answered by their services. */
export function faceRequests({
  liveFace,
  reliefMeasuring,
  dataFolder,
  startBackground,
}: FaceRequestsOptions): Pick<
  ServiceRequests,
  Extract<keyof ServiceRequests, `face${string}` | `relief/${string}`>
> {
  const upload = new DecaUpload(dataPaths(dataFolder).handedOver);
  let isImporting = false;
  return {
    'face-packs/list': () => listEntries(dataFolder),
    'face-packs/give': async (piece) => {
      await upload.add(piece);
      return undefined;
    },
    'face-packs/discard': async () => {
      await upload.discard();
      return undefined;
    },
    'face-packs/import-deca': async (_, { signal, progress }) => {
      if (isImporting) {
        throw new AppError('import/unsupported', 'DECA is being imported already. Wait until that is done.');
      }
      isImporting = true;
      try {
        const params = { ...upload.paths, name: IMPORTED_NAME, packsFolder: packsFolder(dataFolder) };
        await runInBackground(startBackground, 'importDeca', params, { signal, onProgress: progress });
        liveFace.startOver();
      } finally {
        isImporting = false;
        await upload.discard();
      }
      return undefined;
    },
    'face/read': (crop) => liveFace.read(crop),
    'face/read-relief': (relief) => liveFace.readRelief(relief),
    'relief/measure': (observation, { signal }) => reliefMeasuring.measure(observation, signal),
  };
}

async function listEntries(dataFolder: string): Promise<readonly FacePackEntry[]> {
  const packs = await listFacePacks(dataFolder);
  return packs.flatMap((pack) => {
    if (!('manifest' in pack)) {
      return [];
    }
    const { name, title, licence, graphs } = pack.manifest;
    return [{ name, title, licence, hasNetworks: graphs.coarseEncoder !== undefined }];
  });
}
