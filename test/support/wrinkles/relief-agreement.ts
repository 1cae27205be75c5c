import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  evaluateWrinkleActivations,
  WRINKLE_ACTIVATION_COUNT,
} from '../../../src/shared/core/detail/basis/wrinkle-activations.ts';
import { evaluateWrinkleBasis } from '../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../../../src/shared/core/detail/relief/relief-observation.ts';
import { sampleMapOverPixels } from '../../../src/shared/core/detail/surface-raster.ts';
import type { FaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import type { FaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { PoseInPicture } from '../../../src/shared/core/identity/skin/pose-in-picture.ts';
import { projectSurface } from '../../../src/shared/core/identity/skin/posed-surface.ts';
import { sharedPath } from '../shared-data.ts';
import { correlation } from '../solver/expression-agreement.ts';

/** Level of a height picture that stands for none, and how far from it a relief begins. */
const LEVEL = 127.5;
const LEAST = 3;
/** Pixels of relief below which a frame shows none. */
const FEWEST = 200;

/** A frame as a take holds it. */
export interface TakenFrame {
  readonly observation: FaceObservation;
  readonly frame: FaceFrame;
}

/**
 * How well the relief that a basis gives a face lies where the true one does, drawn into the clip's pictures: correlation
 * over the pixels that have any in truth, mean over the frames whose height is known.
 * @param head the person's own.
 */
export function reliefAgreement(
  clip: string,
  taken: readonly TakenFrame[],
  head: FaceModel,
  maps: Float32Array,
  fieldOfView: number,
): number {
  const place = new PoseInPicture(head);
  const displacement = new Float32Array(RELIEF_SIZE ** 2);
  const activations = new Float32Array(WRINKLE_ACTIVATION_COUNT);
  const found: number[] = [];
  for (const { observation, frame } of taken) {
    const truth = readHeight(clip, observation.index);
    const vertices = truth && place.place(observation, frame, fieldOfView);
    if (truth === undefined || vertices === undefined) {
      continue;
    }
    evaluateWrinkleActivations(frame.expression, activations);
    evaluateWrinkleBasis({ size: RELIEF_SIZE, maps }, activations, displacement);
    const { imageWidth: width, imageHeight: height } = observation;
    const { raster } = projectSurface({ vertices, width, height, fieldOfView }, head);
    const map = Float32Array.from(
      { length: displacement.length * 3 },
      (_, i) => displacement[Math.floor(i / 3)] ?? 0,
    );
    const drawn = sampleMapOverPixels(raster, head, map, RELIEF_SIZE);
    const shown: [number[], number[]] = [[], []];
    for (const [pixel, level] of truth.entries()) {
      const at = Math.floor(pixel / width) * raster.size + (pixel % width);
      if (Math.abs(level - LEVEL) > LEAST && (raster.triangles[at] ?? -1) >= 0) {
        // Bright is deep.
        shown[0].push(LEVEL - level);
        shown[1].push(1000 * (drawn[at * 3] ?? 0));
      }
    }
    if (shown[0].length >= FEWEST) {
      found.push(correlation(...shown));
    }
  }
  return found.reduce((sum, value) => sum + value, 0) / found.length;
}

/** A height picture's levels, row by row; undefined where there is none of that frame. */
function readHeight(clip: string, index: number): Uint8Array | undefined {
  const path = sharedPath(`data/dev/truth/${clip}_height/${String(index).padStart(5, '0')}.png`);
  if (!existsSync(path)) {
    return undefined;
  }
  const format = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  return execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...format], { maxBuffer: 2 ** 26 });
}
