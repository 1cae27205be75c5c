import type { EstimatedBasis } from '../../shared/core/detail/basis/basis-estimate.ts';
import type { InferenceResult } from '../../shared/core/face/face-observation.ts';
import type { WorkerHost } from '../inference/worker-host.ts';
import { LiveRelief } from '../services/inference/live-relief.ts';
import { ReliefMeasuring } from '../services/inference/relief-measuring.ts';
import type { FacePack } from '../services/packs/face-packs.ts';
import type { ReliefReader } from './capture-connection.ts';

/** What a command reads relief with. */
export interface ReliefNetworksOptions {
  readonly host: WorkerHost;
  /** Threads of the network. */
  readonly threads: number;
  /** The pack that reads relief. @throws AppError `model/…` */
  readonly findPack: () => Promise<FacePack>;
  readonly signal: AbortSignal;
}

/** The networks that a command's pages have relief read by, in a process that starts when the first is asked for. */
export class ReliefNetworks implements AsyncDisposable {
  readonly #options: ReliefNetworksOptions;
  readonly #measuring: ReliefMeasuring;

  constructor(options: ReliefNetworksOptions) {
    this.#options = options;
    this.#measuring = new ReliefMeasuring(options);
  }

  /** Reads the relief of somebody, from the first frame of an input on. @param person as far as their wrinkles are known. */
  readerOf(person: EstimatedBasis | undefined): ReliefReader {
    const { findPack, signal } = this.#options;
    let opened: Promise<LiveRelief> | undefined;
    const open = async () => LiveRelief.open(await findPack(), person, this.#options);
    return {
      read: async (relief): Promise<InferenceResult> => {
        opened ??= open();
        const wrinkles = await (await opened).read(relief, signal);
        return { frameIndex: relief.frameIndex, flame: undefined, wrinkles };
      },
      measure: (observation) => this.#measuring.measure(observation, signal),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.host[Symbol.asyncDispose]();
  }
}
