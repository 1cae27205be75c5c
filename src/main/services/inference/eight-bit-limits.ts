import type { OutputDeviation } from '../../import/onnx/quantize-on-samples.ts';

/** An output of a graph. */
type Deviations = Readonly<Record<string, OutputDeviation>>;

/**
 * Most that the relief of an 8-bit decoder may differ, metres, root mean square: a tenth of a millimetre. Folds that can
 * be told apart on a webcam's picture are several times as deep.
 */
export const MOST_RELIEF_DEVIATION = 1e-4;

/**
 * Most that coefficients, pose, camera and light of an 8-bit encoder may differ, as a share of their own root mean
 * square. At 5 % an expression that moves the skin by 4 mm is off by 0.2 mm and a head turned by 20° by 1°, while a head
 * read from one picture is off by 1.1 mm anyway (Feng et al. 2021, NoW benchmark, median).
 */
export const MOST_RELATIVE_DEVIATION = 0.05;

/** Whether every output of an 8-bit graph is near enough to the float32 one's for the graph to be used. */
export function isTolerable(deviations: Deviations): boolean {
  return Object.entries(deviations).every(([output, deviation]) => shareOfLimit(output, deviation) <= 1);
}

/** The output that uses up most of its limit, or overruns it, and by how much: `pose 2.1 % (at most 5 %)`. */
export function describeWorstDeviation(deviations: Deviations): string {
  const [worst] = Object.entries(deviations).toSorted(
    ([a, ofA], [b, ofB]) => shareOfLimit(b, ofB) - shareOfLimit(a, ofA),
  );
  if (worst === undefined) {
    return 'no outputs';
  }
  const [output, { rms, relative }] = worst;
  return output === RELIEF
    ? `${output} ${format(rms * 1000)} mm (at most ${MOST_RELIEF_DEVIATION * 1000} mm)`
    : `${output} ${format(relative * 100)} % (at most ${MOST_RELATIVE_DEVIATION * 100} %)`;
}

/** The output in metres; all others are known only by their own size. */
const RELIEF = 'displacement';

function shareOfLimit(output: string, { rms, relative }: OutputDeviation): number {
  return output === RELIEF ? rms / MOST_RELIEF_DEVIATION : relative / MOST_RELATIVE_DEVIATION;
}

function format(value: number): string {
  return String(Number(value.toPrecision(2)));
}
