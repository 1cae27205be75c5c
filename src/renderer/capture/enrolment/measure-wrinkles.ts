import { AppError, toAppError } from '../../../shared/contract/app-error.ts';
import type { Problem } from '../../../shared/contract/backend.ts';
import type { MeasuredRelief } from '../../../shared/contract/live-face.ts';
import { BasisEstimate } from '../../../shared/core/detail/basis/basis-estimate.ts';
import { type BasisPrior, readBasisPrior } from '../../../shared/core/detail/basis/basis-prior.ts';
import { unpackDisplacement } from '../../../shared/core/detail/packed-displacement.ts';
import type { ReliefObservation } from '../../../shared/core/detail/relief/relief-observation.ts';
import { createWrinkleMasks } from '../../../shared/core/detail/wrinkle-masks.ts';
import { createFaceFrame } from '../../../shared/core/face/face-frame.ts';
import type { FaceModel } from '../../../shared/core/face/face-model.ts';
import type { DetailCode } from '../../../shared/core/identity/identity.ts';
import { OPEN_PACK } from '../../../shared/core/identity/own-wrinkles.ts';
import { Calibration } from '../../../shared/core/tracking/calibration.ts';
import type { Neutral } from '../../../shared/core/tracking/pipeline-settings.ts';
import type { SeenRelief } from './seen-reliefs.ts';

/** Where the average person's wrinkles are served. */
const PRIOR_PATH = '/models/open/wrinkle-basis.safetensors';

/** With fewer reliefs nobody's wrinkles are told from the average's. */
const FEWEST = 3;

/** Has a relief measured by the services' network. @throws AppError `inference/…`, `model/…` */
export type MeasureRelief = (relief: ReliefObservation) => Promise<MeasuredRelief>;

/** What measuring wrinkles takes. */
export interface WrinkleMeasuring {
  readonly model: FaceModel;
  /** Where the open pack is served. */
  readonly origin: string;
  readonly reliefs: readonly SeenRelief[];
  /** The face at rest: expressions are told from there, as they will be while the person is tracked. */
  readonly neutral: Neutral | undefined;
  readonly measure: MeasureRelief;
  /** Hears how much of it is done, 0..1, and holds it up while it likes. */
  readonly onProgress: (share: number) => unknown;
}

/** A person's wrinkles, or why there are none. */
export type WrinkleOutcome =
  | { readonly detail: DetailCode; readonly problem: undefined }
  | { readonly detail: undefined; readonly problem: Problem };

/**
 * Finds a person's wrinkle basis in what an enrolment saw. Never throws: without a network to measure with, or with too
 * little seen, a person is enrolled without.
 */
export async function measureWrinkles(measuring: WrinkleMeasuring): Promise<WrinkleOutcome> {
  const { model, origin, reliefs } = measuring;
  try {
    if (reliefs.length < FEWEST) {
      throw new AppError('enrolment/too-little', 'Too few pictures show the skin sharp and near enough.');
    }
    const prior = await loadPrior(origin);
    const masks = createWrinkleMasks(model, prior.average.size);
    if (masks === undefined) {
      throw new AppError('enrolment/failed', `The face model ${model.name} does not say where wrinkles lie.`);
    }
    return { detail: await estimate(new BasisEstimate(prior, masks), measuring), problem: undefined };
  } catch (thrown) {
    const { code, message } = toAppError(thrown, 'enrolment/failed');
    return { detail: undefined, problem: { code, message } };
  }
}

async function estimate(
  basis: BasisEstimate,
  { reliefs, neutral, measure, onProgress }: WrinkleMeasuring,
): Promise<DetailCode> {
  const calibration = new Calibration({ neutral, adjustments: {} });
  const frame = createFaceFrame();
  for (const [index, { rawExpression, shading, weight }] of reliefs.entries()) {
    const { displacement, confidence } = await measure({ shading, weight });
    frame.rawExpression.set(rawExpression);
    calibration.apply(frame);
    const metres = new Float32Array(displacement.length);
    unpackDisplacement(displacement, metres);
    basis.add(
      frame.expression,
      metres,
      Float32Array.from(confidence, (share) => share / 255),
    );
    await onProgress((index + 1) / reliefs.length);
  }
  const { maps, confidence } = basis.finish();
  return { pack: OPEN_PACK, values: maps, confidence };
}

/** @throws TypeError or MalformedFileError when it is missing or damaged. */
async function loadPrior(origin: string): Promise<BasisPrior> {
  const response = await fetch(origin + PRIOR_PATH);
  return readBasisPrior(new Uint8Array(await response.arrayBuffer()));
}
