import { describe, expect, it } from 'vitest';
import { EXPRESSION_NAMES } from '../../../../src/shared/core/face/expression-names.ts';
import { WRINKLE_REGIONS } from '../../../../src/shared/core/face/wrinkle-regions.ts';
import { frameLine, markerLine, takeLine } from '../../../../src/shared/core/take/export-jsonl.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../../../src/shared/core/tracking/pipeline-settings.ts';
import { sampleFaceFrame, withDetail } from '../../../support/sample-face-frame.ts';
import { SAMPLE_HEADER, sampleFrame } from '../../../support/sample-take.ts';

describe('JSONL export', () => {
  it('leaves out what nothing measured', () => {
    const line = JSON.parse(frameLine(sampleFaceFrame()));

    expect(Object.keys(line)).toEqual([
      'type',
      'index',
      'time',
      'tracking',
      'head',
      'gaze',
      'expression',
      'raw',
    ]);
    expect(line.head).toEqual({ rotation: [0.5, -0.5, 0.5, 0.5], translation: [1.5, -2.5, -48] });
    expect(line.gaze).toEqual({ left: [0.25, -0.125], right: [0.5, -0.0625] });
    expect(Object.keys(line.expression)).toEqual([...EXPRESSION_NAMES]);
    expect(Object.keys(line.raw.expression)).toEqual([...EXPRESSION_NAMES]);
  });

  it('writes wrinkles and FLAME parameters where there are some', () => {
    const line = JSON.parse(frameLine(withDetail(sampleFaceFrame())));

    expect(Object.keys(line.wrinkles)).toEqual([...WRINKLE_REGIONS]);
    expect([line.flame.expression, line.flame.pose, line.flame.camera, line.flame.light].map(length)).toEqual(
      [50, 6, 3, 27],
    );
  });

  it('keeps every bit of a 32-bit float', () => {
    const frame = sampleFrame(0, 0, 99);

    const line = JSON.parse(frameLine(frame));

    expect(EXPRESSION_NAMES.map((name) => Math.fround(line.expression[name]))).toEqual([...frame.expression]);
  });

  it('begins with the take and its settings, and writes markers', () => {
    expect(JSON.parse(takeLine(SAMPLE_HEADER, DEFAULT_PIPELINE_SETTINGS))).toEqual({
      type: 'take',
      version: 1,
      identity: 'Ada',
      pack: 'open',
      settings: DEFAULT_PIPELINE_SETTINGS,
    });
    expect(JSON.parse(markerLine({ kind: 'mark', time: 5, label: 'smile' }))).toEqual({
      type: 'marker',
      kind: 'mark',
      time: 5,
      label: 'smile',
    });
  });
});

function length(values: readonly number[]): number {
  return values.length;
}
