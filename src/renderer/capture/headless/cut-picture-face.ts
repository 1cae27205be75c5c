import type { FaceObservation } from '../../../shared/core/face/face-observation.ts';
import { cutFace, type FaceCropSamples, faceCropAround } from '../../../shared/core/tracking/face-crop.ts';
import { fan68Box } from '../../../shared/core/tracking/fan68-box.ts';

/** The face that was found in a picture, cut out as encoders want it; undefined when there was none. */
export function cutPictureFace(
  picture: VideoFrame,
  { hasFace, landmarks, imageWidth, imageHeight }: FaceObservation,
): FaceCropSamples | undefined {
  const crop = faceCropAround(fan68Box(landmarks, imageWidth, imageHeight));
  if (!hasFace || !(crop.side > 0)) {
    return undefined;
  }
  const canvas = new OffscreenCanvas(imageWidth, imageHeight);
  // Kept in memory instead of on the graphics card: pixels come back as they went in.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) {
    throw new Error('no 2D context for reading a picture');
  }
  context.drawImage(picture, 0, 0);
  const { width, height, data } = context.getImageData(0, 0, imageWidth, imageHeight);
  return cutFace({ width, height, channels: 4, samples: data }, crop);
}
