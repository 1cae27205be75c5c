import { describe, expect, it } from 'vitest';
import {
  createFaceObservation,
  type FaceObservation,
} from '../../../../src/shared/core/face/face-observation.ts';
import { Enrolment, EnrolmentError } from '../../../../src/shared/core/identity/enrolment.ts';
import { landmarkModesOf } from '../../../../src/shared/core/identity/landmark-modes.ts';
import { readOpenHead, readOpenModes } from '../../../support/open-head.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { seePerson } from '../../../support/seen-person.ts';

const HEAD = readOpenHead();
const OPTIONS = { head: HEAD, modes: landmarkModesOf(HEAD, readOpenModes()), fieldOfView: 45 };
const { average, displacements } = OPTIONS.modes;

/** A person of a given nose: mode 17 is its length, 16 its width. */
function personOf(length: number, width: number): Float64Array {
  return average.map(
    (value, i) =>
      value + length * (displacements[17 * 1434 + i] ?? 0) + width * (displacements[16 * 1434 + i] ?? 0),
  );
}

/** The person turning the head from one side to the other and back, with a tracker's noise. */
function watch(person: Float64Array, start: number, count: number, shift = 0): FaceObservation[] {
  const random = seededRandom(start + 1);
  return Array.from({ length: count }, (_, i) => {
    const yaw = 25 * Math.sin((i / 30) * Math.PI);
    const observation = seePerson(person, { yaw, pitch: 0, distance: 40 }, OPTIONS.fieldOfView);
    observation.index = start + i;
    observation.time = ((start + i) * 1000) / 30;
    for (let at = 0; at < 1434; at += 1) {
      const moved = (observation.landmarks[at] ?? 0) + (at % 3 === 0 ? shift : 0);
      observation.landmarks[at] = moved + 2e-4 * (random() - 0.5);
    }
    return observation;
  });
}

function nobody(start: number, count: number): FaceObservation[] {
  return Array.from({ length: count }, (_, i) => ({
    ...createFaceObservation(),
    index: start + i,
    time: ((start + i) * 1000) / 30,
    imageWidth: 640,
    imageHeight: 480,
  }));
}

function enrol(observations: readonly FaceObservation[]) {
  const enrolment = new Enrolment(OPTIONS);
  for (const observation of observations) {
    enrolment.add(observation);
  }
  return enrolment;
}

describe('Enrolment', () => {
  it('enrols who turns the head before the camera', () => {
    const { shape, landmarkResidual, faceModel, quality, used, calibration } = enrol(
      watch(personOf(2, 0), 0, 90),
    ).finish();

    expect(faceModel).toEqual({ name: 'open', version: OPTIONS.head.version });
    expect(shape).toHaveLength(40);
    expect(shape[17]).toBeGreaterThan(0.7);
    expect(landmarkResidual.every((value) => Math.abs(value) < 0.005)).toBe(true);
    expect(used).toBe(90);
    expect(quality.shape).toBeGreaterThan(0.8);
    expect(calibration.range.maximum.every((value, i) => value >= (calibration.range.minimum[i] ?? 0))).toBe(
      true,
    );
  });

  it('measures the face at rest when it keeps still', () => {
    const still = watch(personOf(0, 0), 0, 60).map((observation, i) => {
      const seen = seePerson(personOf(0, 0), { yaw: 0, pitch: 0, distance: 40 }, OPTIONS.fieldOfView);
      seen.time = observation.time;
      seen.index = i;
      seen.landmarks[0] = (seen.landmarks[0] ?? 0) + 1e-5 * (i % 2);
      return seen;
    });

    const { calibration, quality } = enrol(still).finish();

    expect(calibration.neutral?.landmarks).toHaveLength(1434);
    expect(quality.calibration).toBeGreaterThan(0.5);
  });

  it('keeps to the one who is seen longest when two people change places', () => {
    const [long, short] = [personOf(2.5, -2), personOf(-2.5, 3)];
    const alone = enrol(watch(long, 0, 60)).finish();

    const both = enrol([...watch(long, 0, 60), ...watch(short, 60, 30, 0.25)]).finish();

    expect(both.used).toBe(60);
    expect(both.refused.get('other-person')).toBe(30);
    expect(both.shape).toEqual(alone.shape);
  });

  it('goes on with the same person after they were away', () => {
    const person = personOf(1, 1);

    const found = enrol([...watch(person, 0, 40), ...nobody(40, 20), ...watch(person, 60, 40)]).finish();

    expect(found.used).toBe(80);
    expect(found.refused.get('no-face')).toBe(20);
  });

  it('says why nobody could be enrolled', () => {
    const enrolment = enrol(nobody(0, 5));

    expect(() => enrolment.finish()).toThrow(EnrolmentError);
    expect(() => enrolment.finish()).toThrow('no-face');
  });

  it('enrols from a single picture', () => {
    const { shape, calibration } = enrol(watch(personOf(1, 0), 0, 1)).finish();

    expect(shape.every(Number.isFinite)).toBe(true);
    expect(calibration.neutral).toBeUndefined();
  });

  it('keeps no more frames of a long clip than of a short one', () => {
    const person = personOf(0, 1);

    expect(enrol(watch(person, 0, 240)).kept.length).toBeLessThanOrEqual(48);
  });
});
