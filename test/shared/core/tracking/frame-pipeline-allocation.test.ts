import { expect, test } from 'vitest';
import { EXPRESSION_COUNT } from '../../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../../../src/shared/core/face/face-observation.ts';
import { FramePipeline } from '../../../../src/shared/core/tracking/frame-pipeline.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../../../src/shared/core/tracking/pipeline-settings.ts';
import { bytesAllocatedPerCall } from '../../../support/allocations.ts';
import { FRAME, movingFace } from '../../../support/moving-face.ts';
import { turnAbout } from '../../../support/synthetic-observation.ts';

// In a file of its own: what other tests have done with the pipeline changes which functions the engine takes into their
// callers, and so which numbers are handed over boxed.

/** Fewer than usual: a frame takes most of a millisecond. */
const WARM_UP_FRAMES = 4000;
const COUNTED_FRAMES = 500;

test.each([
  ['scores', true],
  ['landmarks alone', false],
])('the pipeline creates nothing on the heap per frame, from %s', (_name, hasScores) => {
  const observations = movingFace(100);
  for (const observation of observations) {
    observation.hasScores = hasScores;
  }
  const pipeline = new FramePipeline();
  const neutral = {
    expression: new Array<number>(EXPRESSION_COUNT).fill(0.1),
    headRotation: turnAbout(1, 0.1),
    headTranslation: [0, 0, -50],
    gazeLeft: [0, 0],
    gazeRight: [0, 0],
  };
  pipeline.configure({ ...DEFAULT_PIPELINE_SETTINGS, neutral, linkBlinks: true });
  const target = createFaceFrame();
  let count = 0;

  const call = (): void => {
    const observation = observations[count % 100] ?? createFaceObservation();
    observation.hasFace = count % 100 < 70;
    observation.time = count * FRAME;
    pipeline.process(observation, target);
    count += 1;
  };
  const bytes = bytesAllocatedPerCall(call, WARM_UP_FRAMES, COUNTED_FRAMES);

  // Some ten numbers are handed over boxed, ten bytes each; the smallest array made per frame would add 300.
  expect(bytes).toBeLessThan(300);
});
