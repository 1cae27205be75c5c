/**
 * Writes src/shared/core/tracking/solver/landmark-basis.json: the open head's landmarks at rest and in each expression.
 * Run after the open head or its landmark embedding has changed: `npx tsx tools/expression-solver/build-landmark-basis.ts`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { EXPRESSION_NAMES } from '../../src/shared/core/face/expression-names.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import { readFaceModel } from '../../src/shared/core/face/face-model-file.ts';
import { evaluateLandmarks } from '../../src/shared/core/face/landmark-set.ts';

const MODEL = new URL('../../models/open/face-model.safetensors', import.meta.url);
const TARGET = new URL('../../src/shared/core/tracking/solver/landmark-basis.json', import.meta.url);

const CENTIMETRES = 100;
const LARGEST_INT16 = 32767;
const LARGEST_INT8 = 127;

const model = readFaceModel(await readFile(MODEL));
const rows = EXPRESSION_NAMES.map((name) => displacementOf(model, name));
const neutral = landmarksOf(model, model.template);
const neutralStep = largest(neutral) / LARGEST_INT16;
const displacementSteps = rows.map((row) => largest(row) / LARGEST_INT8);
const packed = {
  head: `${model.name} ${model.version}`,
  neutralStep,
  neutral: base64(Int16Array.from(neutral, (value) => Math.round(value / neutralStep))),
  displacementSteps,
  displacements: base64(
    Int8Array.from(rows.flatMap((row, i) => [...row].map((value) => steps(value, displacementSteps[i])))),
  ),
};
await writeFile(TARGET, `${JSON.stringify(packed, undefined, 2)}\n`);

function displacementOf(head: FaceModel, name: string): Float32Array {
  const index = head.expressionNames.indexOf(name);
  if (index < 0) {
    throw new Error(`the face model has no expression ${name}`);
  }
  const length = head.template.length;
  return landmarksOf(head, head.expressionBasis.subarray(index * length, (index + 1) * length));
}

/** A field over the vertices (metres) at MediaPipe's landmarks, centimetres. */
function landmarksOf(head: FaceModel, field: Float32Array): Float32Array {
  const set = head.landmarks.mediapipe478;
  if (set === undefined) {
    throw new Error('the face model has no landmark set mediapipe478');
  }
  const points = new Float32Array(set.pointCount * 3);
  evaluateLandmarks(set, 0, head.triangles, field, points);
  return points.map((value) => value * CENTIMETRES);
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function steps(value: number, step: number | undefined): number {
  return step === undefined || step === 0 ? 0 : Math.round(value / step);
}

function base64({ buffer }: Int16Array | Int8Array): string {
  return Buffer.from(buffer).toString('base64');
}
