import { z } from 'zod';
import { AppError } from '../../../shared/contract/app-error.ts';
import { FACE_NETWORK_INPUTS, type FaceNetworkInput } from '../../../shared/contract/live-face.ts';

/** A face pack is a folder with this file: `models/open` of the project, or one under `<data>/packs`. */
export const MANIFEST_FILE = 'manifest.json';

/** Name of the face pack that comes with Furrow. */
export const EMBEDDED_PACK = 'open';

/** Where a pack's maker puts its face model. */
export const FACE_MODEL_FILE = 'face-model.safetensors';

/** Raised when older versions could no longer make sense of a pack. */
export const MANIFEST_VERSION = 1;

/** No manifest of ours comes near this. */
export const MOST_MANIFEST_BYTES = 1 << 20;

/** Names become folders under the data folder: nothing that could lead out of it, or be hidden. */
export const packNameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

/** A file as records of files name it. */
export const fileSchema = z.strictObject({
  /** A plain name inside the record's folder. */
  file: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * The networks a pack may have. What they take from a picture is an aligned face crop (Float32 [1 × 3 × 224 × 224],
 * RGB, 0..1) or a relief in the face model's UV square (Float32 [1 × 2 × 256 × 256], shading −1..1 and weight 0..1).
 */
const encoderSchema = fileSchema.extend({ input: z.enum(FACE_NETWORK_INPUTS) });

const selfTestSchema = z.strictObject({
  /** Samples of every output of each graph on the self-test's inputs, at scattered places. */
  outputs: z.record(z.string(), z.record(z.string(), z.array(z.number()).max(64))),
});

const manifestSchema = z.strictObject({
  formatVersion: z.literal(MANIFEST_VERSION),
  name: packNameSchema,
  title: z.string().min(1).max(200),
  version: z.string().min(1).max(100),
  /** One line that everything made with the pack carries. */
  licence: z
    .string()
    .regex(/^[^\r\n]+$/)
    .max(500),
  faceModel: fileSchema,
  /** Wrinkles of the average person, of a pack whose detail codes are wrinkle bases. */
  wrinkleBasis: fileSchema.optional(),
  graphs: z.strictObject({
    /** Picture to shape, texture, expression, pose, camera and light. */
    coarseEncoder: encoderSchema.optional(),
    /** Crop to the identity's detail code; or relief to the displacement and confidence that it is estimated from. */
    detailEncoder: encoderSchema.optional(),
    /** Detail code, expression and jaw to a displacement in the UV square. */
    detailDecoder: fileSchema.optional(),
  }),
  /** What the expression coefficients mean: the 52 ARKit expressions 0..1, or FLAME's first 50 components. */
  expressionBasis: z.enum(['arkit-52', 'flame-50']),
  units: z.strictObject({
    length: z.literal('metres'),
    rotation: z.literal('axis-angle radians'),
  }),
  /** The files a pack was imported from, by which its maker can tell them apart. */
  sources: z.array(
    z.strictObject({ file: z.string().max(255), bytes: z.int(), sha256: fileSchema.shape.sha256 }),
  ),
  selfTest: selfTestSchema,
});

/** What a face pack's folder holds, as its `manifest.json` says. */
export type FacePackManifest = Readonly<z.infer<typeof manifestSchema>>;

/** A file of a pack: its name in the pack's folder and the only bytes that are accepted. */
export type PackedFile = Readonly<z.infer<typeof fileSchema>>;

/** The networks a pack may have, in the order they run. */
export const PACK_GRAPHS = ['coarseEncoder', 'detailEncoder', 'detailDecoder'] as const;

/** What the networks of a pack take from a picture first; undefined for a pack that reads none. */
export function networkInputOf({ graphs }: FacePackManifest): FaceNetworkInput | undefined {
  const { coarseEncoder, detailEncoder } = graphs;
  const first = coarseEncoder ?? (detailEncoder?.input === 'uv-relief' ? detailEncoder : undefined);
  return first?.input;
}

/** One of `PACK_GRAPHS`. */
export type PackGraph = (typeof PACK_GRAPHS)[number];

/** The units every pack of this version has. */
export const PACK_UNITS = { length: 'metres', rotation: 'axis-angle radians' } as const;

/**
 * Reads a manifest.
 * @param path shown to the person.
 * @throws AppError `model/malformed` naming the first thing that is wrong.
 */
export function parseManifest(text: string, path: string): FacePackManifest {
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') || 'its top';
    throw new AppError(
      'model/malformed',
      `The face pack's ${path} is damaged or of another version of Furrow, at ${place}: ${issue?.message}. ` +
        'Import or download the pack again.',
      { details: { path }, cause: parsed.error },
    );
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
