import { expect, test } from 'vitest';
import type { FaceObservation } from '../../../../../src/shared/core/face/face-observation.ts';
import {
  evidenceIndex,
  IMAGE_EVIDENCE_NAMES,
  type ImageEvidenceName,
} from '../../../../../src/shared/core/face/image-evidence.ts';
import {
  ALIGNED_BIOCULAR,
  ALIGNED_FACE_SIZE,
} from '../../../../../src/shared/core/tracking/evidence/aligned-face.ts';
import { ImageEvidenceMeasurement } from '../../../../../src/shared/core/tracking/evidence/image-evidence-measurement.ts';
import { bytesAllocatedPerCall } from '../../../../support/allocations.ts';
import { type FacePaint, paintFace } from '../../../../support/painted-face.ts';
import { syntheticObservation } from '../../../../support/synthetic-observation.ts';

const BYTES = ALIGNED_FACE_SIZE * ALIGNED_FACE_SIZE * 4;

/** Measures of a painted face, by name. */
function evidenceOf(paint: FacePaint, observation: FaceObservation = syntheticObservation(0)) {
  measured(paintFace(observation, paint), observation);
  return (name: ImageEvidenceName) => observation.imageEvidence[evidenceIndex(name)] ?? Number.NaN;
}

function measured(bytes: Uint8ClampedArray, observation: FaceObservation): void {
  const measurement = new ImageEvidenceMeasurement();
  expect(measurement.face.update(observation)).toBe(true);
  measurement.measure(bytes, observation);
}

/** In pixels of the aligned picture. */
const pixels = (length: number) => length * ALIGNED_BIOCULAR;

test('measures how far each eye is open, to a pixel', () => {
  for (const [left, right] of [
    [12, 4],
    [6, 10],
    [0, 8],
  ] as const) {
    const evidence = evidenceOf({ lidOpening: [left, right] });

    expect(Math.abs(pixels(evidence('lidApertureLeft')) - left)).toBeLessThan(1);
    expect(Math.abs(pixels(evidence('lidApertureRight')) - right)).toBeLessThan(1);
    expect(evidence('lidApertureAboveLeft') + evidence('lidApertureBelowLeft')).toBeCloseTo(
      evidence('lidApertureLeft'),
      6,
    );
  }
});

test('measures how much of each lip shows, and how dark it is between them', () => {
  const full = evidenceOf({ upperLip: 8, lowerLip: 11 });
  const rolled = evidenceOf({ upperLip: 8, lowerLip: 2 });
  const open = evidenceOf({ upperLip: 8, lowerLip: 14, mouthGap: 6 });

  expect(Math.abs(pixels(full('upperLipHeight')) - 8)).toBeLessThan(1.5);
  expect(Math.abs(pixels(full('lowerLipHeight')) - 11)).toBeLessThan(1.5);
  expect(Math.abs(pixels(rolled('lowerLipHeight')) - 2)).toBeLessThan(1.5);
  expect(rolled('upperLipHeight')).toBeCloseTo(full('upperLipHeight'), 2);
  expect(full('mouthDarkness')).toBe(0);
  expect(Math.abs(pixels(open('mouthDarkness')) - 6)).toBeLessThan(1.5);
});

test('measures folds by their contrast, on the side where they are', () => {
  const folds = [0, 0.1, 0.2, 0.3].map((crowsFeet) => evidenceOf({ crowsFeet }));

  const left = folds.map((evidence) => evidence('crowsFeetFoldsLeft'));
  expect(left[0]).toBeCloseTo(0, 3);
  expect(left.every((fold, i) => i === 0 || fold > (left[i - 1] ?? 0) + 0.01)).toBe(true);
  expect(folds.map((evidence) => evidence('crowsFeetFoldsRight')).every((fold) => fold < 0.001)).toBe(true);
});

test('finds the same in any light', () => {
  const bright = evidenceOf({ crowsFeet: 0.2 });
  const dim = evidenceOf({ crowsFeet: 0.2, light: 0.5 });

  for (const name of IMAGE_EVIDENCE_NAMES) {
    expect(Math.abs(dim(name) - bright(name)), name).toBeLessThan(0.03);
  }
});

test('finds the same in a face of any size', () => {
  const near = evidenceOf({}, syntheticObservation(0, { translation: [0, 0, -40] }));
  const far = evidenceOf({}, syntheticObservation(0, { translation: [0, 0, -60] }));

  for (const name of IMAGE_EVIDENCE_NAMES.filter((known) => /lidAperture|LipHeight/.test(known))) {
    expect(Math.abs(far(name) - near(name)), name).toBeLessThan(0.015);
  }
});

test('says nothing about a picture too dark, or cut off', () => {
  const observation = syntheticObservation(0);
  observation.imageEvidence.fill(0.5);
  measured(paintFace(observation, { light: 0.05 }), observation);
  expect(observation.imageEvidence.every((value) => value === 0)).toBe(true);

  observation.imageEvidence.fill(0.5);
  measured(new Uint8ClampedArray(BYTES - 1), observation);
  expect(observation.imageEvidence.every((value) => value === 0)).toBe(true);
});

test('finds numbers in noise, and in faces that the picture does not hold', () => {
  const noise = Uint8ClampedArray.from({ length: BYTES }, (_, i) => (i * 7919) % 256);
  for (const translation of [
    [0, 0, -50],
    [25, 20, -40],
    [-60, 0, -40],
  ] as const) {
    const observation = syntheticObservation(0, { translation });
    // A chin far below the picture, an eye far beside it.
    observation.landmarks.subarray(0, 600).forEach((value, i) => {
      observation.landmarks[i] = i % 97 === 0 ? value * 1e6 : value;
    });
    const measurement = new ImageEvidenceMeasurement();
    if (measurement.face.update(observation)) {
      measurement.measure(noise, observation);
    }
    expect(observation.imageEvidence.every(Number.isFinite)).toBe(true);
  }
});

test('creates nothing on the heap', () => {
  const observation = syntheticObservation(0);
  const bytes = paintFace(observation);
  const measurement = new ImageEvidenceMeasurement();

  const allocated = bytesAllocatedPerCall(
    () => {
      measurement.face.update(observation);
      measurement.measure(bytes, observation);
    },
    300,
    100,
  );

  // Some hundred numbers are handed over boxed; one object for each point that is looked at would be ten times that.
  expect(allocated).toBeLessThan(4096);
});
