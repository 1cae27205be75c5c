import type { FacePackEntry } from '../shared/contract/live-face.ts';
import type { LiveFace } from './services/inference/live-face.ts';
import { listFacePacks } from './services/packs/face-packs.ts';
import type { ServiceRequests } from './session/backend-sessions.ts';

/** The requests about face packs and what they find, answered by their service. */
export function faceRequests(
  liveFace: LiveFace,
  dataFolder: string,
): Pick<ServiceRequests, 'face-packs/list' | 'face/read'> {
  return {
    'face-packs/list': () => listEntries(dataFolder),
    'face/read': (crop) => liveFace.read(crop),
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
