import { expect, test } from 'vitest';
import { enrolObservations, landmarksOf } from '../../../support/identity/enrol-observations.ts';
import { averageError, landmarkError, readHeadTruth } from '../../../support/identity/head-truth.ts';
import { readOpenHead } from '../../../support/open-head.ts';
import { seePerson } from '../../../support/seen-person.ts';
import { hasSharedData, sharedDataNote } from '../../../support/shared-data.ts';

const FIELD_OF_VIEW = 45;

test.skipIf(!hasSharedData)(
  `a known head seen without a tracker’s errors is enrolled nearer than the average head${sharedDataNote}`,
  { timeout: 60_000 },
  () => {
    const truth = readHeadTruth('B');
    const average = landmarksOf(readOpenHead());
    // The head in the solver's frame: midway between the pupils.
    const known = Float64Array.from(average);
    for (const [i, landmark] of truth.landmarks.entries()) {
      known.set(
        (truth.points[i] ?? []).map((value, axis) => value - ([0, 3.65, 8.7][axis] ?? 0)),
        landmark * 3,
      );
    }
    const observations = [-30, -20, -10, 0, 10, 20, 30].map((yaw, i) => ({
      ...seePerson(known, { yaw, pitch: 3 * (i % 3) - 3, distance: 45 }, FIELD_OF_VIEW),
      index: i,
      time: 500 * i,
    }));

    const { landmarks } = enrolObservations(observations, FIELD_OF_VIEW);

    expect(averageError(truth)).toBeCloseTo(2.12, 1);
    expect(landmarkError(landmarks, truth)).toBeLessThan(0.75 * landmarkError(average, truth));
  },
);
