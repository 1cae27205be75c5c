import { AppError } from '../../../shared/contract/app-error.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { type EnrolledFace, Enrolment, EnrolmentError } from '../../../shared/core/identity/enrolment.ts';
import type { EnrolmentProblem, FaceExposure } from '../../../shared/core/identity/enrolment-problems.ts';
import { landmarkModesOf } from '../../../shared/core/identity/landmark-modes.ts';
import type { SkinTexture } from '../../../shared/core/identity/skin/skin-texture.ts';
import { loadOpenHead, type OpenHead } from '../../avatar/load-open-head.ts';
import type { EnrolledPerson } from '../../state/enrolment-state.ts';
import { PictureRelief } from '../relief/picture-relief.ts';
import { KeptPictures } from './kept-pictures.ts';
import { makePerson } from './make-person.ts';
import { type MeasureRelief, measureWrinkles } from './measure-wrinkles.ts';
import { SeenReliefs, showsRelief } from './seen-reliefs.ts';
import { SkinFromPictures } from './skin-from-pictures.ts';

/** Shares of the work that are done once the shape is found, the pictures are taken apart and the skin is merged. */
const SHAPE_SHARE = 0.2;
const PICTURES_SHARE = 0.4;
const SKIN_SHARE = 0.6;

/** What a person maker works with. */
export interface PersonMakerOptions {
  /** Where the open head is served. */
  readonly origin: string;
  /** The camera's, from top to bottom, degrees. */
  readonly fieldOfView: number;
  readonly measure: MeasureRelief;
}

/** Gathers what is seen of a person, and makes their `.furrow` file of it. */
export class PersonMaker {
  readonly #head: OpenHead;
  readonly #options: PersonMakerOptions;
  readonly #enrolment: Enrolment;
  readonly #pictures = new KeptPictures();
  readonly #reliefs: SeenReliefs;

  private constructor(head: OpenHead, options: PersonMakerOptions) {
    const { fieldOfView } = options;
    this.#head = head;
    this.#options = options;
    // The person's own head is not known yet; skin is pulled to where their landmarks are.
    this.#reliefs = new SeenReliefs(new PictureRelief(head, undefined), fieldOfView);
    const modes = landmarkModesOf(head.model, head.identityModes);
    this.#enrolment = new Enrolment({ head: head.model, modes, fieldOfView });
  }

  /** @throws AppError `model/load-failed` */
  static async load(options: PersonMakerOptions): Promise<PersonMaker> {
    try {
      return new PersonMaker(await loadOpenHead(options.origin), options);
    } catch (cause) {
      throw new AppError('model/load-failed', 'The open head could not be loaded. Reload the window.', {
        cause,
      });
    }
  }

  /** What the newest picture shows, neither calibrated nor filtered; overwritten by the next. */
  get frame(): FaceFrame {
    return this.#enrolment.frame;
  }

  /** Takes in a tracked picture, which stays the caller's. @returns why it cannot be used, or undefined. */
  see(
    picture: VideoFrame,
    observation: FaceObservation,
    exposure: FaceExposure | undefined,
  ): EnrolmentProblem | undefined {
    const problem = this.#enrolment.add(observation, exposure);
    if (problem === undefined) {
      this.#pictures.offer(picture, observation, this.frame);
    }
    if (showsRelief(problem)) {
      this.#reliefs.offer(picture, observation, this.frame);
    }
    return problem;
  }

  /**
   * Makes the person of what has been seen so far; more may be seen after a failure.
   * @param onProgress hears the share that is done, 0..1.
   * @throws AppError `enrolment/too-little`
   */
  async make(person: EnrolledPerson, onProgress: (share: number) => void): Promise<Uint8Array<ArrayBuffer>> {
    onProgress(0);
    const face = this.#findFace();
    onProgress(SHAPE_SHARE);
    const skin = this.#unwrapSkin(face, (share) =>
      onProgress(SHAPE_SHARE + share * (PICTURES_SHARE - SHAPE_SHARE)),
    );
    onProgress(SKIN_SHARE);
    const { origin, measure } = this.#options;
    const { detail, problem } = await measureWrinkles({
      model: this.#head.model,
      origin,
      reliefs: this.#reliefs.all,
      neutral: face.calibration.neutral,
      measure,
      onProgress: (share) => onProgress(SKIN_SHARE + share * (1 - SKIN_SHARE)),
    });
    if (problem !== undefined) {
      console.warn(`The wrinkles were not measured: ${problem.message}`);
    }
    return await makePerson({ ...person, createdTime: Date.now() }, face, skin, detail);
  }

  #findFace(): EnrolledFace {
    try {
      return this.#enrolment.finish();
    } catch (thrown) {
      if (thrown instanceof EnrolmentError) {
        throw new AppError('enrolment/too-little', `No picture could be used (${thrown.problem}).`, {
          cause: thrown,
        });
      }
      throw thrown;
    }
  }

  #unwrapSkin(face: EnrolledFace, onProgress: (share: number) => void): SkinTexture | undefined {
    const { model, pictures } = this.#head;
    const skin = new SkinFromPictures(model, pictures, face, this.#options.fieldOfView);
    const { all } = this.#pictures;
    for (const [index, { picture, kept }] of all.entries()) {
      skin.add(picture, kept);
      onProgress((index + 1) / all.length);
    }
    return skin.finish();
  }
}
