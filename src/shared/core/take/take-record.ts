import type { SteppedMaps } from '../detail/basis/stepped-maps.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import type { FaceObservation } from '../face/face-observation.ts';
import type { PipelineSettings } from '../tracking/pipeline-settings.ts';
import type { Overview } from './overview.ts';

/** What the frame pipeline was told before an observation. */
export interface PipelineChange {
  /** The settings from the next observation on. */
  readonly pipeline: PipelineSettings;
  /** Whether the pipeline started over, so that nothing before matters: always so where a take begins. */
  readonly reset: boolean;
  /** What the pipeline then kept of what it had learned of a face pack (`FramePipeline.learned`), if anything. */
  readonly learned?: readonly number[] | undefined;
}

/**
 * `mark` was set by the user; `gap`: no frames came for a while after `time`; `clock`: the machine slept or its clock
 * was set, `label` says by how much the two clocks moved apart.
 */
export const MARKER_KINDS = ['mark', 'gap', 'clock'] as const;

/** Something that happened at a moment of a take. */
export interface Marker {
  readonly kind: (typeof MARKER_KINDS)[number];
  /** Milliseconds of the take's monotonic clock. */
  readonly time: number;
  readonly label: string;
}

/** What a take holds, in the order it was recorded. */
export type TakeRecord =
  | { readonly kind: 'observation'; readonly observation: FaceObservation }
  | { readonly kind: 'frame'; readonly frame: FaceFrame }
  | { readonly kind: 'overview'; readonly overview: Overview }
  | { readonly kind: 'settings'; readonly change: PipelineChange }
  | { readonly kind: 'marker'; readonly marker: Marker }
  | { readonly kind: 'wrinkles'; readonly maps: SteppedMaps };

/** What is known of a take as a whole, written before anything else. */
export interface TakeHeader {
  readonly version: number;
  /** Version of the Furrow that made it. */
  readonly appVersion: string;
  /** When it began: milliseconds since 1970 UTC, and the same moment on the take's monotonic clock. */
  readonly wallTime: number;
  readonly monotonicTime: number;
  /** Name of the identity that was worn, if any. */
  readonly identity: string | undefined;
  /** Name of the face pack that ran, if any. */
  readonly pack: string | undefined;
}
