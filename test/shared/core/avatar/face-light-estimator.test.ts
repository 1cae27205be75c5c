import { describe, expect, it } from 'vitest';
import { createFaceLight, type FaceLight } from '../../../../src/shared/core/avatar/face-light.ts';
import { FaceLightEstimator } from '../../../../src/shared/core/avatar/face-light-estimator.ts';
import { syntheticObservation, turnAbout } from '../../../support/synthetic-observation.ts';

const ASPECT = 640 / 480;
const { landmarks } = syntheticObservation(0, { translation: [0, 0, -50] });

function estimate(brightnessAt: (x: number, y: number) => number, face = landmarks): FaceLight {
  const light = createFaceLight();
  new FaceLightEstimator().update(face, ASPECT, brightnessAt, Number.POSITIVE_INFINITY, light);
  return light;
}

describe('the light on a face', () => {
  it('comes from the side that is bright, whichever way the face is turned', () => {
    const turned = syntheticObservation(0, { translation: [0, 0, -50], rotation: turnAbout(1, 0.3) });
    for (const face of [landmarks, turned.landmarks]) {
      const fromLeft = estimate((x) => 0.5 - 2 * (x - 0.5), face);
      const fromRight = estimate((x) => 0.5 + 2 * (x - 0.5), face);

      expect(fromLeft.direction[0]).toBeLessThan(-0.5);
      expect(fromRight.direction[0]).toBeGreaterThan(0.5);
      expect(fromLeft.share).toBeGreaterThan(0.3);
    }
  });

  it('comes from above on a bright forehead', () => {
    expect(estimate((_, y) => 0.5 - 2 * (y - 0.5)).direction[1]).toBeGreaterThan(0.5);
  });

  it('comes from everywhere on a face that is equally bright all over', () => {
    expect(estimate(() => 0.4).share).toBeLessThan(0.1);
  });

  it('changes smoothly, and not at all where the picture is black or says nothing', () => {
    const light = createFaceLight();
    const estimator = new FaceLightEstimator();
    estimator.update(landmarks, ASPECT, (x) => 1.5 - 2 * x, 0.05, light);
    const [x = 0] = light.direction;
    expect(x).toBeLessThan(0);
    expect(x).toBeGreaterThan(-0.3);

    for (const brightness of [0, Number.NaN]) {
      const before = [...light.direction, light.share];
      estimator.update(landmarks, ASPECT, () => brightness, 1, light);
      expect([...light.direction, light.share]).toEqual(before);
    }
  });
});
