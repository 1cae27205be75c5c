import { z } from 'zod';
import { LONGEST_LABEL, pipelineChangeSchema } from '../../../shared/contract/takes.ts';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import { MalformedMessageError } from '../../../shared/core/take/message-codec.ts';
import { decodeOverview } from '../../../shared/core/take/overview.ts';
import type { TakeTopic } from '../../../shared/core/take/take-channels.ts';
import { decodeFrame, decodeObservation } from '../../../shared/core/take/take-codec.ts';
import { MARKER_KINDS, type TakeRecord } from '../../../shared/core/take/take-record.ts';
import { decodeWrinkles } from '../../../shared/core/take/wrinkle-codec.ts';

/** No message of ours comes near this; checked before anything is decoded. */
const LARGEST_MESSAGE = 256 * 1024;
/** Wrinkle maps are some 1.1 MB. */
const LARGEST_WRINKLES = 2 * 1024 * 1024;

const markerSchema = z.object({
  kind: z.enum(MARKER_KINDS),
  time: z.number(),
  label: z.string().max(LONGEST_LABEL),
});

/**
 * Reads one message of a take, which may be hostile.
 * @throws MalformedMessageError when it is not what its topic promises
 */
export function decodeRecord(topic: TakeTopic, data: Uint8Array): TakeRecord {
  if (data.byteLength > (topic === '/wrinkles' ? LARGEST_WRINKLES : LARGEST_MESSAGE)) {
    throw new MalformedMessageError(`a message of ${data.byteLength} bytes is too large for ${topic}`);
  }
  switch (topic) {
    case '/observation':
      return { kind: 'observation', observation: decodeObservation(data) };
    case '/frame':
      return { kind: 'frame', frame: requireFinite(decodeFrame(data)) };
    case '/overview':
      return { kind: 'overview', overview: decodeOverview(data) };
    case '/settings':
      return { kind: 'settings', change: decodeJson(pipelineChangeSchema, data) };
    case '/marker':
      return { kind: 'marker', marker: decodeJson(markerSchema, data) };
    case '/wrinkles':
      return { kind: 'wrinkles', maps: decodeWrinkles(data) };
  }
}

/** Frames go straight to receivers; whatever made one that is not finite, it was not Furrow. */
function requireFinite(frame: FaceFrame): FaceFrame {
  const { flame } = frame;
  const arrays = [
    Float32Array.of(frame.confidence),
    frame.headRotation,
    frame.headTranslation,
    frame.gazeLeft,
    frame.gazeRight,
    frame.expression,
    frame.rawExpression,
    frame.wrinkles,
    ...(flame === undefined ? [] : [flame.expression, flame.pose, flame.camera, flame.light]),
  ];
  if (!Number.isFinite(frame.time) || !arrays.every((values) => values.every(Number.isFinite))) {
    throw new MalformedMessageError('a frame holds something that is no number');
  }
  return frame;
}

function decodeJson<T>(schema: z.ZodType<T>, data: Uint8Array): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)));
  } catch (cause) {
    throw new MalformedMessageError('a JSON message is not what it should be', { cause });
  }
}
