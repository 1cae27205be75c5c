import { AppError } from '../../shared/contract/app-error.ts';
import type { FaceParameters } from '../../shared/core/detail/face-parameters.ts';
import {
  createReconstructionSurface,
  type ReconstructedFace,
  type ReconstructionSurface,
  reconstructFace,
} from '../../shared/core/detail/reconstructed-face.ts';
import type { FaceCropSamples } from '../../shared/core/tracking/face-crop.ts';
import type { WorkerHost } from '../inference/worker-host.ts';
import { FaceNetworks } from '../services/inference/face-networks.ts';
import { checkPackFiles, type FacePack, loadFaceModel } from '../services/packs/face-packs.ts';

/** Reads faces from pictures with one face pack. */
export class FaceReconstructor {
  readonly pack: FacePack;
  readonly surface: ReconstructionSurface;
  readonly #networks: FaceNetworks;

  private constructor(pack: FacePack, surface: ReconstructionSurface, networks: FaceNetworks) {
    this.pack = pack;
    this.surface = surface;
    this.#networks = networks;
  }

  /**
   * @param threads for each network.
   * @throws AppError `model/…` for a pack that is damaged, `inference/unavailable` for one that cannot read pictures.
   */
  static async open(pack: FacePack, host: WorkerHost, threads: number): Promise<FaceReconstructor> {
    requireEncoders(pack);
    await checkPackFiles(pack);
    const model = await loadFaceModel(pack);
    return new FaceReconstructor(
      pack,
      createReconstructionSurface(model),
      new FaceNetworks(host, pack, threads),
    );
  }

  /** What the picture's face is made of. @throws AppError `inference/…`, `cancelled` */
  async read({ input }: FaceCropSamples, signal: AbortSignal): Promise<FaceParameters> {
    return this.#networks.encode(input, signal);
  }

  /** The face that parameters describe. @throws AppError as {@link read} */
  async build(parameters: FaceParameters, signal: AbortSignal): Promise<ReconstructedFace> {
    const relief = await this.#networks.decode(parameters, this.surface.detail.table.size, signal);
    return reconstructFace(this.surface, parameters, relief);
  }
}

/** The open pack finds a face by its landmarks instead, which is not there yet. */
function requireEncoders({ manifest }: FacePack): void {
  const { coarseEncoder, detailEncoder, detailDecoder } = manifest.graphs;
  if (coarseEncoder === undefined || detailEncoder === undefined || detailDecoder === undefined) {
    throw new AppError(
      'inference/unavailable',
      `The face pack ${manifest.name} cannot reconstruct a face from a picture: it has no networks for that, and the ` +
        'fit to landmarks that will do it instead comes with a later version. Choose an imported DECA pack with --pack.',
      { details: { pack: manifest.name } },
    );
  }
}
