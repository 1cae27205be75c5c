import { z } from 'zod';
import { LEARNED_LENGTH } from '../core/tracking/fusion/result-fusion.ts';
import { pipelineSettingsSchema } from './settings.ts';

/** What the recorder is doing. Takes are named by their file name without its ending. */
export type RecordingState =
  | { readonly status: 'idle'; readonly lastTake: string | undefined }
  | {
      readonly status: 'recording';
      readonly take: string;
      /** Milliseconds since it began. */
      readonly elapsed: number;
      readonly frames: number;
      readonly bytes: number;
      /** False while no frames come; the take goes on and a marker says so. */
      readonly isReceiving: boolean;
    }
  /** `take` holds what was recorded until then; undefined when there was nothing yet. */
  | { readonly status: 'failed'; readonly take: string | undefined; readonly message: string };

/** What the player is doing. Times in milliseconds from the take's start. */
export type PlaybackState =
  | { readonly status: 'stopped'; readonly message: string | undefined }
  | {
      readonly status: 'playing' | 'paused';
      readonly take: string;
      readonly position: number;
      readonly duration: number;
      readonly speed: number;
      readonly loop: boolean;
    };

/** A take in the list. */
export interface TakeEntry {
  readonly name: string;
  readonly bytes: number;
  /** When the file was last written, milliseconds since 1970. */
  readonly modified: number;
  readonly status: 'finished' | 'unfinished' | 'unreadable';
  /** Milliseconds and frames; undefined for a take whose end is missing, which tells them only when it is opened. */
  readonly duration: number | undefined;
  readonly frames: number | undefined;
}

/** Which take to play, and how. */
export interface PlayRequest {
  readonly name: string;
  readonly loop: boolean;
  /** 1: as recorded. */
  readonly speed: number;
  /** Where to begin, milliseconds from the take's start. */
  readonly position: number;
}

/** Of a published frame and of a take's settings channel; see `PipelineChange` in core. */
export const pipelineChangeSchema = z.object({
  pipeline: pipelineSettingsSchema,
  reset: z.boolean(),
  /** Earlier takes end before the wrinkle weights. */
  learned: z.array(z.number()).max(LEARNED_LENGTH).readonly().optional(),
});

/** Longest label of a marker, characters. */
export const LONGEST_LABEL = 200;

/** A file name on every platform, and never a path. */
const FORBIDDEN = /[\p{Cc}<>:"/\\|?*]/u;

const takeName = z
  .string()
  .min(1)
  .max(120)
  .refine((name) => !FORBIDDEN.test(name) && !name.startsWith('.') && !/[. ]$/.test(name));

/** What clients send about takes. */
export const takeSchema = z.object({ name: takeName });
export const takeRenameSchema = z.object({ name: takeName, newName: takeName });
export const recordingMarkSchema = z.object({ label: z.string().max(LONGEST_LABEL) });
/** A `PlayRequest`. */
export const playSchema = z.object({
  name: takeName,
  loop: z.boolean(),
  speed: z.number().min(0.1).max(10),
  position: z.number().min(0),
}) satisfies z.ZodType<PlayRequest>;

/** What a running playback may be told; what is left out stays. */
export interface PlaybackChange {
  readonly paused?: boolean | undefined;
  readonly loop?: boolean | undefined;
  readonly speed?: number | undefined;
  /** Jumps there, milliseconds from the take's start. */
  readonly position?: number | undefined;
}

/** A `PlaybackChange`. */
export const playbackChangeSchema = z.object({
  paused: z.boolean().optional(),
  loop: z.boolean().optional(),
  speed: playSchema.shape.speed.optional(),
  position: playSchema.shape.position.optional(),
}) satisfies z.ZodType<PlaybackChange>;
