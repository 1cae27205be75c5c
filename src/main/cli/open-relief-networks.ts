import { ReliefNetworks } from '../capture/relief-networks.ts';
import { EMBEDDED_PACK } from '../services/packs/face-pack-manifest.ts';
import { findFacePack } from '../services/packs/face-packs.ts';
import type { CommandContext } from './command.ts';
import { COMMAND_THREADS, createInferenceHost } from './inference-worker.ts';

/** What a command has relief read with: Furrow's own pack. To be disposed of. */
export function openReliefNetworks(context: CommandContext): ReliefNetworks {
  return new ReliefNetworks({
    host: createInferenceHost(context),
    threads: COMMAND_THREADS,
    findPack: () => findFacePack(context.dataFolder, EMBEDDED_PACK),
    signal: context.signal,
  });
}
