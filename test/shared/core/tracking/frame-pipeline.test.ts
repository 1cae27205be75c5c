import { describe, expect, test } from 'vitest';
import { expressionIndex } from '../../../../src/shared/core/face/expression-names.ts';
import {
  copyFaceFrame,
  createFaceFrame,
  type FaceFrame,
} from '../../../../src/shared/core/face/face-frame.ts';
import {
  createFaceObservation,
  type FaceObservation,
} from '../../../../src/shared/core/face/face-observation.ts';
import { angleBetween } from '../../../../src/shared/core/face/rotation.ts';
import { FramePipeline } from '../../../../src/shared/core/tracking/frame-pipeline.ts';
import {
  DEFAULT_PIPELINE_SETTINGS,
  type PipelineSettings,
} from '../../../../src/shared/core/tracking/pipeline-settings.ts';
import { FRAME, movingFace } from '../../../support/moving-face.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import {
  SYNTHETIC_FIELD_OF_VIEW,
  syntheticObservation,
  turnAbout,
} from '../../../support/synthetic-observation.ts';

const UNFILTERED: PipelineSettings = {
  ...DEFAULT_PIPELINE_SETTINGS,
  filter: { head: 0, eyes: 0, brows: 0, mouth: 0 },
  fieldOfView: SYNTHETIC_FIELD_OF_VIEW,
};
const JAW_OPEN = expressionIndex('jawOpen');

function withoutFace(time: number): FaceObservation {
  const observation = createFaceObservation();
  observation.time = time;
  return observation;
}

/** Copies of all frames that come out. */
function framesOf(pipeline: FramePipeline, observations: readonly FaceObservation[]): FaceFrame[] {
  const target = createFaceFrame();
  return observations.map((observation) => {
    pipeline.process(observation, target);
    const copy = createFaceFrame();
    copyFaceFrame(target, copy);
    return copy;
  });
}

function pipelineWith(settings: Partial<PipelineSettings>): FramePipeline {
  const pipeline = new FramePipeline();
  pipeline.configure({ ...UNFILTERED, ...settings });
  return pipeline;
}

function distanceBetween(a: Float32Array, b: readonly number[]): number {
  return Math.hypot(...b.map((value, axis) => value - (a[axis] ?? 0)));
}

function largestStep(frames: readonly FaceFrame[], value: (frame: FaceFrame) => number): number {
  return Math.max(...frames.slice(1).map((frame, i) => Math.abs(value(frame) - value(frames[i] ?? frame))));
}

function numbersOf(frame: FaceFrame): number[] {
  const { time, confidence, headRotation, headTranslation, gazeLeft, gazeRight } = frame;
  const pose = [...headRotation, ...headTranslation, ...gazeLeft, ...gazeRight];
  return [time, confidence, ...pose, ...frame.expression, ...frame.rawExpression, ...frame.wrinkles];
}

describe('a tracked face', () => {
  test('comes out as it was seen: pose, gaze, time and index', () => {
    const rotation = turnAbout(1, 0.3);
    const observation = syntheticObservation(990, { rotation, translation: [2, 1, -55], gaze: [0.2, 0] });

    const [frame = createFaceFrame()] = framesOf(pipelineWith({}), [observation]);

    expect(frame.tracking).toBe('tracked');
    expect(frame.confidence).toBe(1);
    expect([frame.index, frame.time]).toEqual([30, 990]);
    expect(angleBetween(frame.headRotation, rotation)).toBeLessThan(0.02);
    expect(distanceBetween(frame.headTranslation, [2, 1, -55])).toBeLessThan(0.5);
    expect(frame.gazeLeft[0]).toBeCloseTo(0.2, 1);
    expect(frame.wrinkleTime).toBeNaN();
  });

  test('shows what the landmarks tell, with the bundle’s scores and without', () => {
    const still = Array.from({ length: 20 }, (_, i) => syntheticObservation(i * FRAME));
    const open = syntheticObservation(20 * FRAME, { expression: { jawOpen: 0.8 } });
    const [estimated = createFaceFrame()] = framesOf(pipelineWith({}), [...still, open]).slice(-1);
    for (const observation of [...still, open]) {
      observation.hasScores = true;
    }
    open.scores[JAW_OPEN] = 0.8;
    const [scored = createFaceFrame()] = framesOf(pipelineWith({}), [...still, open]).slice(-1);

    for (const frame of [estimated, scored]) {
      expect(frame.rawExpression[JAW_OPEN]).toBeGreaterThan(0.5);
      expect(frame.expression).toEqual(frame.rawExpression);
    }
  });

  test('is at rest in its own neutral', () => {
    const pipeline = pipelineWith({});
    const still = Array.from({ length: 20 }, (_, i) => {
      const observation = syntheticObservation(i * FRAME, { rotation: turnAbout(0, 0.2), gaze: [0.1, 0] });
      observation.hasScores = true;
      observation.scores.fill(0.25);
      return observation;
    });
    framesOf(pipeline, still);
    const neutral = pipeline.measureNeutral();
    pipeline.configure({ ...UNFILTERED, neutral });

    const [, frame = createFaceFrame()] = framesOf(pipeline, [
      syntheticObservation(19.5 * FRAME),
      { ...(still[0] ?? syntheticObservation(0)), time: 20 * FRAME },
    ]);

    expect(neutral).toBeDefined();
    expect(angleBetween(frame.headRotation, [0, 0, 0, 1])).toBeLessThan(1e-3);
    expect(Math.hypot(...frame.headTranslation)).toBeLessThan(0.05);
    expect(Math.max(...frame.expression)).toBeLessThan(0.02);
    expect(frame.gazeLeft[0]).toBeCloseTo(0, 3);
  });

  test('closes both eyes alike when blinks are linked', () => {
    const still = Array.from({ length: 20 }, (_, i) => syntheticObservation(i * FRAME));
    const wink = syntheticObservation(20 * FRAME, { expression: { eyeBlinkLeft: 0.9 } });

    const frames = framesOf(pipelineWith({ linkBlinks: true }), [...still, wink, { ...wink, time: 700 }]);
    const frame = frames.at(-1) ?? createFaceFrame();

    const left = frame.expression[expressionIndex('eyeBlinkLeft')];
    expect(left).toBeGreaterThan(0.3);
    expect(frame.expression[expressionIndex('eyeBlinkRight')]).toBe(left);
  });
});

describe('a face that is lost and found', () => {
  const seen = movingFace(30);
  const lost = Array.from({ length: 45 }, (_, i) => withoutFace((30 + i) * FRAME));
  const found = movingFace(30, 75 * FRAME);
  const frames = framesOf(pipelineWith({}), [...seen, ...lost, ...found]);

  test('is held, eased, lost and tracked again', () => {
    const states = frames.map((frame) => frame.tracking).filter((state, i, all) => state !== all[i - 1]);

    expect(states).toEqual(['tracked', 'held', 'eased', 'lost', 'tracked']);
  });

  test('keeps its pose while held and is at rest when lost, in its place', () => {
    const last = frames[29] ?? createFaceFrame();
    const held = frames[35] ?? createFaceFrame();
    const gone = frames[74] ?? createFaceFrame();

    expect(held.tracking).toBe('held');
    expect([...held.headRotation]).toEqual([...last.headRotation]);
    expect([...held.expression]).toEqual([...last.expression]);
    expect(gone.tracking).toBe('lost');
    expect([...gone.headRotation]).toEqual([0, 0, 0, 1]);
    expect(Math.max(...gone.expression)).toBe(0);
    expect([...gone.headTranslation]).toEqual([...last.headTranslation]);
  });

  test('never jumps', () => {
    const jaw = (frame: FaceFrame): number => frame.expression[JAW_OPEN] ?? 0;
    const yaw = (frame: FaceFrame): number => frame.headRotation[1] ?? 0;
    const x = (frame: FaceFrame): number => frame.headTranslation[0] ?? 0;

    for (const value of [jaw, yaw, x]) {
      const values = frames.map(value);
      // A quarter of a second's smooth blend moves a fifth of the way in its fastest frame.
      expect(largestStep(frames, value)).toBeLessThan(0.3 * (Math.max(...values) - Math.min(...values)));
    }
  });
});

describe('concealment', () => {
  test('hide goes to rest, says so, and lets nothing of the face out', () => {
    const pipeline = pipelineWith({});
    framesOf(pipeline, movingFace(30));
    pipeline.configure({ ...UNFILTERED, concealment: 'hide' });

    const frames = framesOf(pipeline, movingFace(20, 30 * FRAME));
    const last = frames.at(-1) ?? createFaceFrame();

    expect(frames.every((frame) => frame.tracking === 'hidden' && frame.confidence === 0)).toBe(true);
    expect(Math.max(...last.expression, ...last.rawExpression)).toBe(0);
    expect([...last.headRotation]).toEqual([0, 0, 0, 1]);
    expect(pipeline.measureNeutral()).toBeUndefined();
  });

  test('freeze keeps the last frame bit for bit', () => {
    const pipeline = pipelineWith({});
    const before = framesOf(pipeline, movingFace(30)).at(-1) ?? createFaceFrame();
    pipeline.configure({ ...UNFILTERED, concealment: 'freeze' });

    for (const frame of framesOf(pipeline, movingFace(20, 30 * FRAME))) {
      expect(frame.tracking).toBe('hidden');
      expect([...frame.expression]).toEqual([...before.expression]);
      expect([...frame.rawExpression]).toEqual([...before.rawExpression]);
      expect([...frame.headRotation]).toEqual([...before.headRotation]);
    }
  });
});

describe('bad observations', () => {
  test.each<[string, (observation: FaceObservation) => void]>([
    ['NaN landmarks', (observation) => observation.landmarks.fill(Number.NaN)],
    ['a NaN matrix', (observation) => observation.headMatrix.fill(Number.NaN)],
    ['a flat matrix', (observation) => observation.headMatrix.fill(0)],
    ['all landmarks in one place', (observation) => observation.landmarks.fill(0.5)],
    ['landmarks far away', (observation) => observation.landmarks.fill(1e30)],
  ])('%s count as no face: the pose is held', (_name, breakIt) => {
    const observations = movingFace(12);
    const [before, broken] = observations.slice(-2);
    breakIt(broken ?? createFaceObservation());

    const frames = framesOf(pipelineWith({}), observations);

    expect(frames.at(-1)?.tracking).toBe('held');
    expect([...(frames.at(-1)?.headRotation ?? [])]).toEqual([...(frames.at(-2)?.headRotation ?? [])]);
    expect(before?.time).toBe(frames.at(-2)?.time);
  });

  test('never put NaN into a frame, whatever comes in whatever order', () => {
    const random = seededRandom(9);
    const pipeline = new FramePipeline();
    const target = createFaceFrame();
    const poisons = [Number.NaN, Number.POSITIVE_INFINITY, -1e38, 0, 1e-40];
    for (const observation of movingFace(400)) {
      const poison = poisons[Math.floor(random() * poisons.length)] ?? 0;
      const fields = [observation.landmarks, observation.headMatrix, observation.scores];
      const field = fields[Math.floor(random() * 6)];
      field?.fill(poison, Math.floor(random() * field.length));
      observation.hasScores = random() < 0.5;
      if (random() < 0.05) {
        observation.time = random() < 0.5 ? Number.NaN : 0;
      }

      pipeline.process(observation, target);

      expect(numbersOf(target).every(Number.isFinite)).toBe(true);
      expect(Math.hypot(...target.headRotation)).toBeCloseTo(1, 5);
    }
  });
});

describe('the pipeline', () => {
  test('is deterministic: a second one, and the same one after a reset, give identical frames', () => {
    const observations = [...movingFace(60), withoutFace(60 * FRAME), ...movingFace(60, 61 * FRAME)];
    const pipeline = new FramePipeline();

    const first = framesOf(pipeline, observations);
    pipeline.reset();
    const again = framesOf(pipeline, observations);

    expect(again).toEqual(first);
    expect(framesOf(new FramePipeline(), observations)).toEqual(first);
  });

  test('does not care which object receives the frame', () => {
    const observations = [
      ...movingFace(30),
      ...Array.from({ length: 20 }, (_, i) => withoutFace((30 + i) * FRAME)),
    ];
    const pipeline = new FramePipeline();
    const intoFresh = observations.map((observation) => {
      const target = createFaceFrame();
      pipeline.process(observation, target);
      return target;
    });

    expect(intoFresh).toEqual(framesOf(new FramePipeline(), observations));
  });

  test('starts over when the time goes back', () => {
    const pipeline = new FramePipeline();
    framesOf(pipeline, movingFace(30, 10_000));

    expect(framesOf(pipeline, movingFace(30))).toEqual(framesOf(new FramePipeline(), movingFace(30)));
  });
});
