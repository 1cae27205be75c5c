import { AppError } from '../../../shared/contract/app-error.ts';
import type { EnrolOrder } from '../../../shared/contract/headless-capture.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { type EnrolledFace, Enrolment, EnrolmentError } from '../../../shared/core/identity/enrolment.ts';
import type { KeptFrame } from '../../../shared/core/identity/kept-frames.ts';
import { landmarkModesOf } from '../../../shared/core/identity/landmark-modes.ts';
import { chooseSkinFrames } from '../../../shared/core/identity/skin/choose-skin-frames.ts';
import { loadOpenHead, type OpenHead } from '../../avatar/load-open-head.ts';
import { makePerson } from '../enrolment/make-person.ts';
import { SkinFromPictures } from '../enrolment/skin-from-pictures.ts';
import type { PictureSequence } from './picture-sequence.ts';

/** Pictures that the skin is unwrapped from: more show nothing new. */
const SKIN_PICTURES = 12;

/** Enrols a person from a sequence of pictures: first from what the tracker sees of them, then from some of them again. */
export class SequenceEnrolment {
  readonly #order: EnrolOrder;
  readonly #head: OpenHead;
  readonly #fieldOfView: number;
  readonly #enrolment: Enrolment;

  private constructor(order: EnrolOrder, head: OpenHead, fieldOfView: number) {
    this.#order = order;
    this.#head = head;
    this.#fieldOfView = fieldOfView;
    const { model, identityModes } = head;
    this.#enrolment = new Enrolment({
      head: { name: model.name, version: model.version },
      modes: landmarkModesOf(model, identityModes),
      fieldOfView,
    });
  }

  /** @param fieldOfView the camera's, from top to bottom, degrees. */
  static async begin(order: EnrolOrder, fieldOfView: number, origin: string): Promise<SequenceEnrolment> {
    return new SequenceEnrolment(order, await loadOpenHead(origin), fieldOfView);
  }

  /** Takes in the next frame. */
  add(observation: FaceObservation): void {
    this.#enrolment.add(observation);
  }

  /**
   * Makes the person, as a `.furrow` file.
   * @param reopen the same sequence from its beginning.
   * @param onWork hears how much of that is done, 0..1, and holds it up while it likes.
   * @throws AppError `enrolment/too-little`
   */
  async finish(
    reopen: () => Promise<PictureSequence>,
    onWork: (share: number) => Promise<unknown>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const face = this.#findFace();
    const skin = this.#order.withSkin ? this.#collectSkin(face, await reopen(), onWork) : undefined;
    return await makePerson(this.#order, face, await skin);
  }

  #findFace(): EnrolledFace {
    try {
      return this.#enrolment.finish();
    } catch (thrown) {
      if (thrown instanceof EnrolmentError) {
        throw new AppError(
          'enrolment/too-little',
          `No picture shows a face that could be enrolled (${thrown.problem}). Use pictures of one person in even light, near, and looking ahead.`,
          { cause: thrown },
        );
      }
      throw thrown;
    }
  }

  async #collectSkin(
    face: EnrolledFace,
    sequence: PictureSequence,
    onWork: (share: number) => Promise<unknown>,
  ) {
    try {
      const skin = new SkinFromPictures(this.#head.model, this.#head.pictures, face, this.#fieldOfView);
      const wanted = this.#skinFrames();
      let index = 0;
      for await (const { picture, time, duration } of sequence.pictures()) {
        try {
          const kept = wanted.get(index);
          if (kept !== undefined) {
            skin.add(picture, kept);
            wanted.delete(index);
          }
        } finally {
          picture.close();
        }
        index += 1;
        await onWork(Math.min((time + duration) / 1000 / Math.max(sequence.seconds, 1e-3), 1));
        if (wanted.size === 0) {
          break;
        }
      }
      return skin.finish();
    } finally {
      sequence.close();
    }
  }

  /** By their place in the sequence. */
  #skinFrames(): Map<number, KeptFrame> {
    const { kept } = this.#enrolment;
    const chosen = chooseSkinFrames(
      kept.map(({ frame }) => frame),
      SKIN_PICTURES,
    );
    return new Map(
      chosen.flatMap((i) => {
        const frame = kept[i];
        return frame === undefined ? [] : [[frame.observation.index, frame]];
      }),
    );
  }
}
