import { z } from 'zod';
import { RELIEF_SIZE, type ReliefObservation } from '../core/detail/relief/relief-observation.ts';
import { EXPRESSION_COUNT } from '../core/face/expression-names.ts';
import { FACE_CROP_SIZE } from '../core/tracking/face-crop.ts';
import type { Problem } from './backend.ts';

/** Bytes of a face crop on its way to the services: red, green and blue of 224 × 224 pixels. */
export const FACE_CROP_BYTES = 3 * FACE_CROP_SIZE * FACE_CROP_SIZE;

/** A face cut from a frame, for the networks of the chosen face pack. */
export interface FaceCropPicture {
  /** Of the frame it was cut from, counted by the capturer. */
  readonly frameIndex: number;
  /** Uint8Array [224 × 224 × 3], red, green and blue, row by row from the top. */
  readonly pixels: Uint8Array;
  /** That frame's calibrated expression, Float32Array [52], 0..1. */
  readonly expression: Float32Array;
}

const expressionSchema = z
  .instanceof(Float32Array)
  .refine((values) => values.length === EXPRESSION_COUNT && values.every(Number.isFinite));

/** A face crop as the capturer sends it. */
export const faceCropSchema = z.object({
  frameIndex: z.int().min(0),
  expression: expressionSchema,
  pixels: z.instanceof(Uint8Array).refine(({ length }) => length === FACE_CROP_BYTES),
});

/** What a face pack's networks take from a picture: an aligned face crop, or the relief of the skin laid on the UV square. */
export const FACE_NETWORK_INPUTS = ['aligned-crop', 'uv-relief'] as const;

/** One of `FACE_NETWORK_INPUTS`. */
export type FaceNetworkInput = (typeof FACE_NETWORK_INPUTS)[number];

/** What a frame showed of the skin's relief, for the networks of the chosen face pack. */
export interface FaceRelief extends ReliefObservation {
  /** Of the frame it was seen in, counted by the capturer. */
  readonly frameIndex: number;
  /** That frame's calibrated expression, Float32Array [52], 0..1. */
  readonly expression: Float32Array;
}

/** What a relief network made of a relief observation. */
export interface MeasuredRelief {
  /** Int16Array [256 × 256] as of packDisplacement, first row at v = 1. */
  readonly displacement: Int16Array;
  /** How far each texel of it is to be trusted, 0 not at all, 255 in full, Uint8Array [256 × 256]. */
  readonly confidence: Uint8Array;
}

const RELIEF_TEXELS = RELIEF_SIZE * RELIEF_SIZE;

/** A relief observation as clients send it. */
export const reliefObservationSchema = z.object({
  shading: z.instanceof(Int8Array).refine(({ length }) => length === RELIEF_TEXELS),
  weight: z.instanceof(Uint8Array).refine(({ length }) => length === RELIEF_TEXELS),
});

/** A frame's relief as the capturer sends it. */
export const faceReliefSchema = reliefObservationSchema.extend({
  frameIndex: z.int().min(0),
  expression: expressionSchema,
});

/**
 * What the networks of the chosen face pack are doing, or of the open pack when none is chosen. In all states but `off`
 * what `input` says is wanted of the face: networks that read relief are opened with the first that comes, and what has
 * failed is tried again with the next.
 */
export type LiveFaceState =
  /** The pack has no such networks. */
  | { readonly status: 'off' }
  | { readonly status: 'starting'; readonly pack: string; readonly input: FaceNetworkInput }
  /** Estimates the person's shape and detail code, which are fixed from then on. */
  | {
      readonly status: 'enrolling';
      readonly pack: string;
      readonly input: FaceNetworkInput;
      readonly done: number;
      readonly wanted: number;
    }
  | {
      readonly status: 'running';
      readonly pack: string;
      readonly input: FaceNetworkInput;
      /** Execution provider, e.g. `cpu`. */
      readonly provider: string;
      /** Why a faster provider that ran before does not any more. */
      readonly fallback: Problem | undefined;
      /** Whether all networks of a frame run in 8 bits. */
      readonly isEightBit: boolean;
      /** Whether a wrinkle basis stands for the pack's decoder, for which the machine is too slow. */
      readonly usesBasis: boolean;
    }
  /** Does not work at the moment; tried again by itself after so many milliseconds. */
  | {
      readonly status: 'failing';
      readonly pack: string;
      readonly input: FaceNetworkInput;
      readonly problem: Problem;
      readonly retryAfter: number;
    };

/** The head that the chosen pack moves. */
export interface LivePerson {
  /** Name of the pack; undefined when none runs. Its face model is at FACE_MODEL_PATH. */
  readonly pack: string | undefined;
  /** The person's coefficients of its identity basis, Float32Array; undefined until they are known. */
  readonly shape: Float32Array | undefined;
}

/** Where pages find the face model of the chosen pack. */
export const FACE_MODEL_PATH = '/face-pack/face-model.safetensors';

/** The relief that shows on a face with an expression. */
export interface FaceDisplacement {
  readonly frameIndex: number;
  /** The pack's expression coefficients and jaw that it was made with, Float32Array [50 + 3]. */
  readonly expression: Float32Array;
  /** Int16Array [size × size] as of packDisplacement, first row at v = 1. */
  readonly values: Int16Array;
}

/** An installed face pack in the list. */
export interface FacePackEntry {
  readonly name: string;
  readonly title: string;
  /** One line that everything made with it carries. */
  readonly licence: string;
  /** Whether it has networks that run beside the tracker. */
  readonly hasNetworks: boolean;
}
