import { createFaceFrame } from '../../shared/core/face/face-frame.ts';
import { createFaceObservation, type FaceObservation } from '../../shared/core/face/face-observation.ts';
import { FramePipeline } from '../../shared/core/tracking/frame-pipeline.ts';
import type { StageCost } from './stage.ts';
import { timeCalls } from './time-calls.ts';

/** The frame pipeline over what was really seen, again and again. */
export function measurePipeline(observations: readonly FaceObservation[], conditions: string): StageCost {
  const pipeline = new FramePipeline();
  const frame = createFaceFrame();
  const nothing = createFaceObservation();
  let next = 0;
  return {
    stage: 'frame pipeline',
    conditions,
    ...timeCalls(() => {
      pipeline.process(observations[next] ?? nothing, frame);
      next = (next + 1) % observations.length;
    }),
    budget: { milliseconds: 1, of: 'p95' },
  };
}
