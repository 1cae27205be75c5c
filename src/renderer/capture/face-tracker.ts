import { FaceDetector, FaceLandmarker, type FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import { AppError } from '../../shared/contract/app-error.ts';
import { EXPRESSION_NAMES } from '../../shared/core/face/expression-names.ts';
import { type FaceObservation, LANDMARK_COUNT } from '../../shared/core/face/face-observation.ts';
import { FaceSelection, faceCandidate } from '../../shared/core/tracking/face-selection.ts';
import { Company } from './company.ts';
import type { Delegate } from './delegate-choice.ts';

/** MediaPipe's runtime, served by our own backend; the module variant is the one a module worker can load. */
const RUNTIME_LOADER = '/tracker/wasm/vision_wasm_module_internal.js';
const RUNTIME_BINARY = '/tracker/wasm/vision_wasm_module_internal.wasm';

/** Finds faces without their landmarks: a small part of the bundles, for looks around the picture. */
const DETECTOR_MODEL = '/tracker/face-detector.tflite';

/** In company: one face to follow, and one to notice that somebody else is nearer. */
const MOST_FACES = 2;

/**
 * While it follows one face MediaPipe smooths the landmarks over time, which flattens blinks and comes late. Told that
 * frames lie this many times further apart it leaves them as they are: smoothing is the frame pipeline's work.
 */
const TIME_STRETCH = 100;

/** Pairs of landmarks that draw the outlines of face, eyes, brows and lips. */
export const FACE_CONTOURS: readonly { readonly start: number; readonly end: number }[] =
  FaceLandmarker.FACE_LANDMARKS_CONTOURS;

/** What a tracker is loaded from. */
export interface FaceTrackerOptions {
  /** A MediaPipe face landmarker bundle (.task). */
  readonly bundle: Uint8Array;
  /** Whether the bundle holds the blendshape network. */
  readonly hasScores: boolean;
  readonly delegate: Delegate;
  /** Where the runtime is served, e.g. `http://127.0.0.1:47800`. */
  readonly origin: string;
}

/** Finds the face in a picture: MediaPipe's FaceLandmarker, in VIDEO mode; among several, the nearest. */
export class FaceTracker {
  readonly #landmarker: FaceLandmarker;
  readonly #detector: FaceDetector;
  readonly #hasScores: boolean;
  readonly #selection = new FaceSelection();
  readonly #company = new Company();
  #followedFaces = 1;
  #lastTimestamp = 0;

  private constructor(landmarker: FaceLandmarker, detector: FaceDetector, hasScores: boolean) {
    this.#landmarker = landmarker;
    this.#detector = detector;
    this.#hasScores = hasScores;
  }

  /** @throws AppError `tracker/load-failed` */
  static async load(options: FaceTrackerOptions): Promise<FaceTracker> {
    const runtime = { wasmLoaderPath: '', wasmBinaryPath: options.origin + RUNTIME_BINARY };
    try {
      await provideRuntime(options.origin);
      const landmarker = await FaceLandmarker.createFromOptions(runtime, {
        baseOptions: {
          modelAssetBuffer: options.bundle,
          delegate: options.delegate === 'gpu' ? 'GPU' : 'CPU',
        },
        runningMode: 'VIDEO',
        numFaces: 1,
        outputFaceBlendshapes: options.hasScores,
        outputFacialTransformationMatrixes: true,
      });
      await provideRuntime(options.origin);
      const detector = await FaceDetector.createFromOptions(runtime, {
        baseOptions: { modelAssetPath: options.origin + DETECTOR_MODEL, delegate: 'CPU' },
        runningMode: 'IMAGE',
      });
      return new FaceTracker(landmarker, detector, options.hasScores);
    } catch (cause) {
      throw new AppError(
        'tracker/load-failed',
        `The face tracker could not be loaded (${describe(cause)}). Reload the window; if that does not help, check that graphics acceleration (WebGL) is available.`,
        { cause, details: { delegate: options.delegate } },
      );
    }
  }

  /**
   * Looks for the face and writes what it finds to `target`, whose index it leaves alone.
   * @param time capture time, milliseconds of the session's clock
   * @throws AppError `tracker/failed` when MediaPipe gives up; this tracker is then of no more use.
   */
  observe(picture: VideoFrame, time: number, target: FaceObservation): void {
    // MediaPipe counts in whole microseconds and refuses a timestamp that does not increase.
    this.#lastTimestamp = Math.max(time, this.#lastTimestamp + 0.01);
    let result: FaceLandmarkerResult;
    try {
      this.#lookAround(picture, time);
      result = this.#landmarker.detectForVideo(picture, this.#lastTimestamp * TIME_STRETCH);
    } catch (cause) {
      throw new AppError('tracker/failed', `The face tracker stopped working (${describe(cause)}).`, {
        cause,
      });
    }
    target.time = time;
    target.imageWidth = picture.displayWidth;
    target.imageHeight = picture.displayHeight;
    target.faceCount = result.faceLandmarks.length;
    this.#company.tracked(time, target.faceCount);
    const candidates = result.faceLandmarks.map((landmarks) =>
      faceCandidate(landmarks, picture.displayWidth, picture.displayHeight),
    );
    const face = this.#selection.select(candidates, time);
    target.hasFace = face !== undefined && copyFace(result, face, target);
    target.hasScores =
      face !== undefined && target.hasFace && this.#hasScores && copyScores(result, face, target.scores);
  }

  close(): void {
    this.#landmarker.close();
    this.#detector.close();
  }

  /** Follows one face, or several while there are several: each change costs as much as a few frames. */
  #lookAround(picture: VideoFrame, time: number): void {
    if (this.#company.isLookDue(time)) {
      this.#company.looked(time, this.#detector.detect(picture).detections.length);
    }
    const faces = this.#company.isPresent ? MOST_FACES : 1;
    if (faces !== this.#followedFaces) {
      this.#followedFaces = faces;
      // Takes effect at once: the promise is for options that need something fetched.
      void this.#landmarker.setOptions({ numFaces: faces });
    }
  }
}

/**
 * MediaPipe takes its runtime's factory from a global and clears it after each use, while a module is evaluated only
 * once: loading a second tracker through its own loader would find nothing.
 */
async function provideRuntime(origin: string): Promise<void> {
  const runtime: { readonly default: unknown } = await import(/* @vite-ignore */ origin + RUNTIME_LOADER);
  Object.assign(globalThis, { ModuleFactory: runtime.default });
}

/** Copies one face's landmarks and head matrix. */
function copyFace(result: FaceLandmarkerResult, face: number, target: FaceObservation): boolean {
  const landmarks = result.faceLandmarks[face];
  const matrix = result.facialTransformationMatrixes[face];
  if (landmarks === undefined || landmarks.length < LANDMARK_COUNT || matrix === undefined) {
    return false;
  }
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    const landmark = landmarks[i];
    target.landmarks[i * 3] = landmark?.x ?? 0;
    target.landmarks[i * 3 + 1] = landmark?.y ?? 0;
    target.landmarks[i * 3 + 2] = landmark?.z ?? 0;
  }
  target.headMatrix.set(matrix.data);
  return true;
}

const EXPRESSION_INDICES: ReadonlyMap<string, number> = new Map(
  EXPRESSION_NAMES.map((name, index) => [name, index]),
);

/** Copies one face's scores by name, whatever their order; `_neutral` is none of ours. */
function copyScores(result: FaceLandmarkerResult, face: number, target: Float32Array): boolean {
  const categories = result.faceBlendshapes[face]?.categories;
  if (categories === undefined) {
    return false;
  }
  target.fill(0);
  for (const { categoryName, score } of categories) {
    const index = EXPRESSION_INDICES.get(categoryName);
    if (index !== undefined) {
      target[index] = score;
    }
  }
  return true;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
