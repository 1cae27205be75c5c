import { EXPRESSION_COUNT, EXPRESSION_NAMES } from '../face/expression-names.ts';
import type { FaceFrame } from '../face/face-frame.ts';
import { decodeMessage, encodeMessage } from './message-codec.ts';
import { named, number, readNamed } from './take-codec.ts';
import { OVERVIEW_MESSAGE } from './take-messages.ts';

/** Least and greatest weights of a span of frames, for drawing a timeline without reading them. */
export interface Overview {
  /** Capture times of the first and the last frame, milliseconds. */
  readonly startTime: number;
  readonly endTime: number;
  readonly frames: number;
  /** How many of the frames were in state `tracked`. */
  readonly tracked: number;
  /** `Float32Array [52]`, `EXPRESSION_NAMES` order. */
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
}

/** Collects the overview of the frames it is shown. */
export class OverviewAccumulator {
  #startTime = 0;
  #endTime = 0;
  #frames = 0;
  #tracked = 0;
  readonly #minimum = new Float32Array(EXPRESSION_COUNT);
  readonly #maximum = new Float32Array(EXPRESSION_COUNT);

  /** Takes a frame in; allocates nothing. */
  add(frame: FaceFrame): void {
    if (this.#frames === 0) {
      this.#startTime = frame.time;
      this.#minimum.fill(Number.POSITIVE_INFINITY);
      this.#maximum.fill(Number.NEGATIVE_INFINITY);
    }
    this.#endTime = frame.time;
    this.#frames += 1;
    this.#tracked += frame.tracking === 'tracked' ? 1 : 0;
    for (let i = 0; i < EXPRESSION_COUNT; i++) {
      const weight = frame.expression[i] ?? 0;
      this.#minimum[i] = Math.min(this.#minimum[i] ?? 0, weight);
      this.#maximum[i] = Math.max(this.#maximum[i] ?? 0, weight);
    }
  }

  /** The overview since the last call, or undefined when there was no frame. */
  finish(): Overview | undefined {
    if (this.#frames === 0) {
      return undefined;
    }
    const overview = {
      startTime: this.#startTime,
      endTime: this.#endTime,
      frames: this.#frames,
      tracked: this.#tracked,
      minimum: this.#minimum.slice(),
      maximum: this.#maximum.slice(),
    };
    this.#frames = 0;
    this.#tracked = 0;
    return overview;
  }
}

/** An overview as protobuf bytes (`OVERVIEW_MESSAGE`). */
export function encodeOverview(overview: Overview): Uint8Array {
  return encodeMessage(OVERVIEW_MESSAGE, {
    start_time: overview.startTime,
    end_time: overview.endTime,
    frames: overview.frames,
    tracked: overview.tracked,
    minimum: named(EXPRESSION_NAMES, overview.minimum),
    maximum: named(EXPRESSION_NAMES, overview.maximum),
  });
}

/**
 * Reads an overview.
 * @throws MalformedMessageError when the bytes are none
 */
export function decodeOverview(bytes: Uint8Array): Overview {
  const values = decodeMessage(OVERVIEW_MESSAGE, bytes);
  const minimum = new Float32Array(EXPRESSION_COUNT);
  const maximum = new Float32Array(EXPRESSION_COUNT);
  readNamed(values, 'minimum', EXPRESSION_NAMES, minimum);
  readNamed(values, 'maximum', EXPRESSION_NAMES, maximum);
  return {
    startTime: number(values, 'start_time'),
    endTime: number(values, 'end_time'),
    frames: number(values, 'frames'),
    tracked: number(values, 'tracked'),
    minimum,
    maximum,
  };
}
