import { EXPRESSION_NAMES } from '../face/expression-names.ts';
import { createFaceFrame, type FaceFrame, TRACKING_STATES } from '../face/face-frame.ts';
import {
  createFaceObservation,
  type FaceObservation,
  type InferenceResult,
  LANDMARK_COUNT,
} from '../face/face-observation.ts';
import type { FlameParameters } from '../face/flame-parameters.ts';
import { WRINKLE_REGION_COUNT, WRINKLE_REGIONS } from '../face/wrinkle-regions.ts';
import { decodeMessage, encodeMessage, isMessage, MalformedMessageError } from './message-codec.ts';
import type { MessageValueRecord } from './message-table.ts';
import { FRAME_MESSAGE, OBSERVATION_MESSAGE } from './take-messages.ts';

/** A FaceObservation as protobuf bytes (`OBSERVATION_MESSAGE`); every float keeps its bits. */
export function encodeObservation(observation: FaceObservation): Uint8Array {
  const { inference } = observation;
  return encodeMessage(OBSERVATION_MESSAGE, {
    index: observation.index,
    time: observation.time,
    image_width: observation.imageWidth,
    image_height: observation.imageHeight,
    has_face: observation.hasFace,
    face_count: observation.faceCount,
    // Arrays of a frame without a face hold the last face seen; they say nothing and are left out.
    landmarks: observation.hasFace ? observation.landmarks : undefined,
    head_matrix: observation.hasFace ? observation.headMatrix : undefined,
    has_scores: observation.hasScores,
    scores:
      observation.hasFace && observation.hasScores ? named(EXPRESSION_NAMES, observation.scores) : undefined,
    image_evidence: observation.hasFace ? observation.imageEvidence : undefined,
    inference:
      inference === undefined
        ? undefined
        : {
            ...(inference.flame && flameValues(inference.flame)),
            frame_index: inference.frameIndex,
            wrinkles: inference.wrinkles && named(WRINKLE_REGIONS, inference.wrinkles),
          },
  });
}

/**
 * Reads an observation into a fresh object.
 * @throws MalformedMessageError when bytes or lengths are wrong
 */
export function decodeObservation(bytes: Uint8Array): FaceObservation {
  const values = decodeMessage(OBSERVATION_MESSAGE, bytes);
  const observation = createFaceObservation();
  observation.index = number(values, 'index');
  observation.time = number(values, 'time');
  observation.imageWidth = number(values, 'image_width');
  observation.imageHeight = number(values, 'image_height');
  observation.hasFace = values.has_face === true;
  observation.faceCount = number(values, 'face_count');
  observation.hasScores = values.has_scores === true;
  if (observation.hasFace) {
    observation.landmarks.set(floats(values, 'landmarks', LANDMARK_COUNT * 3));
    observation.headMatrix.set(floats(values, 'head_matrix', 16));
    readEvidence(values, observation.imageEvidence);
  }
  readNamed(values, 'scores', EXPRESSION_NAMES, observation.scores);
  const inference = record(values, 'inference');
  observation.inference = inference && readInference(inference);
  return observation;
}

/** A FaceFrame as protobuf bytes (`FRAME_MESSAGE`); every float keeps its bits. */
export function encodeFrame(frame: FaceFrame): Uint8Array {
  const hasWrinkles = !Number.isNaN(frame.wrinkleTime);
  return encodeMessage(FRAME_MESSAGE, {
    index: frame.index,
    time: frame.time,
    tracking: frame.tracking,
    confidence: frame.confidence,
    head_rotation: frame.headRotation,
    head_translation: frame.headTranslation,
    gaze_left: frame.gazeLeft,
    gaze_right: frame.gazeRight,
    expression: named(EXPRESSION_NAMES, frame.expression),
    raw_expression: named(EXPRESSION_NAMES, frame.rawExpression),
    wrinkles: hasWrinkles ? named(WRINKLE_REGIONS, frame.wrinkles) : undefined,
    wrinkle_time: hasWrinkles ? frame.wrinkleTime : undefined,
    flame: frame.flame === undefined ? undefined : flameValues(frame.flame),
  });
}

/**
 * Reads a frame into a fresh object.
 * @throws MalformedMessageError when bytes, lengths or the tracking state are wrong
 */
export function decodeFrame(bytes: Uint8Array): FaceFrame {
  const values = decodeMessage(FRAME_MESSAGE, bytes);
  const frame = createFaceFrame();
  frame.index = number(values, 'index');
  frame.time = number(values, 'time');
  const tracking = TRACKING_STATES.find((state) => state === values.tracking);
  if (tracking === undefined) {
    throw new MalformedMessageError(`unknown tracking state ${String(values.tracking)}`);
  }
  frame.tracking = tracking;
  frame.confidence = number(values, 'confidence');
  frame.headRotation.set(floats(values, 'head_rotation', 4));
  frame.headTranslation.set(floats(values, 'head_translation', 3));
  frame.gazeLeft.set(floats(values, 'gaze_left', 2));
  frame.gazeRight.set(floats(values, 'gaze_right', 2));
  readNamed(values, 'expression', EXPRESSION_NAMES, frame.expression);
  readNamed(values, 'raw_expression', EXPRESSION_NAMES, frame.rawExpression);
  readNamed(values, 'wrinkles', WRINKLE_REGIONS, frame.wrinkles);
  frame.wrinkleTime = values.wrinkle_time === undefined ? Number.NaN : number(values, 'wrinkle_time');
  const flame = record(values, 'flame');
  frame.flame = flame === undefined ? undefined : readFlame(flame);
  return frame;
}

/** Weights by name, for a message with one field per name. */
export function named(names: readonly string[], weights: Float32Array): MessageValueRecord {
  const values: Record<string, number> = {};
  for (let i = 0; i < names.length; i++) {
    values[names[i] ?? ''] = weights[i] ?? 0;
  }
  return values;
}

/** Reads a message with one field per name into `target`; names that are absent become 0. */
export function readNamed(
  values: MessageValueRecord,
  field: string,
  names: readonly string[],
  target: Float32Array,
): void {
  const weights = record(values, field);
  for (let i = 0; i < target.length; i++) {
    const weight = weights?.[names[i] ?? ''];
    target[i] = typeof weight === 'number' ? weight : 0;
  }
}

function readInference(values: MessageValueRecord): InferenceResult {
  const wrinkles = record(values, 'wrinkles') && new Float32Array(WRINKLE_REGION_COUNT);
  if (wrinkles !== undefined) {
    readNamed(values, 'wrinkles', WRINKLE_REGIONS, wrinkles);
  }
  return {
    frameIndex: number(values, 'frame_index'),
    flame: values.expression === undefined ? undefined : readFlame(values),
    wrinkles,
  };
}

function flameValues(flame: FlameParameters): MessageValueRecord {
  return { expression: flame.expression, pose: flame.pose, camera: flame.camera, light: flame.light };
}

function readFlame(values: MessageValueRecord): FlameParameters {
  return {
    expression: floats(values, 'expression', 50),
    pose: floats(values, 'pose', 6),
    camera: floats(values, 'camera', 3),
    light: floats(values, 'light', 27),
  };
}

/** A number of a message; 0, protobuf's default, when it is absent. */
export function number(values: MessageValueRecord, field: string): number {
  const value = values[field];
  return typeof value === 'number' ? value : 0;
}

function record(values: MessageValueRecord, field: string): MessageValueRecord | undefined {
  const value = values[field];
  return isMessage(value) ? value : undefined;
}

/** Measures are only ever added at the end of their list; those that a take does not have yet are 0. */
function readEvidence(values: MessageValueRecord, target: Float32Array): void {
  const evidence = values.image_evidence;
  if (!(evidence instanceof Float32Array) || evidence.length > target.length) {
    throw new MalformedMessageError(`image_evidence should hold up to ${target.length} numbers`);
  }
  target.set(evidence);
}

/** An array of a message. @throws MalformedMessageError when it has another length */
export function floats(values: MessageValueRecord, field: string, length: number): Float32Array {
  const value = values[field] ?? new Float32Array(0);
  if (!(value instanceof Float32Array) || value.length !== length) {
    const found = value instanceof Float32Array ? value.length : typeof value;
    throw new MalformedMessageError(`${field} should hold ${length} numbers, but holds ${found}`);
  }
  return value;
}
