import type { MeasuredRelief } from '../../../shared/contract/live-face.ts';
import { packDisplacement } from '../../../shared/core/detail/packed-displacement.ts';
import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import { clamp } from '../../../shared/core/tracking/interpolation.ts';
import { checkPackFiles, type FacePack } from '../packs/face-packs.ts';
import { FaceNetworks } from './face-networks.ts';
import type { LiveReliefOptions } from './live-relief.ts';

/** What reliefs are measured with. */
export interface ReliefMeasuringOptions extends LiveReliefOptions {
  /** The pack that reads relief. @throws AppError `model/…` */
  readonly findPack: () => Promise<FacePack>;
}

/** Measures the reliefs of enrolments, one at a time. */
export class ReliefMeasuring {
  readonly #options: ReliefMeasuringOptions;
  #networks: FaceNetworks | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ReliefMeasuringOptions) {
    this.#options = options;
  }

  /**
   * What the relief network makes of a relief; waits for those that were asked for before.
   * @throws AppError `model/…`, `inference/…`, `cancelled`
   */
  measure(observation: ReliefObservation, signal: AbortSignal): Promise<MeasuredRelief> {
    const measured = this.#last.then(() => this.#measure(observation, signal));
    this.#last = measured.catch(() => undefined);
    return measured;
  }

  async #measure(observation: ReliefObservation, signal: AbortSignal): Promise<MeasuredRelief> {
    signal.throwIfAborted();
    this.#networks ??= await this.#open();
    const seen = await this.#networks.seeRelief(observation, signal);
    const displacement = new Int16Array(seen.displacement.length);
    packDisplacement(seen.displacement, displacement);
    const confidence = Uint8Array.from(seen.confidence, (share) => Math.round(255 * clamp(share, 0, 1)));
    return { displacement, confidence };
  }

  async #open(): Promise<FaceNetworks> {
    const { findPack, host, threads } = this.#options;
    const pack = await findPack();
    await checkPackFiles(pack);
    return new FaceNetworks(host, pack, threads);
  }
}
