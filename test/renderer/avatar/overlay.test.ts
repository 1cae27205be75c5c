import { describe, expect, it } from 'vitest';
import type { RestPose } from '../../../src/shared/core/avatar/avatar-look.ts';
import { createFaceFrame, type FaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import type { FaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { FramePipeline } from '../../../src/shared/core/tracking/frame-pipeline.ts';
import {
  DEFAULT_PIPELINE_SETTINGS,
  type Neutral,
} from '../../../src/shared/core/tracking/pipeline-settings.ts';
import { readOpenHead } from '../../support/open-head.ts';
import { OverlayPoints, overlayError, type PixelSize } from '../../support/overlay-points.ts';
import {
  SYNTHETIC_FIELD_OF_VIEW,
  type SyntheticFace,
  syntheticObservation,
  turnAbout,
} from '../../support/synthetic-observation.ts';

const MODEL = readOpenHead();
const PICTURE = { width: 640, height: 480 };

/** Turned, off the middle, at three distances, with an open mouth. */
const FACES: readonly SyntheticFace[] = [
  { translation: [0, 0, -50] },
  { translation: [9, -5, -45], rotation: turnAbout(1, 0.5) },
  { translation: [-8, 4, -70], rotation: turnAbout(0, 0.3), expression: { jawOpen: 0.6 } },
  { translation: [3, 6, -60], rotation: turnAbout(2, -0.4) },
];

/** What the pipeline makes of a face that keeps still for a second. */
function settled(face: SyntheticFace, neutral?: Neutral): { frame: FaceFrame; observation: FaceObservation } {
  const pipeline = new FramePipeline();
  pipeline.configure({ ...DEFAULT_PIPELINE_SETTINGS, fieldOfView: SYNTHETIC_FIELD_OF_VIEW, neutral });
  const frame = createFaceFrame();
  let observation = syntheticObservation(0, face);
  for (let time = 0; time < 1000; time += 33) {
    observation = syntheticObservation(time, face);
    pipeline.process(observation, frame);
  }
  return { frame, observation };
}

function errorOn(canvas: PixelSize, face: SyntheticFace, neutral?: Neutral, rest?: RestPose): number {
  const { frame, observation } = settled(face, neutral);
  const shot = { fieldOfView: SYNTHETIC_FIELD_OF_VIEW, picture: PICTURE, canvas, rest };
  return overlayError(new OverlayPoints(MODEL, shot).of(frame), observation.landmarks, shot);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the overlay', () => {
  it('lies on the face in the picture within 2 % of its height', () => {
    for (const face of FACES) {
      expect(errorOn(PICTURE, face)).toBeLessThan(0.02);
    }
  });

  it('lies on it wherever the picture fills a wide or a tall canvas', () => {
    for (const canvas of [
      { width: 900, height: 300 },
      { width: 300, height: 500 },
    ]) {
      expect(errorOn(canvas, FACES[1] ?? {})).toBeLessThan(0.02);
    }
  });

  it('keeps up with a head that moves faster than its smoothed pose', () => {
    const pipeline = new FramePipeline();
    pipeline.configure({ ...DEFAULT_PIPELINE_SETTINGS, fieldOfView: SYNTHETIC_FIELD_OF_VIEW });
    const frame = createFaceFrame();
    const shot = { fieldOfView: SYNTHETIC_FIELD_OF_VIEW, picture: PICTURE, canvas: PICTURE, rest: undefined };
    const points = new OverlayPoints(MODEL, shot);
    const late: number[] = [];
    const inTime: number[] = [];
    for (let time = 0; time < 2000; time += 33) {
      const swing = Math.sin(time / 150);
      const face = { translation: [8 * swing, 0, -50], rotation: turnAbout(2, 0.25 * swing) };
      const observation = syntheticObservation(time, face);
      pipeline.process(observation, frame);
      late.push(overlayError(points.of(frame), observation.landmarks, shot));
      inTime.push(overlayError(points.of(frame, observation), observation.landmarks, shot));
    }

    expect(mean(late)).toBeGreaterThan(0.02);
    expect(mean(inTime)).toBeLessThan(mean(late) / 2);
  });

  it('lies on it when the pose is relative to a calibrated rest', () => {
    const pipeline = new FramePipeline();
    pipeline.configure({ ...DEFAULT_PIPELINE_SETTINGS, fieldOfView: SYNTHETIC_FIELD_OF_VIEW });
    const frame = createFaceFrame();
    for (let time = 0; time < 1000; time += 33) {
      const face = { translation: [2, -3, -55], rotation: turnAbout(0, 0.2) };
      pipeline.process(syntheticObservation(time, face), frame);
    }
    const neutral = pipeline.measureNeutral();

    expect(neutral).toBeDefined();
    for (const face of FACES) {
      expect(errorOn(PICTURE, face, neutral, neutral)).toBeLessThan(0.02);
    }
  });
});
