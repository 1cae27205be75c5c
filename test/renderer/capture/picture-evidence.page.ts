import { PictureEvidence } from '../../../src/renderer/capture/picture-evidence.ts';
import { TrackingLoop } from '../../../src/renderer/capture/tracking-loop.ts';
import { copyObservation, type FaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { ALIGNED_FACE_SIZE, AlignedFace } from '../../../src/shared/core/tracking/evidence/aligned-face.ts';
import { ImageEvidenceMeasurement } from '../../../src/shared/core/tracking/evidence/image-evidence-measurement.ts';
import { FramePipeline } from '../../../src/shared/core/tracking/frame-pipeline.ts';
import { paintFace } from '../../support/painted-face.ts';
import { syntheticObservation, turnAbout } from '../../support/synthetic-observation.ts';

/** What the camera's picture is wider and higher than the part that is shown of it, pixels. */
const HIDDEN = { x: 18, y: 6 } as const;

function rolledFace(): FaceObservation {
  return syntheticObservation(0, { rotation: turnAbout(2, 0.3), translation: [2, 1, -45] });
}

/** A camera picture of a painted face: the aligned picture put where the face lies. */
function cameraPicture(observation: FaceObservation, margin: { readonly x: number; readonly y: number }) {
  const face = new AlignedFace();
  face.update(observation);
  const aligned = new OffscreenCanvas(ALIGNED_FACE_SIZE, ALIGNED_FACE_SIZE);
  const bytes = new Uint8ClampedArray(paintFace(observation, { lidOpening: [11, 5], mouthGap: 6 }));
  aligned.getContext('2d')?.putImageData(new ImageData(bytes, ALIGNED_FACE_SIZE), 0, 0);
  const canvas = new OffscreenCanvas(
    observation.imageWidth + 2 * margin.x,
    observation.imageHeight + 2 * margin.y,
  );
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const matrix = new DOMMatrix([...face.transform]).inverse();
  context?.setTransform(new DOMMatrix().translate(margin.x, margin.y).multiply(matrix));
  context?.drawImage(aligned, 0, 0);
  return canvas;
}

function evidenceOf(picture: VideoFrame, observation: FaceObservation): number[] {
  new PictureEvidence().measure(picture, observation);
  picture.close();
  return [...observation.imageEvidence];
}

/** The evidence of one face, by how it comes: aligned already, or in several kinds of camera pictures. */
export function evidenceByPicture(): Readonly<Record<string, number[]>> {
  const observation = rolledFace();
  const painted = new ImageEvidenceMeasurement();
  painted.face.update(observation);
  painted.measure(paintFace(observation, { lidOpening: [11, 5], mouthGap: 6 }), observation);
  const aligned = [...observation.imageEvidence];

  const plain = new VideoFrame(cameraPicture(observation, { x: 0, y: 0 }), { timestamp: 0 });
  const wider = new VideoFrame(cameraPicture(observation, HIDDEN), { timestamp: 0 });
  const { imageWidth: width, imageHeight: height } = observation;
  const cropped = new VideoFrame(wider, { visibleRect: { ...HIDDEN, width, height } });
  // Shown larger than it is: there is no part of it in its own pixels.
  const stretched = new VideoFrame(plain, { displayWidth: 2 * width, displayHeight: 2 * height });
  const large = rolledFace();
  large.imageWidth *= 2;
  large.imageHeight *= 2;
  wider.close();
  return {
    aligned,
    stretched: evidenceOf(stretched, large),
    plain: evidenceOf(plain, observation),
    cropped: evidenceOf(cropped, rolledFace()),
  };
}

/** The evidence that the live loop's observation of a picture carries, and that of the next one, without a face. */
export async function evidenceOfLiveFrames(): Promise<number[][]> {
  const seen: number[][] = [];
  let hasFace = true;
  await new Promise<void>((resolve) => {
    const loop = new TrackingLoop({
      now: () => performance.now(),
      tracker: {
        observe: (_picture, time, target) => {
          copyObservation({ ...rolledFace(), time, hasFace }, target);
          return true;
        },
      },
      pipeline: new FramePipeline(),
      newestResult: () => undefined,
      onFrame: (_frame, { imageEvidence }) => seen.push([...imageEvidence]),
      onPicture: () => {
        if (seen.length === 2) {
          resolve();
          return;
        }
        hasFace = false;
        deliver();
      },
    });
    const deliver = () =>
      loop.deliver(
        new VideoFrame(cameraPicture(rolledFace(), { x: 0, y: 0 }), { timestamp: 0 }),
        performance.now(),
      );
    deliver();
  });
  return seen;
}
