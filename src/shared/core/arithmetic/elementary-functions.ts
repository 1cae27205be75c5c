/**
 * Elementary functions that give the same bits in every JavaScript engine. ECMAScript leaves the last digits of
 * `Math.sin` and its like to the engine (ECMA-262, 21.3.2), and engines differ; additions, products, quotients and square
 * roots are exact everywhere (IEEE 754), and these are made of nothing else. The frame pipeline uses them, so that a take
 * gives the same FaceFrames wherever it is run again. Errors stay below 1e-15 of 1 or of the result. Nothing is allocated.
 */

/** π/2 in two parts, so that whole quarter turns are taken off exactly enough (Cody and Waite 1980). */
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_LOW = 6.077100506506192e-11;

/** ln 2 in two parts. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Beyond these the result is 0 or infinite. */
const LEAST_EXPONENT = -745;
const GREATEST_EXPONENT = 710;

/** Sine and cosine on their way. */
const pair = new Float64Array(2);

/** Sine of an angle in radians. */
export function sin(angle: number): number {
  pair[0] = angle;
  setSineAndCosine(pair);
  return pair[0];
}

/** Cosine of an angle in radians. */
export function cos(angle: number): number {
  pair[0] = angle;
  setSineAndCosine(pair);
  return pair[1] ?? 1;
}

/**
 * Replaces the angle in `values[0]`, radians, by its sine and writes its cosine to `values[1]`. For code that allocates
 * nothing: a number that is handed over by itself may be put on the heap.
 */
export function setSineAndCosine(values: Float64Array): void {
  const angle = values[0] ?? 0;
  const quarters = Math.round(angle / (Math.PI / 2));
  const rest = angle - quarters * QUARTER_HIGH - quarters * QUARTER_LOW;
  const sine = sinNear0(rest);
  const cosine = cosNear0(rest);
  // Every other quarter turn swaps them; NaN is neither even nor odd, and stays NaN either way.
  const isSwapped = quarters % 2 !== 0;
  const turn = ((quarters % 4) + 4) % 4;
  values[0] = (turn >= 2 ? -1 : 1) * (isSwapped ? cosine : sine);
  values[1] = (turn === 1 || turn === 2 ? -1 : 1) * (isSwapped ? sine : cosine);
}

/** Tangent of an angle in radians. */
export function tan(angle: number): number {
  return sin(angle) / cos(angle);
}

/** The angle of the direction (x, y), −π..π, as `Math.atan2`. */
export function atan2(y: number, x: number): number {
  if (x === 0 && y === 0) {
    return Object.is(x, -0) ? (Object.is(y, -0) ? -Math.PI : Math.PI) : y;
  }
  if (Math.abs(y) > Math.abs(x)) {
    return (y < 0 ? -Math.PI / 2 : Math.PI / 2) - atan(x / y);
  }
  const angle = atan(y / x);
  if (x > 0) {
    return angle;
  }
  return y < 0 || Object.is(y, -0) ? angle - Math.PI : angle + Math.PI;
}

/** The angle, −π/2..π/2, whose sine this is; NaN beyond −1..1. */
export function asin(sine: number): number {
  return atan2(sine, Math.sqrt((1 - sine) * (1 + sine)));
}

/** The angle, 0..π, whose cosine this is; NaN beyond −1..1. */
export function acos(cosine: number): number {
  return atan2(Math.sqrt((1 - cosine) * (1 + cosine)), cosine);
}

/** e to the power of `exponent`. */
export function exp(exponent: number): number {
  if (!(exponent > LEAST_EXPONENT)) {
    return Number.isNaN(exponent) ? exponent : 0;
  }
  if (exponent > GREATEST_EXPONENT) {
    return Number.POSITIVE_INFINITY;
  }
  const doublings = Math.round(exponent / Math.LN2);
  const rest = exponent - doublings * LN2_HIGH - doublings * LN2_LOW;
  // Taylor's series; |rest| ≤ ln 2 / 2, so that 14 terms leave less than 1e-17.
  let sum = 1;
  for (let term = 14; term > 0; term--) {
    sum = 1 + (sum * rest) / term;
  }
  const factor = doublings < 0 ? 0.5 : 2;
  for (let step = Math.abs(doublings); step > 0; step--) {
    sum *= factor;
  }
  return sum;
}

/** Taylor's series for |angle| ≤ π/4: 8 terms leave less than 1e-16. */
function sinNear0(angle: number): number {
  const square = angle * angle;
  let sum = 1;
  for (let term = 16; term > 0; term -= 2) {
    sum = 1 - (sum * square) / (term * (term + 1));
  }
  return angle * sum;
}

function cosNear0(angle: number): number {
  const square = angle * angle;
  let sum = 1;
  for (let term = 17; term > 0; term -= 2) {
    sum = 1 - (sum * square) / (term * (term + 1));
  }
  return sum;
}

/** Arc tangent for |slope| ≤ 1: the angle is halved twice (tan ½α = t / (1 + √(1 + t²))), then Taylor's series. */
function atan(slope: number): number {
  const half = slope / (1 + Math.sqrt(1 + slope * slope));
  const quarter = half / (1 + Math.sqrt(1 + half * half));
  const square = quarter * quarter;
  let sum = 0;
  for (let power = 27; power > 0; power -= 2) {
    sum = 1 / power - square * sum;
  }
  return 4 * quarter * sum;
}
