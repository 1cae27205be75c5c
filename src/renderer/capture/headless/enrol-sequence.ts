import { AppError } from '../../../shared/contract/app-error.ts';
import type { CaptureEnd, EnrolOrder } from '../../../shared/contract/headless-capture.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { type EnrolledFace, Enrolment, EnrolmentError } from '../../../shared/core/identity/enrolment.ts';
import { ExpressionSpread } from '../../../shared/core/identity/expression-spread.ts';
import { type KeptFrame, keepFrame } from '../../../shared/core/identity/kept-frames.ts';
import { landmarkModesOf } from '../../../shared/core/identity/landmark-modes.ts';
import { chooseSkinFrames } from '../../../shared/core/identity/skin/choose-skin-frames.ts';
import type { SkinTexture } from '../../../shared/core/identity/skin/skin-texture.ts';
import type { OpenHead } from '../../avatar/load-open-head.ts';
import { makePerson } from '../enrolment/make-person.ts';
import { type MeasureRelief, measureWrinkles } from '../enrolment/measure-wrinkles.ts';
import { type SeenRelief, SeenReliefs, showsRelief } from '../enrolment/seen-reliefs.ts';
import { SkinFromPictures } from '../enrolment/skin-from-pictures.ts';
import { PictureRelief } from '../relief/picture-relief.ts';
import type { PictureSequence } from './picture-sequence.ts';

/** Pictures that the skin is unwrapped from: more show nothing new. */
const SKIN_PICTURES = 12;

/** Milliseconds between two pictures whose relief is looked at. */
const RELIEF_INTERVAL = 150;

/** Share of the work after the first pass that going through the pictures again is; measuring wrinkles is the rest. */
const PICTURES_SHARE = 0.5;

/** What of a sequence is made with others' help. */
export interface SequenceEnds {
  /** Opens the same sequence from its beginning. */
  readonly reopen: () => Promise<PictureSequence>;
  /** Hears how much of the work after the first pass is done, 0..1, and holds it up while it likes. */
  readonly onWork: (share: number) => Promise<unknown>;
  readonly measure: MeasureRelief;
}

/** Somebody enrolled, as part of a job's end. */
type EnrolmentEnd = Pick<CaptureEnd, 'identity' | 'wrinkleProblem'>;

/** What pictures show the second time. */
interface SecondLook {
  readonly skin: SkinTexture | undefined;
  readonly reliefs: readonly SeenRelief[];
}

/** Enrols a person from a sequence of pictures: first from what the tracker sees of them, then from some of them again. */
export class SequenceEnrolment {
  readonly #order: EnrolOrder;
  readonly #head: OpenHead;
  readonly #fieldOfView: number;
  readonly #origin: string;
  readonly #enrolment: Enrolment;
  /** Frames whose relief is worth a look. */
  readonly #spread = new ExpressionSpread<KeptFrame>();
  #reliefTime = Number.NEGATIVE_INFINITY;

  /**
   * @param fieldOfView the camera's, from top to bottom, degrees.
   * @param origin where the open pack is served.
   */
  constructor(order: EnrolOrder, head: OpenHead, fieldOfView: number, origin: string) {
    this.#order = order;
    this.#origin = origin;
    this.#head = head;
    this.#fieldOfView = fieldOfView;
    const { model, identityModes } = head;
    this.#enrolment = new Enrolment({
      head: { name: model.name, version: model.version },
      modes: landmarkModesOf(model, identityModes),
      fieldOfView,
    });
  }

  /** Takes in the next frame. */
  add(observation: FaceObservation): void {
    const problem = this.#enrolment.add(observation);
    const { frame } = this.#enrolment;
    const isDue = this.#order.withWrinkles && frame.time - this.#reliefTime >= RELIEF_INTERVAL;
    if (isDue && showsRelief(problem)) {
      this.#reliefTime = frame.time;
      this.#spread.offer(frame.rawExpression, () => keepFrame(observation, frame));
    }
  }

  /**
   * Makes the person.
   * @throws AppError `enrolment/too-little`
   */
  async finish({ reopen, onWork, measure }: SequenceEnds): Promise<EnrolmentEnd> {
    const face = this.#findFace();
    const { withSkin, withWrinkles } = this.#order;
    if (!withSkin && !withWrinkles) {
      return {
        identity: await makePerson(this.#order, face, undefined, undefined),
        wrinkleProblem: undefined,
      };
    }
    const picturesShare = withWrinkles ? PICTURES_SHARE : 1;
    const { skin, reliefs } = await this.#lookAgain(face, await reopen(), (share) =>
      onWork(share * picturesShare),
    );
    const { detail, problem } = await measureWrinkles({
      model: this.#head.model,
      origin: this.#origin,
      reliefs,
      neutral: face.calibration.neutral,
      measure,
      onProgress: (share) => onWork(picturesShare + share * (1 - picturesShare)),
    });
    const identity = await makePerson(this.#order, face, skin, detail);
    return { identity, wrinkleProblem: withWrinkles ? problem : undefined };
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

  async #lookAgain(
    face: EnrolledFace,
    sequence: PictureSequence,
    onWork: SequenceEnds['onWork'],
  ): Promise<SecondLook> {
    try {
      const { model, pictures } = this.#head;
      const { withSkin } = this.#order;
      const skin = withSkin ? new SkinFromPictures(model, pictures, face, this.#fieldOfView) : undefined;
      const relief = new SeenReliefs(new PictureRelief(this.#head, face), this.#fieldOfView);
      const reliefs: SeenRelief[] = [];
      const skinFrames = withSkin ? this.#skinFrames() : new Map<number, KeptFrame>();
      const reliefFrames = byIndex(this.#spread.all);
      let index = 0;
      for await (const { picture, time, duration } of sequence.pictures()) {
        try {
          const shown = skinFrames.get(index);
          if (shown !== undefined) {
            skin?.add(picture, shown);
          }
          const folded = reliefFrames.get(index);
          const seen = folded && relief.look(picture, folded.observation, folded.frame);
          if (seen !== undefined) {
            reliefs.push(seen);
          }
        } finally {
          picture.close();
        }
        skinFrames.delete(index);
        reliefFrames.delete(index);
        index += 1;
        await onWork(Math.min((time + duration) / 1000 / Math.max(sequence.seconds, 1e-3), 1));
        if (skinFrames.size + reliefFrames.size === 0) {
          break;
        }
      }
      return { skin: skin?.finish(), reliefs };
    } finally {
      sequence.close();
    }
  }

  #skinFrames(): Map<number, KeptFrame> {
    const { kept } = this.#enrolment;
    const chosen = chooseSkinFrames(
      kept.map(({ frame }) => frame),
      SKIN_PICTURES,
    );
    return byIndex(chosen.flatMap((i) => kept[i] ?? []));
  }
}

/** Frames by their place in the sequence. */
function byIndex(frames: readonly KeptFrame[]): Map<number, KeptFrame> {
  return new Map(frames.map((frame) => [frame.observation.index, frame]));
}
