import { describe, expect, it } from 'vitest';
import { createFaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { EnrolmentGuide, type GuideMode } from '../../../../src/shared/core/identity/enrolment-guide.ts';
import { ENROLMENT_STEPS, type EnrolmentStep } from '../../../../src/shared/core/identity/enrolment-steps.ts';
import { both, type FaceShape, type Scene } from '../../../../src/shared/core/performance/gesture.ts';
import { ScriptedPerformance } from '../../../../src/shared/core/performance/scripted-performance.ts';

const INTERVAL = 100;

/** What a willing person does for each step, for as long as it takes to read a sentence and do it. */
const WILLING: readonly Scene[] = [
  { name: 'ahead', seconds: 2, gestures: [] },
  move('turnLeft', { turn: { yaw: 30 } }),
  move('turnRight', { turn: { yaw: -30 } }),
  move('lookUp', { turn: { pitch: 15 } }),
  move('lookDown', { turn: { pitch: -15 } }),
  move('browsUp', { face: { browInnerUp: 0.8, ...both('browOuterUp', 0.8) } }),
  move('frown', { face: both('browDown', 0.5) }),
  move('smile', { face: both('mouthSmile', 0.8) }),
  move('squint', { face: both('eyeSquint', 0.4) }),
  move('eyesShut', { face: both('eyeBlink', 0.95) }),
];

type Gesture = Omit<Scene['gestures'][number], 'start' | 'seconds' | 'rise'>;

function move(name: EnrolmentStep, gesture: Gesture): Scene {
  return { name, seconds: 2.5, gestures: [{ start: 0.4, seconds: 2, rise: 0.25, ...gesture }] };
}

/** A scene in which the face does one thing and holds it. */
function holding(seconds: number, face: FaceShape): Scene {
  return { name: 'holding', seconds, gestures: [{ start: 0, seconds, rise: 0.05, face }] };
}

interface Watch {
  readonly mode?: GuideMode;
  readonly seconds?: number;
  readonly from?: number;
  /** When there is no face to be seen, milliseconds. */
  readonly isAway?: (time: number) => boolean;
}

/** A guide that has seen a performance, or as much of it as it needed, and how long that took. */
function watched(script: readonly Scene[] | undefined, options: Watch = {}) {
  const { mode = 'guided', seconds = 200, from = 0, isAway = () => false } = options;
  const guide = new EnrolmentGuide(mode);
  const performance = new ScriptedPerformance(script);
  let time = 0;
  for (; time < seconds * 1000 && !guide.isOver; time += INTERVAL) {
    show(guide, performance, from * 1000 + time, time, isAway(time));
  }
  return { guide, performance, seconds: time / 1000 };
}

function show(
  guide: EnrolmentGuide,
  performance: ScriptedPerformance,
  at: number,
  time: number,
  isAway = false,
): void {
  const frame = createFaceFrame();
  performance.at(at, frame);
  frame.time = time;
  guide.update(frame, isAway ? 'no-face' : undefined);
}

const statuses = (guide: EnrolmentGuide) =>
  Object.fromEntries(guide.view.steps.map(({ step, status }) => [step, status]));

const quality = (guide: EnrolmentGuide, wanted: EnrolmentStep) =>
  guide.view.steps.find(({ step }) => step === wanted)?.quality;

const ALL_DONE = Object.fromEntries(ENROLMENT_STEPS.map((step) => [step, 'done']));

describe('the guide of an enrolment', () => {
  it('leads a willing person through all steps in less than half a minute', () => {
    const { guide, seconds } = watched(WILLING);

    expect(statuses(guide)).toEqual(ALL_DONE);
    expect(seconds).toBeGreaterThan(15);
    expect(seconds).toBeLessThan(30);
    for (const step of guide.view.steps) {
      expect(step.quality).toBeGreaterThan(0.9);
    }
  });

  it.each([0, 8, 25, 60])('sees all steps of the demo performer from second %i on, in any order', (from) => {
    const { guide, seconds } = watched(undefined, { mode: 'watching', from });

    expect(statuses(guide)).toEqual(ALL_DONE);
    expect(seconds).toBeLessThan(119);
  });

  it('sees the same in the same frames', () => {
    const first = watched(WILLING);
    const second = watched(WILLING);

    expect(second.guide.view).toEqual(first.guide.view);
    expect(second.seconds).toBe(first.seconds);
  });

  it('begins with the face at rest and measures everything from there', () => {
    const smiling = both('mouthSmile', 0.4);
    const script = [holding(5, smiling), holding(5, both('mouthSmile', 0.6)), holding(5, both('mouthSmile'))];
    const { guide, performance } = watched(script, { seconds: 9 });

    expect(statuses(guide)).toMatchObject({ ahead: 'done', smile: 'waiting' });
    for (let time = 9000; time < 13_000; time += INTERVAL) {
      show(guide, performance, time, time);
    }
    expect(statuses(guide).smile).toBe('done');
  });

  it('tells how far a face went', () => {
    const faint = WILLING.map((scene) =>
      scene.name === 'smile' ? move('smile', { face: both('mouthSmile', 0.45) }) : scene,
    );

    expect(quality(watched(faint).guide, 'smile')).toBeCloseTo(0.45 / 0.6, 1);
    expect(quality(watched(WILLING).guide, 'smile')).toBe(1);
  });

  it('takes no blink for eyes kept shut', () => {
    const blink = { seconds: 0.25, rise: 0.3, face: both('eyeBlink') };
    const blinking: Scene = {
      name: 'blinking',
      seconds: 6,
      gestures: [1, 2, 3, 4, 5].map((start) => ({ start, ...blink })),
    };

    expect(statuses(watched([blinking], { seconds: 20 }).guide).eyesShut).toBe('waiting');
  });

  it('has a kind word for a step that does not come, and passes it over after a while', () => {
    const stills: Scene[] = [{ name: 'still', seconds: 60, gestures: [] }];

    expect(watched(stills, { seconds: 4 }).guide.view.isHintDue).toBe(false);
    expect(watched(stills, { seconds: 9 }).guide.view).toMatchObject({ step: 'turnLeft', isHintDue: true });
    const later = watched(stills, { seconds: 22 }).guide;
    expect(statuses(later).turnLeft).toBe('missed');
    expect(later.view).toMatchObject({ step: 'turnRight', isHintDue: false });
  });

  it('waits as long as it takes while nothing can be seen', () => {
    const { guide } = watched(WILLING, { seconds: 100, isAway: () => true });

    expect(guide.view).toMatchObject({ step: 'ahead', problem: 'no-face', isHintDue: false });
  });

  it('keeps what was good when the face is covered for a while', () => {
    const { guide } = watched(WILLING, { isAway: (time) => time > 6000 && time < 8000 });

    expect(statuses(guide)).toMatchObject({ ahead: 'done', turnLeft: 'done' });
  });

  it('skips and repeats steps as it is told', () => {
    const { guide, performance } = watched(WILLING, { seconds: 2 });

    guide.skip();
    expect(statuses(guide).turnLeft).toBe('skipped');
    expect(guide.view.step).toBe('turnRight');

    guide.retry('turnLeft');
    expect(guide.view).toMatchObject({ step: 'turnLeft', isDone: false });
    for (let time = 2000; time < 6000; time += INTERVAL) {
      show(guide, performance, time, time);
    }
    expect(statuses(guide).turnLeft).toBe('done');
    expect(guide.view.step).toBe('turnRight');
  });

  it('is over at once when it has enough', () => {
    const { guide } = watched(WILLING, { seconds: 6 });

    guide.finish();
    expect(guide.isOver).toBe(true);
    expect(statuses(guide)).toMatchObject({ ahead: 'done', turnLeft: 'done', smile: 'missed' });
  });

  it('gives up a clip in which nothing new is seen', () => {
    const { guide, seconds } = watched([{ name: 'still', seconds: 10, gestures: [] }], { mode: 'watching' });

    expect(statuses(guide)).toMatchObject({ ahead: 'done', turnLeft: 'missed', smile: 'missed' });
    expect(seconds).toBeLessThan(65);
  });
});
