import { z } from 'zod';
import type { ReliefObservation } from '../core/detail/relief/relief-observation.ts';
import type { InferenceResult } from '../core/face/face-observation.ts';
import type { Identity } from '../core/identity/identity.ts';
import type { IdentityShape } from '../core/identity/identity-shape.ts';
import { CROP_TILE_SIZE, FACE_CROP_SIZE, type FaceCropSamples } from '../core/tracking/face-crop.ts';
import type { PipelineSettings } from '../core/tracking/pipeline-settings.ts';
import { AppError, ERROR_CODES } from './app-error.ts';
import type { Problem, PublishedFrame, TrackerBundle } from './backend.ts';
import {
  type FaceRelief,
  faceReliefSchema,
  type MeasuredRelief,
  reliefObservationSchema,
} from './live-face.ts';
import { parsePublishedFrame } from './published-frame.ts';
import type { ContractParsers } from './rpc.ts';

/** Paths are addresses on the page's own origin. */
export type CaptureInput =
  | { readonly kind: 'video'; readonly path: string }
  /** Pictures in their order, `rate` of them a second. */
  | { readonly kind: 'pictures'; readonly paths: readonly string[]; readonly rate: number }
  /** One performance of the demo performer of that name, `rate` pictures a second. */
  | { readonly kind: 'demo'; readonly performer: string; readonly rate: number };

/** One input to be tracked from its first frame to its last. */
export interface CaptureJob {
  readonly input: CaptureInput;
  readonly bundle: TrackerBundle;
  readonly pipeline: PipelineSettings;
  /** Whether each frame comes with the face cut from its picture. */
  readonly cutsFaces?: boolean;
  /** Whether every other frame's relief is read (`face/read-relief`), for its wrinkle weights. */
  readonly readsRelief?: boolean;
  /** Whose head the pictures show, where that is known: relief is told the better for it. */
  readonly person?: IdentityShape | undefined;
  /** Whether the input is that of the job before, which enrolled somebody and had the same bundle. */
  readonly isRepeated?: boolean;
  /** Whom to enrol from the frames; the identity comes with the job's end. */
  readonly enrol?: EnrolOrder | undefined;
}

/** Somebody to be enrolled. */
export interface EnrolOrder extends Pick<Identity, 'id' | 'revision' | 'name' | 'createdTime'> {
  /** Whether the skin is wanted as well, for which the pictures are gone through once more. */
  readonly withSkin: boolean;
  /** The same for the wrinkles, which are measured by `relief/measure`. */
  readonly withWrinkles: boolean;
}

/** A frame of the present job. Its time is the frame's own in the video, milliseconds, its index counts from 0. */
export interface CapturedFrame extends PublishedFrame {
  /** What the face tracker took for it; 0 where it had been tracked before. */
  readonly trackMilliseconds: number;
  /** The face cut from the picture, where the job asks for it and there is one. */
  readonly face?: FaceCropSamples | undefined;
}

/** How a job ended: with what went wrong, or well. */
export interface CaptureEnd {
  readonly problem: Problem | undefined;
  /** What the input announced and did not hold, because it is damaged or cut off. */
  readonly missingSeconds: number;
  /** Who was enrolled, a `.furrow` file, where the job asked for it. */
  readonly identity?: Uint8Array | undefined;
  /** Why they were enrolled without the wrinkles that were wanted. */
  readonly wrinkleProblem?: Problem | undefined;
}

type Request<Params, Result> = { params: Params; result: Result; progress: never };

/**
 * What a headless page asks of the process that opened it. Frames are requests, not signals: the page goes on only
 * when one has been taken, so that none is ever dropped.
 */
export type HeadlessCaptureContract = {
  requests: {
    /** The next job; undefined when there is none left. */
    'capture/next': Request<undefined, CaptureJob | undefined>;
    /** A job has begun on an input of about this many seconds. */
    'capture/begin': Request<{ readonly seconds: number }, undefined>;
    'capture/frame': Request<CapturedFrame, undefined>;
    /** The page is still at work on something that yields no frames; `share` of it is done, 0..1. */
    'capture/work': Request<{ readonly share: number }, undefined>;
    'capture/end': Request<CaptureEnd, undefined>;
    /** As of the services (backend.ts); asked where the job says that relief is read. */
    'face/read-relief': Request<FaceRelief, InferenceResult | undefined>;
    'relief/measure': Request<ReliefObservation, MeasuredRelief>;
  };
  signals: Record<never, never>;
  events: Record<never, never>;
};

const beginSchema = z.object({ seconds: z.number().min(0) });
const problemSchema = z.union([
  z.object({ code: z.enum(ERROR_CODES), message: z.string().max(2000) }),
  z.undefined(),
]);
const endSchema = z.object({
  problem: problemSchema,
  missingSeconds: z.number().min(0),
  identity: z.instanceof(Uint8Array<ArrayBufferLike>).optional(),
  wrinkleProblem: problemSchema.optional(),
});
const workSchema = z.object({ share: z.number().min(0).max(1) });

/** What the opening process accepts of its page: videos are hostile, and so may be whatever decodes them. */
export const headlessCaptureParsers: ContractParsers<HeadlessCaptureContract> = {
  requests: {
    'capture/next': (value) => z.undefined().parse(value),
    'capture/begin': (value) => beginSchema.parse(value),
    'capture/frame': parseCapturedFrame,
    'capture/work': (value) => workSchema.parse(value),
    'capture/end': (value) => endSchema.parse(value),
    'face/read-relief': (value) => faceReliefSchema.parse(value),
    'relief/measure': (value) => reliefObservationSchema.parse(value),
  },
  signals: {},
};

/** Planes of red, green and blue of a square picture. */
function planesSchema(size: number) {
  return z
    .instanceof(Float32Array<ArrayBufferLike>)
    .refine((values) => values.length === 3 * size * size && values.every(Number.isFinite));
}

const faceSchema = z.object({
  crop: z.object({ centreX: z.number(), centreY: z.number(), side: z.number().positive() }),
  input: planesSchema(FACE_CROP_SIZE),
  tile: planesSchema(CROP_TILE_SIZE),
});

/** @throws AppError `backend/bad-message` */
function parseCapturedFrame(value: unknown): CapturedFrame {
  const published = parsePublishedFrame(value);
  if (!('trackMilliseconds' in published) || typeof published.trackMilliseconds !== 'number') {
    throw new AppError('backend/bad-message', 'A captured frame comes with the time its tracking took.');
  }
  const face = 'face' in published ? faceSchema.optional().parse(published.face) : undefined;
  return { ...published, trackMilliseconds: published.trackMilliseconds, face };
}
