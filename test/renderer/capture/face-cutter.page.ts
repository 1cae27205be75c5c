import { FaceCutter } from '../../../src/renderer/capture/face-cutter.ts';
import {
  FACE_CROP_SIZE,
  faceCropAround,
  sampleFaceCrop,
} from '../../../src/shared/core/tracking/face-crop.ts';
import { fan68Box } from '../../../src/shared/core/tracking/fan68-box.ts';
import { formulaImage } from '../../support/deca-formula.ts';
import { syntheticObservation } from '../../support/synthetic-observation.ts';

/** How far a crop cut by the browser lies from the encoders' own sampling, 0..255: mean and largest, over all samples. */
export function cutDifference(translation: readonly number[]): {
  readonly mean: number;
  readonly largest: number;
} {
  const observation = syntheticObservation(0, { translation });
  const { imageWidth: width, imageHeight: height, landmarks } = observation;
  const samples = new Uint8ClampedArray(width * height * 4).fill(255);
  const colors = formulaImage('image', width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    samples.set(colors.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })?.putImageData(new ImageData(samples, width), 0, 0);
  const frame = new VideoFrame(canvas, { timestamp: 0 });
  const cut = new FaceCutter().cut(frame, observation);
  frame.close();

  const plane = FACE_CROP_SIZE * FACE_CROP_SIZE;
  const expected = new Float32Array(3 * plane);
  const crop = faceCropAround(fan68Box(landmarks, width, height));
  sampleFaceCrop({ width, height, channels: 4, samples }, crop, FACE_CROP_SIZE, expected);
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < 3 * plane; i++) {
    const value = cut?.[(i % plane) * 3 + Math.floor(i / plane)] ?? Number.NaN;
    const difference = Math.abs(value - 255 * (expected[i] ?? 0));
    sum += difference;
    largest = Math.max(largest, difference);
  }
  return { mean: sum / (3 * plane), largest };
}

/** Whether anything is cut from a frame without a face, and from one whose face is too far away. */
export function cutsNothing(): boolean {
  const canvas = new OffscreenCanvas(640, 480);
  canvas.getContext('2d');
  const frame = new VideoFrame(canvas, { timestamp: 0 });
  const cutter = new FaceCutter();
  const away = { ...syntheticObservation(0), hasFace: false };
  const far = syntheticObservation(0, { translation: [0, 0, -900] });
  const isEmpty = cutter.cut(frame, away) === undefined && cutter.cut(frame, far) === undefined;
  frame.close();
  return isEmpty;
}
