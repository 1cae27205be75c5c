import { describe, expect, it } from 'vitest';
import { createFaceFrame } from '../../../../../src/shared/core/face/face-frame.ts';
import {
  createFaceObservation,
  type FaceObservation,
} from '../../../../../src/shared/core/face/face-observation.ts';
import { evaluateLandmarks } from '../../../../../src/shared/core/face/landmark-set.ts';
import { PoseInPicture } from '../../../../../src/shared/core/identity/skin/pose-in-picture.ts';
import { readOpenHead } from '../../../../support/open-head.ts';

const WIDTH = 640;
const HEIGHT = 480;
const FIELD_OF_VIEW = 45;
const FOCAL = HEIGHT / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
const YAW = (15 * Math.PI) / 180;
/** Metres. */
const PLACE = [0.02, -0.01, -0.5] as const;

const model = readOpenHead();
const poses = new PoseInPicture(model);

/** Points of the head at rest, turned by YAW and put at PLACE. */
function toCamera(points: Float32Array): Float32Array {
  const moved = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 3) {
    const [x = 0, y = 0, z = 0] = points.subarray(at, at + 3);
    moved[at] = x * Math.cos(YAW) + z * Math.sin(YAW) + PLACE[0];
    moved[at + 1] = y + PLACE[1];
    moved[at + 2] = z * Math.cos(YAW) - x * Math.sin(YAW) + PLACE[2];
  }
  return moved;
}

/** What a perfect tracker says of that head. */
function observe(): FaceObservation {
  const set = model.landmarks.mediapipe478;
  if (set === undefined) {
    throw new Error('the open head has landmarks');
  }
  const points = new Float32Array(set.pointCount * 3);
  evaluateLandmarks(set, 0, model.triangles, toCamera(model.template), points);
  const observation = createFaceObservation();
  observation.imageWidth = WIDTH;
  observation.imageHeight = HEIGHT;
  observation.hasFace = true;
  for (let at = 0; at < points.length; at += 3) {
    const [x = 0, y = 0, z = 0] = points.subarray(at, at + 3);
    observation.landmarks[at] = 0.5 - (FOCAL * x) / z / WIDTH;
    observation.landmarks[at + 1] = 0.5 + (FOCAL * y) / z / HEIGHT;
    observation.landmarks[at + 2] = ((z - PLACE[2]) * FOCAL) / PLACE[2] / WIDTH;
  }
  observation.headMatrix.set([
    Math.cos(YAW),
    0,
    -Math.sin(YAW),
    0,
    0,
    1,
    0,
    0,
    Math.sin(YAW),
    0,
    Math.cos(YAW),
  ]);
  return observation;
}

function place(observation: FaceObservation): Float32Array {
  const vertices = poses.place(observation, createFaceFrame(), FIELD_OF_VIEW);
  if (vertices === undefined) {
    throw new Error('no pose was found');
  }
  return vertices.slice();
}

describe('putting a head where a picture shows it', () => {
  it('finds the pose of landmarks without error to a tenth of a millimetre', () => {
    const truth = toCamera(model.template);

    place(observe()).forEach((value, i) => {
      expect(Math.abs(value - (truth[i] ?? 0))).toBeLessThan(1e-4);
    });
  });

  it('takes the skin along with landmarks that lie elsewhere', () => {
    const observation = observe();
    const before = place(observation);
    // The left brow, raised by four pixels.
    for (const landmark of [276, 283, 282, 295, 285, 300, 293, 334, 296, 336]) {
      const at = landmark * 3 + 1;
      observation.landmarks[at] = (observation.landmarks[at] ?? 0) - 4 / HEIGHT;
    }

    const after = place(observation);

    const rise = (landmark: number): number => {
      const triangle = model.landmarks.mediapipe478?.triangles[landmark] ?? 0;
      const vertex = model.triangles[triangle * 3] ?? 0;
      const at = vertex * 3;
      return (((after[at + 1] ?? 0) - (before[at + 1] ?? 0)) * FOCAL) / -(before[at + 2] ?? 1);
    };
    // Less what its surroundings hold back.
    expect(rise(282)).toBeGreaterThan(2);
    expect(Math.abs(rise(152))).toBeLessThan(0.5);
  });

  it('finds none where there is no rotation', () => {
    const observation = observe();
    observation.headMatrix.fill(0);

    expect(poses.place(observation, createFaceFrame(), FIELD_OF_VIEW)).toBeUndefined();
  });
});
