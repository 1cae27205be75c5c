import { readFileSync } from 'node:fs';
import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../../../src/shared/core/face/expression-names.ts';
import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import { matrixFromQuaternion } from '../../../src/shared/core/face/rotation.ts';
import { ScriptedPerformance } from '../../../src/shared/core/performance/scripted-performance.ts';
import { sharedPath } from '../shared-data.ts';

/** What one frame of a clip shows. */
export interface FrameTruth {
  /** Float32Array [52]. */
  readonly weights: Float32Array;
  /** Head to camera, 3 × 3, row by row. */
  readonly rotation: readonly number[];
  /** Centimetres. */
  readonly translation: readonly number[];
  /** Name of the part of the clip it belongs to. */
  readonly segment: string;
}

interface TruthFile {
  readonly frames: readonly {
    readonly weights: Readonly<Record<string, number>>;
    readonly R: readonly (readonly number[])[];
    readonly t_cm: readonly number[];
    readonly seg?: string;
  }[];
}

/** The known answers of a rendered clip of the test material. */
export function readClipTruth(clip: string): FrameTruth[] {
  const path = sharedPath(`data/dev/truth/${clip}.truth.json`);
  const { frames }: TruthFile = JSON.parse(readFileSync(path, 'utf8'));
  return frames.map(({ weights, R, t_cm, seg = '' }) => ({
    weights: Float32Array.from(EXPRESSION_NAMES, (name) => weights[name] ?? 0),
    rotation: R.flat(),
    translation: t_cm,
    segment: seg,
  }));
}

/** The known answers of the demo performer at `rate` frames a second. */
export function performanceTruth(rate: number, count: number): FrameTruth[] {
  const performance = new ScriptedPerformance();
  const frame = createFaceFrame();
  const matrix = new Float64Array(9);
  return Array.from({ length: count }, (_, i) => {
    const time = (i * 1000) / rate;
    performance.at(time, frame);
    matrixFromQuaternion(frame.headRotation, matrix);
    return {
      weights: frame.expression.slice(0, EXPRESSION_COUNT),
      rotation: [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => matrix[at] ?? 0),
      translation: [...frame.headTranslation],
      segment: performance.scenes.find(({ start, end }) => time >= start && time < end)?.name ?? '',
    };
  });
}
