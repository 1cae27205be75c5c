import { type ExpressionName, expressionIndex } from '../face/expression-names.ts';

interface VrmPreset {
  /** Name of the VRM 0 blend shape preset; "Surprised" is no preset there but the usual name of a custom clip. */
  readonly vrm0: string;
  /** Name of the VRM 1 expression preset. */
  readonly vrm1: string;
}

/**
 * The VRM expressions Furrow drives; a preset array (`Float32Array [15]`) is indexed in this order.
 *
 * Left out: Blink (it would close lids twice beside Blink_L and Blink_R), Neutral (a model's own business) and
 * Fun/relaxed (in 52 weights it cannot be told from a smile, which is Joy).
 */
export const VRM_PRESETS = [
  { vrm0: 'A', vrm1: 'aa' },
  { vrm0: 'I', vrm1: 'ih' },
  { vrm0: 'U', vrm1: 'ou' },
  { vrm0: 'E', vrm1: 'ee' },
  { vrm0: 'O', vrm1: 'oh' },
  { vrm0: 'Blink_L', vrm1: 'blinkLeft' },
  { vrm0: 'Blink_R', vrm1: 'blinkRight' },
  { vrm0: 'LookUp', vrm1: 'lookUp' },
  { vrm0: 'LookDown', vrm1: 'lookDown' },
  { vrm0: 'LookLeft', vrm1: 'lookLeft' },
  { vrm0: 'LookRight', vrm1: 'lookRight' },
  { vrm0: 'Joy', vrm1: 'happy' },
  { vrm0: 'Angry', vrm1: 'angry' },
  { vrm0: 'Sorrow', vrm1: 'sad' },
  { vrm0: 'Surprised', vrm1: 'surprised' },
] as const satisfies readonly VrmPreset[];

/**
 * Derives the VRM presets from the 52 expressions; allocates nothing.
 *
 * Vowels: how far the lips are open, rounded and spread are three measures 0..1, and the five vowels are shares of
 * them (rounded: O open, U closed; otherwise spread: E open, I closed; otherwise A by openness), so that together
 * they never exceed 1 and pass into one another without a jump. Emotions: the muscles of each, faded out by a smile
 * where the two would fight; surprise needs raised brows and either a dropped jaw or wide eyes, so that brows raised
 * in talk stay brows.
 *
 * @param expression `Float32Array [52]`, `EXPRESSION_NAMES` order
 * @param target `Float32Array [15]`, `VRM_PRESETS` order, receives 0..1
 */
export function writeVrmPresets(expression: Float32Array, target: Float32Array): void {
  const open = clamp01((expression[JAW_OPEN] ?? 0) - (expression[MOUTH_CLOSE] ?? 0));
  const round = clamp01(Math.max(expression[MOUTH_FUNNEL] ?? 0, expression[MOUTH_PUCKER] ?? 0));
  const spread = clamp01(Math.max(mean(expression, MOUTH_STRETCH), mean(expression, MOUTH_LOWER_DOWN)));
  const smile = mean(expression, MOUTH_SMILE);
  const browsUp = mean(expression, BROW_OUTER_UP);

  target[0] = (1 - round) * (1 - spread) * open;
  target[1] = (1 - round) * spread * (1 - open);
  target[2] = round * (1 - open);
  target[3] = (1 - round) * spread * open;
  target[4] = round * open;
  target[5] = expression[EYE_BLINK_LEFT] ?? 0;
  target[6] = expression[EYE_BLINK_RIGHT] ?? 0;
  target[7] = mean(expression, EYE_LOOK_UP);
  target[8] = mean(expression, EYE_LOOK_DOWN);
  target[9] = mean(expression, EYES_TO_LEFT);
  target[10] = mean(expression, EYES_TO_RIGHT);
  target[11] = smile;
  target[12] = mean(expression, BROW_DOWN) * (1 - smile);
  target[13] = mean(expression, MOUTH_FROWN) * (1 - smile);
  target[14] = browsUp * Math.max(open, mean(expression, EYE_WIDE));
}

type Pair = readonly [number, number];

const JAW_OPEN = expressionIndex('jawOpen');
const MOUTH_CLOSE = expressionIndex('mouthClose');
const MOUTH_FUNNEL = expressionIndex('mouthFunnel');
const MOUTH_PUCKER = expressionIndex('mouthPucker');
const EYE_BLINK_LEFT = expressionIndex('eyeBlinkLeft');
const EYE_BLINK_RIGHT = expressionIndex('eyeBlinkRight');
const MOUTH_STRETCH = pair('mouthStretchLeft', 'mouthStretchRight');
const MOUTH_LOWER_DOWN = pair('mouthLowerDownLeft', 'mouthLowerDownRight');
const MOUTH_SMILE = pair('mouthSmileLeft', 'mouthSmileRight');
const MOUTH_FROWN = pair('mouthFrownLeft', 'mouthFrownRight');
const BROW_DOWN = pair('browDownLeft', 'browDownRight');
const BROW_OUTER_UP = pair('browOuterUpLeft', 'browOuterUpRight');
const EYE_WIDE = pair('eyeWideLeft', 'eyeWideRight');
const EYE_LOOK_UP = pair('eyeLookUpLeft', 'eyeLookUpRight');
const EYE_LOOK_DOWN = pair('eyeLookDownLeft', 'eyeLookDownRight');
const EYES_TO_LEFT = pair('eyeLookOutLeft', 'eyeLookInRight');
const EYES_TO_RIGHT = pair('eyeLookInLeft', 'eyeLookOutRight');

function pair(first: ExpressionName, second: ExpressionName): Pair {
  return [expressionIndex(first), expressionIndex(second)];
}

function mean(expression: Float32Array, [first, second]: Pair): number {
  return ((expression[first] ?? 0) + (expression[second] ?? 0)) / 2;
}

/** Passes NaN on, for the encoder to refuse. */
function clamp01(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
