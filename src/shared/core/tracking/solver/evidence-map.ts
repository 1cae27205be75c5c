import { EXPRESSION_NAMES, MIRRORED_EXPRESSION } from '../../face/expression-names.ts';
import { evidenceIndex, IMAGE_EVIDENCE_NAMES, MIRRORED_EVIDENCE } from '../../face/image-evidence.ts';
import { clamp } from '../interpolation.ts';
import data from './evidence-map.json' with { type: 'json' };

/** What one expression takes from the picture. */
interface Judgement {
  readonly expression: number;
  /** How far the weight from landmarks and scores is believed where the picture is seen; one number. */
  readonly trust: Float64Array;
  /** Measures that speak for it or, with negative factors, against it. */
  readonly measures: Uint8Array;
  readonly factors: Float64Array;
}

/** As it is stored: names to factors; right halves of the face are the mirror image of left ones. */
type StoredMap = Readonly<
  Record<string, { readonly trust: number; readonly factors: Readonly<Record<string, number>> }>
>;

/** The picture moves no weight by more than this: what it shows may be a hand, or a lamp that was switched on. */
const FARTHEST = 0.5;

const VISIBILITY_LEFT = evidenceIndex('visibilityLeft');
const VISIBILITY_RIGHT = evidenceIndex('visibilityRight');

/** As lists of any strings, for looking up names that come from a file. */
const EXPRESSIONS: readonly string[] = EXPRESSION_NAMES;
const MEASURES: readonly string[] = IMAGE_EVIDENCE_NAMES;

const WITH_SCORES = judgementsOf(data.withScores);
const WITHOUT_SCORES = judgementsOf(data.withoutScores);

/**
 * Corrects weights by what is seen in the picture. The factors are what explains the demo performers best beyond their
 * landmarks and scores (tools/expression-solver/fit-evidence-map.ts).
 *
 * @param strays Float32Array [IMAGE_EVIDENCE_NAMES]: how far a frame's measures stray from rest (`EvidenceRest`).
 * @param hasScores whether scores have a part in the weights.
 * @param weights Float32Array [52], 0..1; corrected in place. Nothing changes where the face is not seen.
 */
export function correctByEvidence(strays: Float32Array, hasScores: boolean, weights: Float32Array): void {
  const seen = ((strays[VISIBILITY_LEFT] ?? 0) + (strays[VISIBILITY_RIGHT] ?? 0)) / 2;
  const judgements = hasScores ? WITH_SCORES : WITHOUT_SCORES;
  for (let i = 0; i < judgements.length; i++) {
    const judgement = judgements[i];
    if (judgement !== undefined) {
      correct(judgement, strays, seen, weights);
    }
  }
}

/** Hands no numbers back: each would be an object on the heap. */
function correct(judgement: Judgement, strays: Float32Array, seen: number, weights: Float32Array): void {
  const { expression, trust, measures, factors } = judgement;
  let correction = 0;
  for (let i = 0; i < measures.length; i++) {
    correction += (factors[i] ?? 0) * (strays[measures[i] ?? 0] ?? 0);
  }
  const believed = (weights[expression] ?? 0) * (1 + seen * ((trust[0] ?? 1) - 1));
  weights[expression] = clamp(believed + clamp(correction, -FARTHEST, FARTHEST), 0, 1);
}

function judgementsOf(map: StoredMap): readonly Judgement[] {
  return Object.entries(map).flatMap(([name, { trust, factors }]) => {
    const expression = EXPRESSIONS.indexOf(name);
    const measures = Object.keys(factors).map((measure) => MEASURES.indexOf(measure));
    if (expression < 0 || measures.some((measure) => measure < 0)) {
      throw new Error(`the evidence map knows a ${name} or one of its measures that Furrow does not`);
    }
    const left = {
      expression,
      trust: Float64Array.of(trust),
      measures: Uint8Array.from(measures),
      factors: Float64Array.from(Object.values(factors)),
    };
    const mirrored = MIRRORED_EXPRESSION[expression] ?? expression;
    const right = {
      ...left,
      expression: mirrored,
      measures: left.measures.map((measure) => MIRRORED_EVIDENCE[measure] ?? measure),
    };
    return mirrored === expression ? [left] : [left, right];
  });
}
