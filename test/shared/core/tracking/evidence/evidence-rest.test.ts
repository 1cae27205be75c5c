import { expect, test } from 'vitest';
import { evidenceIndex, IMAGE_EVIDENCE_NAMES } from '../../../../../src/shared/core/face/image-evidence.ts';
import { EvidenceRest } from '../../../../../src/shared/core/tracking/evidence/evidence-rest.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const SHADE = evidenceIndex('cheekShadeLeft');
const LIP = evidenceIndex('lowerLipHeight');
const FRAME = 1 / 30;

/** Evidence of a face that is seen well unless said otherwise. */
function evidence(
  shade: number,
  lip: number,
  visibility: readonly [left: number, right: number] = [1, 1],
): Float32Array {
  const values = new Float32Array(IMAGE_EVIDENCE_NAMES.length);
  values.set(visibility);
  values[SHADE] = shade;
  values[LIP] = lip;
  return values;
}

function strays(rest: EvidenceRest, seen: Float32Array): Float32Array {
  const target = new Float32Array(seen.length);
  rest.takeOff(seen, target);
  return target;
}

/** A rest that has seen a second of a face with these measures. */
function learned(shade: number, lip: number): EvidenceRest {
  const rest = new EvidenceRest();
  for (let i = 0; i < 30; i++) {
    rest.learn(evidence(shade, lip), FRAME);
  }
  return rest;
}

test('takes a person’s own face for rest, and counts lips in shares of theirs', () => {
  const rest = learned(-0.3, 0.1);

  expect(strays(rest, evidence(-0.3, 0.1)).every((value, i) => Math.abs(value) < 1e-6 || i < 2)).toBe(true);
  expect(strays(rest, evidence(-0.1, 0.05))[SHADE]).toBeCloseTo(0.2, 5);
  expect(strays(rest, evidence(-0.3, 0.05))[LIP]).toBeCloseTo(-0.5, 5);
});

test('keeps to the rest through expressions, and follows when the light changes for good', () => {
  const rest = learned(0, 0.1);
  for (let i = 0; i < 600; i++) {
    rest.learn(evidence(i % 100 < 30 ? 0.4 : 0, 0.1), FRAME);
  }
  expect(Math.abs(strays(rest, evidence(0, 0.1))[SHADE] ?? 1)).toBeLessThan(0.05);

  for (let i = 0; i < 1800; i++) {
    rest.learn(evidence(0.3, 0.1), FRAME);
  }
  expect(Math.abs(strays(rest, evidence(0.3, 0.1))[SHADE] ?? 1)).toBeLessThan(0.02);
});

test('neither learns nor tells what is turned away', () => {
  const rest = learned(0, 0.1);
  for (let i = 0; i < 300; i++) {
    rest.learn(evidence(0.9, 0.1, [0.2, 1]), FRAME);
  }

  expect(strays(rest, evidence(0.2, 0.1))[SHADE]).toBeCloseTo(0.2, 5);
  expect(strays(rest, evidence(0.2, 0.1, [0, 1]))[SHADE]).toBe(0);
  expect(strays(new EvidenceRest(), evidence(0.2, 0.1))[SHADE]).toBe(0);
});

test('holds to a calibration, and learns again without', () => {
  const rest = new EvidenceRest();
  rest.calibrate([...evidence(0.1, 0.2)]);
  for (let i = 0; i < 300; i++) {
    rest.learn(evidence(0.5, 0.2), FRAME);
  }
  rest.reset();
  expect(strays(rest, evidence(0.5, 0.2))[SHADE]).toBeCloseTo(0.4, 5);

  rest.calibrate(undefined);
  rest.learn(evidence(0.5, 0.2), FRAME);
  expect(strays(rest, evidence(0.5, 0.2))[SHADE]).toBeCloseTo(0, 5);
});

test('keeps nothing of what it knew after a reset, to the last bit', () => {
  const random = seededRandom(4);
  for (let run = 0; run < 100; run++) {
    const used = new EvidenceRest();
    for (let i = 0; i < 20; i++) {
      used.learn(evidence(random(), random()), FRAME);
    }
    used.reset();
    const first = evidence(random() * 1e-9, random() * 1e-9);
    used.learn(first, FRAME);

    expect([...strays(used, first)].slice(2)).toEqual(new Array<number>(first.length - 2).fill(0));
  }
});

test('does not take over a calibration that showed nothing, or fewer measures', () => {
  for (const known of [[...evidence(0.1, 0.2, [0, 1])], [1, 1, 0.5]]) {
    const rest = new EvidenceRest();
    rest.calibrate(known);
    rest.learn(evidence(0.5, 0.2), FRAME);
    expect(strays(rest, evidence(0.5, 0.2))[SHADE]).toBeCloseTo(0, 5);
  }
});

test('never tells what is no number', () => {
  const rest = learned(0, 0.1);
  const broken = new Float32Array(IMAGE_EVIDENCE_NAMES.length).fill(Number.NaN);
  rest.learn(broken, FRAME);
  expect(strays(rest, broken).every((value) => value === 0)).toBe(true);
  const partly = evidence(Number.NaN, Number.POSITIVE_INFINITY);
  rest.learn(partly, FRAME);
  expect(strays(rest, partly).every(Number.isFinite)).toBe(true);
  expect(strays(rest, evidence(0, 0.1))[SHADE]).toBeCloseTo(0, 5);
});
