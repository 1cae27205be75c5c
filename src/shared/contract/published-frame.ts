import { EXPRESSION_COUNT } from '../core/face/expression-names.ts';
import { type FaceFrame, TRACKING_STATES } from '../core/face/face-frame.ts';
import { type FaceObservation, type InferenceResult, LANDMARK_COUNT } from '../core/face/face-observation.ts';
import type { FlameParameters } from '../core/face/flame-parameters.ts';
import { IMAGE_EVIDENCE_NAMES } from '../core/face/image-evidence.ts';
import { WRINKLE_REGION_COUNT } from '../core/face/wrinkle-regions.ts';
import { AppError } from './app-error.ts';
import type { PublishedFrame } from './backend.ts';
import { pipelineChangeSchema } from './takes.ts';

/**
 * Checks a capturer's frame: the right arrays with the right lengths, and finite numbers wherever something reads
 * them. Written by hand because it runs for every frame; it allocates nothing and returns the value itself. Only the
 * rare change of the pipeline goes through its schema.
 * @throws AppError `backend/bad-message` naming the part that is wrong.
 */
export function parsePublishedFrame(value: unknown): PublishedFrame {
  const published = record(value, 'frame signal');
  checkObservation(record(published.observation, 'observation') as Unchecked<FaceObservation>);
  checkFrame(record(published.frame, 'frame') as Unchecked<FaceFrame>);
  if (published.pipeline !== undefined) {
    pipelineChangeSchema.parse(published.pipeline);
  }
  return value as PublishedFrame;
}

/** A record whose keys are known but whose values are not. */
type Unchecked<T> = { readonly [Key in keyof T]?: unknown };

function checkObservation(observation: Unchecked<FaceObservation>): void {
  count(observation.index, 'observation.index');
  finite(observation.time, 'observation.time');
  count(observation.imageWidth, 'observation.imageWidth');
  count(observation.imageHeight, 'observation.imageHeight');
  count(observation.faceCount, 'observation.faceCount');
  boolean(observation.hasFace, 'observation.hasFace');
  boolean(observation.hasScores, 'observation.hasScores');
  // Without a face or scores the arrays hold leftovers, which nobody reads.
  floats(observation.landmarks, LANDMARK_COUNT * 3, observation.hasFace, 'observation.landmarks');
  floats(observation.headMatrix, 16, observation.hasFace, 'observation.headMatrix');
  floats(observation.scores, EXPRESSION_COUNT, observation.hasScores, 'observation.scores');
  floats(observation.imageEvidence, IMAGE_EVIDENCE_NAMES.length, true, 'observation.imageEvidence');
  if (observation.inference !== undefined) {
    const inference = record(observation.inference, 'observation.inference') as Unchecked<InferenceResult>;
    count(inference.frameIndex, 'observation.inference.frameIndex');
    if (inference.flame !== undefined) {
      checkFlame(inference.flame);
    }
    if (inference.wrinkles !== undefined) {
      floats(inference.wrinkles, WRINKLE_REGION_COUNT, true, 'observation.inference.wrinkles');
    }
  }
}

function checkFrame(frame: Unchecked<FaceFrame>): void {
  count(frame.index, 'frame.index');
  finite(frame.time, 'frame.time');
  if (!(TRACKING_STATES as readonly unknown[]).includes(frame.tracking)) {
    throw wrong('frame.tracking', 'a tracking state');
  }
  finite(frame.confidence, 'frame.confidence');
  floats(frame.headRotation, 4, true, 'frame.headRotation');
  floats(frame.headTranslation, 3, true, 'frame.headTranslation');
  floats(frame.gazeLeft, 2, true, 'frame.gazeLeft');
  floats(frame.gazeRight, 2, true, 'frame.gazeRight');
  floats(frame.expression, EXPRESSION_COUNT, true, 'frame.expression');
  floats(frame.rawExpression, EXPRESSION_COUNT, true, 'frame.rawExpression');
  floats(frame.wrinkles, WRINKLE_REGION_COUNT, true, 'frame.wrinkles');
  if (typeof frame.wrinkleTime !== 'number') {
    throw wrong('frame.wrinkleTime', 'a number (NaN without a detail model)');
  }
  if (frame.flame !== undefined) {
    checkFlame(frame.flame);
  }
}

function checkFlame(value: unknown): void {
  const flame = record(value, 'flame') as Unchecked<FlameParameters>;
  floats(flame.expression, 50, true, 'flame.expression');
  floats(flame.pose, 6, true, 'flame.pose');
  floats(flame.camera, 3, true, 'flame.camera');
  floats(flame.light, 27, true, 'flame.light');
}

function record(value: unknown, part: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    throw wrong(part, 'an object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function boolean(value: unknown, part: string): void {
  if (typeof value !== 'boolean') {
    throw wrong(part, 'true or false');
  }
}

function finite(value: unknown, part: string): void {
  if (!Number.isFinite(value)) {
    throw wrong(part, 'a finite number');
  }
}

function count(value: unknown, part: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw wrong(part, 'a whole number from 0');
  }
}

function floats(value: unknown, length: number, mustBeFinite: unknown, part: string): void {
  if (!(value instanceof Float32Array) || value.length !== length) {
    throw wrong(part, `a Float32Array of ${length}`);
  }
  if (mustBeFinite === true) {
    for (let i = 0; i < length; i++) {
      if (!Number.isFinite(value[i])) {
        throw wrong(part, 'finite numbers');
      }
    }
  }
}

function wrong(part: string, expected: string): AppError {
  return new AppError('backend/bad-message', `In a frame, "${part}" should be ${expected}.`);
}
