import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import type { FaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { evaluateLandmarks } from '../../../src/shared/core/face/landmark-set.ts';
import { type EnrolledFace, Enrolment } from '../../../src/shared/core/identity/enrolment.ts';
import { landmarkModesOf } from '../../../src/shared/core/identity/landmark-modes.ts';
import { personalHead } from '../../../src/shared/core/identity/personal-head.ts';
import { readOpenHead, readOpenModes } from '../open-head.ts';

const HEAD = readOpenHead();
const MODES = landmarkModesOf(HEAD, readOpenModes());
const CENTIMETRES = 100;

/** Somebody who has been enrolled in the open head. */
export interface EnrolledHead {
  readonly face: EnrolledFace;
  readonly head: FaceModel;
  /** Its landmarks at rest, Float32Array [478 × 3], centimetres. */
  readonly landmarks: Float32Array;
}

/** Enrols from a clip's observations. @param fieldOfView degrees. */
export function enrolObservations(
  observations: readonly FaceObservation[],
  fieldOfView: number,
): EnrolledHead {
  const enrolment = new Enrolment({ head: HEAD, modes: MODES, fieldOfView });
  for (const observation of observations) {
    enrolment.add(observation);
  }
  const face = enrolment.finish();
  const head = personalHead(HEAD, face);
  return { face, head, landmarks: landmarksOf(head) };
}

/** Landmarks of a head at rest, Float32Array [478 × 3], centimetres. */
export function landmarksOf({ landmarks, template, triangles }: FaceModel): Float32Array {
  const points = new Float32Array(478 * 3);
  const set = landmarks.mediapipe478;
  if (set === undefined) {
    throw new Error('the head has no MediaPipe landmarks');
  }
  evaluateLandmarks(set, 0, triangles, template, points);
  return points.map((value) => value * CENTIMETRES);
}
