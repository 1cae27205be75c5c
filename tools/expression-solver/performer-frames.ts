import { basename } from 'node:path';
import { TakeReader } from '../../src/main/services/recording/take-reader.ts';
import { createFaceFrame } from '../../src/shared/core/face/face-frame.ts';
import {
  copyObservation,
  createFaceObservation,
  type FaceObservation,
} from '../../src/shared/core/face/face-observation.ts';
import { findPerformerLook, type PerformerLook } from '../../src/shared/core/performance/performer-look.ts';
import { ScriptedPerformance } from '../../src/shared/core/performance/scripted-performance.ts';

/** A recorded performance and what it shows. */
export interface PerformerTake {
  readonly look: PerformerLook;
  readonly hasScores: boolean;
  readonly observations: readonly FaceObservation[];
  /** True weights of each observation, Float32Array [52]. */
  readonly truth: readonly Float32Array[];
}

/**
 * Reads a take of a demo performer (`furrow capture demo:NAME --out demo-NAME.mcap`); the file's name tells whose, up
 * to its first dot.
 */
export async function readPerformerTake(path: string): Promise<PerformerTake> {
  const name = (basename(path).split('.')[0] ?? '').replace(/^demo-/, '');
  const look = findPerformerLook(name);
  if (look === undefined) {
    throw new Error(`${path} is not named after a demo performer`);
  }
  await using take = await TakeReader.open(path);
  const performance = new ScriptedPerformance();
  const frame = createFaceFrame();
  const observations: FaceObservation[] = [];
  const truth: Float32Array[] = [];
  for await (const record of take.records({ topics: ['/observation'] })) {
    if (record.kind === 'observation') {
      const observation = createFaceObservation();
      copyObservation(record.observation, observation);
      observations.push(observation);
      performance.at(observation.time, frame);
      truth.push(frame.expression.slice());
    }
  }
  return { look, hasScores: observations.some(({ hasScores }) => hasScores), observations, truth };
}
