import { describe, expect, it } from 'vitest';
import { createFaceFrame } from '../../../../src/shared/core/face/face-frame.ts';
import {
  EnrolmentCheck,
  type FaceExposure,
} from '../../../../src/shared/core/identity/enrolment-problems.ts';
import {
  type SyntheticFace,
  syntheticObservation,
  turnAbout,
} from '../../../support/synthetic-observation.ts';

/** What a check says of a face that looks the same in a few frames. */
function problemOf(face: SyntheticFace, exposure?: FaceExposure, faceCount = 1) {
  const check = new EnrolmentCheck();
  const frame = createFaceFrame();
  frame.tracking = 'tracked';
  frame.headRotation.set(face.rotation ?? [0, 0, 0, 1]);
  const results = [0, 33, 66].map((time) => {
    frame.time = time;
    return check.check(Object.assign(syntheticObservation(time, face), { faceCount }), frame, exposure);
  });
  return results.at(-1);
}

describe('what is wrong with a picture for enrolling', () => {
  it('is nothing when a face fills a good part of it', () => {
    expect(problemOf({})).toBeUndefined();
    expect(problemOf({}, { brightness: 0.5, blownOut: 0.02 })).toBeUndefined();
  });

  it('is a face that is not there, or not alone', () => {
    const frame = createFaceFrame();

    expect(new EnrolmentCheck().check(syntheticObservation(0), frame, undefined)).toBe('no-face');
    expect(problemOf({}, undefined, 2)).toBe('several-faces');
  });

  it('is a face too far, too near, or partly outside', () => {
    expect(problemOf({ translation: [0, 0, -120] })).toBe('too-far');
    expect(problemOf({ translation: [0, 0, -17] })).toBe('too-near');
    expect(problemOf({ translation: [30, 0, -40] })).toBe('cut-off');
  });

  it('is too little light, or too much', () => {
    expect(problemOf({}, { brightness: 0.05, blownOut: 0 })).toBe('too-dark');
    expect(problemOf({}, { brightness: 0.9, blownOut: 0.5 })).toBe('too-bright');
  });

  it('is a head turned so far that half of it is guessed', () => {
    expect(problemOf({ rotation: turnAbout(1, 1.1) })).toBe('too-far-turned');
    expect(problemOf({ rotation: turnAbout(1, 0.7) })).toBeUndefined();
  });

  it('is motion that blurs, but not one odd frame', () => {
    const check = new EnrolmentCheck();
    const frame = createFaceFrame();
    frame.tracking = 'tracked';
    const problems = Array.from({ length: 20 }, (_, index) => {
      frame.time = index * 33;
      const radians = index < 10 ? (index === 5 ? 0.2 : 0) : (index - 10) * 0.12;
      frame.headRotation.set(turnAbout(1, radians));
      return check.check(syntheticObservation(frame.time), frame, undefined);
    });

    expect(problems.slice(0, 10)).toEqual(new Array(10).fill(undefined));
    expect(problems.slice(10)).toContain('too-fast');
  });
});
