import { setImmediate } from 'node:timers/promises';
import type { EstimatedBasis } from '../../../shared/core/detail/basis/basis-estimate.ts';
import type { BasisPrior } from '../../../shared/core/detail/basis/basis-prior.ts';
import { BasisRefinement } from '../../../shared/core/detail/basis/basis-refinement.ts';
import type { SeenRelief } from '../../../shared/core/detail/basis/basis-wrinkles.ts';
import { SteadyLook } from '../../../shared/core/detail/basis/steady-look.ts';
import { type SteppedMaps, unstepMaps } from '../../../shared/core/detail/basis/stepped-maps.ts';
import type { WrinkleMask } from '../../../shared/core/detail/wrinkle-masks.ts';
import { WRINKLE_REGION_COUNT } from '../../../shared/core/face/wrinkle-regions.ts';
import type { Identity } from '../../../shared/core/identity/identity.ts';
import type { LearntLibrary } from '../identities/learnt-library.ts';
import { takeSteps } from './take-steps.ts';

/** Milliseconds between looks that count: what comes sooner looks the same, the network's errors too. */
const LOOK_PACE = 500;
/** Milliseconds between maps that are worn, at least. */
const WEAR_PACE = 20_000;
/** Milliseconds between writings of what was learnt, at least; it is also written when a person leaves. */
const KEEP_PACE = 60_000;
/** Maps that nowhere differ by more are not changed for, metres: half of what the network errs by. */
const LEAST_CHANGE = 2e-5;

/** Whom the refinement works for. */
export interface WrinkleRefinementOptions {
  readonly library: Pick<LearntLibrary, 'read' | 'keep' | 'delete'>;
  /** Whether nothing may change now. */
  readonly isFrozen: () => boolean;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** The person's refined maps are these from now on; undefined: as enrolled. */
  readonly onWorn: (maps: SteppedMaps | undefined) => void;
}

/** What wrinkles are learnt with. */
export interface RefinementGround {
  readonly prior: BasisPrior;
  readonly masks: readonly WrinkleMask[];
}

/** A person whose wrinkles are being learnt. */
interface Pupil {
  readonly id: string;
  readonly origin: string;
  readonly enrolled: EstimatedBasis;
  readonly refinement: BasisRefinement;
  readonly look: SteadyLook;
  /** The maps that are worn, as they are shown. */
  maps: Float32Array;
  lookTime: number;
  wearTime: number;
  keepTime: number;
  /** Whether something has been learnt that is not worn, or not kept, yet. */
  isUnworn: boolean;
  isUnkept: boolean;
}

/**
 * Goes on learning the wrinkles of the person who is shown from the reliefs that are seen, while it is switched on and
 * nothing is recorded. Their identity stays as it was enrolled.
 */
export class WrinkleRefinement implements AsyncDisposable {
  readonly #options: WrinkleRefinementOptions;
  #isOn = true;
  /** Id and revision of the person who is shown; undefined for nobody in particular, of whom nothing is learnt. */
  #person: Pick<Identity, 'id' | 'revision'> | undefined;
  #pupil: Pupil | undefined;
  #worn: SteppedMaps | undefined;
  /** Counts the people who were begun with: one that is read late is not taken. */
  #turn = 0;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: WrinkleRefinementOptions) {
    this.#options = options;
  }

  /** The refined maps that are worn; undefined: those of the identity, or the average person's. */
  get worn(): SteppedMaps | undefined {
    return this.#worn;
  }

  /** Switches learning on or off, together with what was learnt. @returns whether the person has to be begun with anew. */
  switch(isOn: boolean): boolean {
    const isNews = isOn !== this.#isOn;
    this.#isOn = isOn;
    if (isNews) {
      this.#end();
    }
    return isNews;
  }

  /** Leaves the person who was shown, unless it is the same as enrolled then, and keeps what was learnt of them. */
  changePerson(person: Pick<Identity, 'id' | 'revision'> | undefined): void {
    if (person?.id !== this.#person?.id || person?.revision !== this.#person?.revision) {
      this.#person = person && { id: person.id, revision: person.revision };
      this.#end();
    }
  }

  /**
   * Begins, or goes on, with the person who is shown.
   * @param enrolled their wrinkles; undefined as long as those have not been measured.
   * @returns the person as far as they are known by now.
   */
  async begin(
    ground: RefinementGround,
    enrolled: EstimatedBasis | undefined,
  ): Promise<EstimatedBasis | undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    const id = this.#person?.id;
    if (!this.#isOn || id === undefined) {
      return enrolled;
    }
    const start = enrolled ?? {
      maps: ground.prior.average.maps,
      confidence: new Float32Array(WRINKLE_REGION_COUNT),
    };
    const origin = await originOf(start, ground.prior);
    if (turn === this.#turn && this.#pupil?.id === id && this.#pupil.origin === origin) {
      return knownOf(this.#pupil);
    }
    await this.#keeping;
    const kept = await this.#options.library.read(id, origin);
    await setImmediate();
    if (turn !== this.#turn || !kept.mayWrite) {
      return enrolled;
    }
    const refinement = new BasisRefinement(ground.prior, ground.masks, start);
    const isKnown = kept.state !== undefined && refinement.restore(kept.state);
    const now = this.#options.now();
    const pupil: Pupil = {
      id,
      origin,
      enrolled: start,
      refinement,
      look: new SteadyLook(refinement.texels),
      maps: start.maps,
      lookTime: now,
      wearTime: now,
      keepTime: now,
      isUnworn: isKnown,
      isUnkept: false,
    };
    this.#pupil = pupil;
    const isWorn = isKnown && (await this.#wear(pupil)) !== undefined;
    return isWorn ? knownOf(pupil) : enrolled;
  }

  /**
   * Takes in what was seen with an expression.
   * @returns the person, when enough has been learnt of them to go on with others' maps; now and then.
   */
  async see(expression: Float32Array, seen: SeenRelief): Promise<EstimatedBasis | undefined> {
    const pupil = this.#pupil;
    if (pupil === undefined || this.#options.isFrozen()) {
      return undefined;
    }
    const now = this.#options.now();
    if (pupil.look.judge(expression, seen.confidence) && now - pupil.lookTime >= LOOK_PACE) {
      pupil.lookTime = now;
      pupil.isUnworn = true;
      pupil.isUnkept = true;
      await takeSteps(pupil.refinement.learn(expression, seen));
    }
    if (pupil !== this.#pupil) {
      return undefined;
    }
    if (pupil.isUnkept && now - pupil.keepTime >= KEEP_PACE) {
      this.#keep(pupil);
    }
    return pupil.isUnworn && now - pupil.wearTime >= WEAR_PACE ? this.#wear(pupil) : undefined;
  }

  /**
   * Forgets for good what was learnt of a person; whoever is shown has to be begun with anew then.
   * @throws what deleting throws
   */
  async forget(id: string): Promise<void> {
    if (this.#pupil?.id === id) {
      this.#pupil.isUnkept = false;
      this.#end();
    }
    await this.#keeping;
    await this.#options.library.delete(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    await this.#keeping;
  }

  #end(): void {
    this.#turn += 1;
    const pupil = this.#pupil;
    this.#pupil = undefined;
    if (pupil?.isUnkept) {
      this.#keep(pupil);
    }
    this.#show(undefined);
  }

  /** Goes over to the maps as they are known by now, unless they are as good as those that are worn. */
  async #wear(pupil: Pupil): Promise<EstimatedBasis | undefined> {
    if (this.#options.isFrozen()) {
      return undefined;
    }
    pupil.wearTime = this.#options.now();
    pupil.isUnworn = false;
    const told = await takeSteps(pupil.refinement.tell());
    const maps = unstepMaps(told);
    await setImmediate();
    if (pupil !== this.#pupil || !differ(maps, pupil.maps)) {
      return undefined;
    }
    if (this.#options.isFrozen()) {
      pupil.isUnworn = true;
      return undefined;
    }
    pupil.maps = maps;
    this.#show(told);
    return knownOf(pupil);
  }

  #keep(pupil: Pupil): void {
    pupil.keepTime = this.#options.now();
    pupil.isUnkept = false;
    const { id, origin, refinement } = pupil;
    this.#keeping = this.#keeping.then(() => this.#options.library.keep(id, origin, refinement.state));
  }

  #show(worn: SteppedMaps | undefined): void {
    if (worn !== this.#worn) {
      this.#worn = worn;
      this.#options.onWorn(worn);
    }
  }
}

/** Tells an enrolment and a pack's idea of people from all others. */
async function originOf(
  { maps, confidence }: EstimatedBasis,
  { deviation, noise }: BasisPrior,
): Promise<string> {
  const digests: string[] = [];
  for (const values of [maps, confidence, deviation, Float32Array.of(noise)]) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const digest = await crypto.subtle.digest('SHA-256', bytes.slice());
    digests.push(Buffer.from(digest).toString('hex').slice(0, 16));
  }
  return digests.join('-');
}

/** The person as they are shown. */
function knownOf({ maps, enrolled }: Pupil): EstimatedBasis {
  return { maps, confidence: enrolled.confidence };
}

function differ(first: Float32Array, second: Float32Array): boolean {
  for (let at = 0; at < first.length; at++) {
    if (Math.abs((first[at] ?? 0) - (second[at] ?? 0)) > LEAST_CHANGE) {
      return true;
    }
  }
  return false;
}
