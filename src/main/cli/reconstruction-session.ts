import { AppError } from '../../shared/contract/app-error.ts';
import type { HeadlessPages } from '../capture/headless-pages.ts';
import type { WorkerHost } from '../inference/worker-host.ts';
import { FaceReconstructor } from '../reconstruction/face-reconstructor.ts';
import {
  createFaceFinder,
  type PictureReader,
  wholePictureReader,
} from '../reconstruction/picture-reader.ts';
import { type FacePack, findFacePack, listFacePacks } from '../services/packs/face-packs.ts';
import { type CommandContext, type CommandOption, textOption } from './command.ts';
import { findHeadlessTracker } from './headless-tracker.ts';
import { COMMAND_THREADS, createInferenceHost } from './inference-worker.ts';

/** Options of every command that reads faces from pictures. */
export const RECONSTRUCTION_OPTIONS = {
  out: { type: 'string', placeholder: 'DIR', help: 'Folder for the results; made when it is not there.' },
  pack: {
    type: 'string',
    placeholder: 'NAME',
    help: 'The face pack to use (the first that can read pictures).',
  },
  'no-crop': {
    type: 'boolean',
    help: 'The pictures are crops of 224 × 224 pixels already: take them as they are.',
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** What reconstructing takes: the networks of a pack, and something that cuts faces from pictures. */
export class ReconstructionSession implements AsyncDisposable {
  readonly reconstructor: FaceReconstructor;
  readonly reader: PictureReader;
  readonly #host: WorkerHost;
  readonly #pages: HeadlessPages;

  private constructor(
    reconstructor: FaceReconstructor,
    reader: PictureReader,
    host: WorkerHost,
    pages: HeadlessPages,
  ) {
    this.reconstructor = reconstructor;
    this.reader = reader;
    this.#host = host;
    this.#pages = pages;
  }

  /** @throws AppError `model/…` or `inference/unavailable` */
  static async open(context: CommandContext): Promise<ReconstructionSession> {
    const pack = await choosePack(context);
    const { bundle, pages } = await findHeadlessTracker(context);
    const host = createInferenceHost(context);
    try {
      const reconstructor = await FaceReconstructor.open(pack, host, COMMAND_THREADS);
      const isCropped = context.options['no-crop'] === true;
      const reader = isCropped ? wholePictureReader : createFaceFinder(pages, bundle);
      return new ReconstructionSession(reconstructor, reader, host, pages);
    } catch (thrown) {
      await host[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pages[Symbol.asyncDispose]();
    await this.#host[Symbol.asyncDispose]();
  }
}

/** The pack that was asked for, or the first that can read pictures. */
async function choosePack(context: CommandContext): Promise<FacePack> {
  const name = textOption(context, 'pack');
  if (name !== undefined) {
    return findFacePack(context.dataFolder, name);
  }
  for (const pack of await listFacePacks(context.dataFolder)) {
    if ('manifest' in pack && pack.manifest.graphs.coarseEncoder !== undefined) {
      return pack;
    }
  }
  throw new AppError(
    'inference/unavailable',
    'No face pack is installed that can reconstruct a face from a picture. The open pack will do it by a fit to ' +
      'landmarks in a later version; until then, import DECA: furrow packs import-deca --help',
  );
}
