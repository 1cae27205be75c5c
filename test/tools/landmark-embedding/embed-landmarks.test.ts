import { describe, expect, it } from 'vitest';
import { LANDMARK_COUNT } from '../../../src/shared/core/face/face-observation.ts';
import { evaluateLandmarks, type LandmarkSet } from '../../../src/shared/core/face/landmark-set.ts';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import { embedLandmarks } from '../../../tools/landmark-embedding/embed-landmarks.ts';
import { PictureTracker } from '../../../tools/landmark-embedding/picture-tracker.ts';
import { readOpenHead } from '../../support/open-head.ts';
import { createTinyFaceModel } from '../../support/tiny-face-model.ts';

/** Outer corners of the eyes. */
const EYE_CORNERS = [33, 263] as const;

describe('landmark embedding', () => {
  it('finds the open head’s landmarks near those it was made with, in every view', async () => {
    const model = readOpenHead();
    await using tracker = await PictureTracker.start();

    const embedding = await embedLandmarks(bakeIdentity(model, new Float32Array(0)), tracker);

    const { mediapipe478: made = embedding.set } = model.landmarks;
    const madePoints = pointsOf(made);
    const foundPoints = pointsOf(embedding.set);
    const distances = Array.from({ length: LANDMARK_COUNT }, (_, landmark) =>
      distance(madePoints, landmark, foundPoints, landmark),
    );
    const biocular = distance(madePoints, EYE_CORNERS[0], madePoints, EYE_CORNERS[1]);
    expect(embedding.foundCount).toBe(embedding.viewCount);
    expect(median(distances) / biocular).toBeLessThan(0.03);
    expect(median(embedding.residuals) / biocular).toBeLessThan(0.04);

    function pointsOf(set: LandmarkSet): Float32Array {
      const points = new Float32Array(LANDMARK_COUNT * 3);
      evaluateLandmarks(set, 0, model.triangles, model.template, points);
      return points;
    }
  }, 180_000);

  it('says when there is no face to be found', async () => {
    const face = bakeIdentity(createTinyFaceModel(), new Float32Array(0));

    await expect(embedLandmarks(face, { track: async () => undefined })).rejects.toThrow(
      'found a face in 0 of 30 pictures of "tiny"',
    );
  });
});

function distance(a: Float32Array, i: number, b: Float32Array, j: number): number {
  return Math.hypot(...[0, 1, 2].map((axis) => (a[i * 3 + axis] ?? 0) - (b[j * 3 + axis] ?? 0)));
}

function median(values: ArrayLike<number>): number {
  return (
    Array.from(values).sort((first, second) => first - second)[Math.floor(values.length / 2)] ?? Number.NaN
  );
}
