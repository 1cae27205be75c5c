import { FaceTracker } from '../../../src/renderer/capture/face-tracker.ts';
import { PerformerPictures } from '../../../src/renderer/capture/performer-pictures.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';

/** Milliseconds after which a picture is shown to the tracker once more. */
const AGAIN = 10;

/**
 * Draws a performer at times of the performance, milliseconds, and says in which pictures no face is found. Each is
 * shown twice, as two frames of a video: the tracker looks for a lost face in the next one only.
 */
export async function timesWithoutFace(performer: string, times: readonly number[]): Promise<number[]> {
  const { origin } = location;
  const bundle = new Uint8Array(await (await fetch('/tracker/assembled.task')).arrayBuffer());
  const tracker = await FaceTracker.load({ bundle, hasScores: false, delegate: 'cpu', origin });
  const pictures = await PerformerPictures.open(performer, origin);
  const observation = createFaceObservation();
  try {
    return times.filter((time) => {
      const picture = pictures.draw(time, time);
      tracker.observe(picture, time, observation);
      tracker.observe(picture, time + AGAIN, observation);
      picture.close();
      return !observation.hasFace;
    });
  } finally {
    pictures.close();
    tracker.close();
  }
}

/** Hashes of a performer's picture at a time, drawn on two stages. */
export async function hashesOfPicture(performer: string, time: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let stage = 0; stage < 2; stage += 1) {
    const pictures = await PerformerPictures.open(performer, location.origin);
    const picture = pictures.draw(time, time);
    const pixels = new Uint8Array(picture.allocationSize());
    await picture.copyTo(pixels);
    picture.close();
    pictures.close();
    const digest = await crypto.subtle.digest('SHA-256', pixels);
    hashes.push(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''));
  }
  return hashes;
}
