import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import { EXPRESSION_NAMES } from '../../../../src/shared/core/face/expression-names.ts';
import { encodeDescriptorSet } from '../../../../src/shared/core/take/message-descriptor.ts';
import type { MessageTable } from '../../../../src/shared/core/take/message-table.ts';
import { encodeOverview, OverviewAccumulator } from '../../../../src/shared/core/take/overview.ts';
import { encodeFrame, encodeObservation } from '../../../../src/shared/core/take/take-codec.ts';
import {
  FRAME_MESSAGE,
  OBSERVATION_MESSAGE,
  OVERVIEW_MESSAGE,
} from '../../../../src/shared/core/take/take-messages.ts';
import { sampleFaceFrame, withDetail } from '../../../support/sample-face-frame.ts';
import { sampleFrame, sampleObservation } from '../../../support/sample-take.ts';

/** Reads a message by its embedded schema alone, with protobuf's own reflection: nothing of ours takes part. */
function readWithSchema(table: MessageTable, bytes: Uint8Array): (field: string) => unknown {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, encodeDescriptorSet(table)));
  const schema = registry.getMessage(`furrow.${table.name}`);
  if (schema === undefined) {
    throw new Error(`no furrow.${table.name} in the schema`);
  }
  const message = reflect(schema, fromBinary(schema, bytes));
  return (path) => {
    let value: unknown = message;
    for (const name of path.split('.')) {
      const holder = value as typeof message;
      const field = holder.fields.find((candidate) => candidate.name === name);
      if (field === undefined) {
        throw new Error(`no field ${name}`);
      }
      value = holder.get(field);
    }
    return value;
  };
}

function list(value: unknown): number[] {
  return [...(value as Iterable<number>)];
}

describe('embedded schemas', () => {
  it('lets a reader that is not ours read an observation', () => {
    const observation = sampleObservation(3, 1234.5);

    const get = readWithSchema(OBSERVATION_MESSAGE, encodeObservation(observation));

    expect(get('index')).toBe(3);
    expect(get('time')).toBe(1234.5);
    expect(get('has_face')).toBe(true);
    expect(list(get('landmarks'))).toEqual([...observation.landmarks]);
    expect(list(get('head_matrix'))).toEqual([...observation.headMatrix]);
    expect(EXPRESSION_NAMES.map((name) => get(`scores.${name}`))).toEqual([...observation.scores]);
  });

  it('lets a reader that is not ours read a frame with wrinkles and FLAME parameters', () => {
    const frame = withDetail(sampleFaceFrame());

    const get = readWithSchema(FRAME_MESSAGE, encodeFrame(frame));

    expect(get('tracking')).toBe('tracked');
    expect(get('confidence')).toBe(0.75);
    expect(list(get('head_rotation'))).toEqual([...frame.headRotation]);
    expect(EXPRESSION_NAMES.map((name) => get(`expression.${name}`))).toEqual([...frame.expression]);
    expect(get('wrinkles.chin')).toBe(frame.wrinkles[14]);
    expect(get('wrinkle_time')).toBe(12_400);
    expect(list(get('flame.expression'))).toEqual([...(frame.flame?.expression ?? [])]);
  });

  it('lets a reader that is not ours read an overview', () => {
    const accumulator = new OverviewAccumulator();
    const frames = [sampleFrame(0, 10), sampleFrame(1, 20)];
    for (const frame of frames) {
      accumulator.add(frame);
    }
    const overview = accumulator.finish();

    const get = readWithSchema(OVERVIEW_MESSAGE, encodeOverview(overview ?? expect.fail()));

    const jaw = frames.map((frame) => frame.expression[EXPRESSION_NAMES.indexOf('jawOpen')] ?? 0);
    expect(get('frames')).toBe(2);
    expect([get('start_time'), get('end_time')]).toEqual([10, 20]);
    expect(get('minimum.jawOpen')).toBe(Math.min(...jaw));
    expect(get('maximum.jawOpen')).toBe(Math.max(...jaw));
  });
});
