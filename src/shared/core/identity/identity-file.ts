/**
 * An identity as a file, `.furrow`: safetensors whose metadata key `identity` holds a version and the fields of
 * IdentityHeader as JSON. docs/identities.md has the table of its arrays.
 */
import { EXPRESSION_COUNT } from '../face/expression-names.ts';
import { LANDMARK_COUNT } from '../face/face-observation.ts';
import { IMAGE_EVIDENCE_NAMES } from '../face/image-evidence.ts';
import { MalformedFileError } from '../tensor/malformed-file-error.ts';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.ts';
import { ANY_EXTENT } from '../tensor/take-tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Neutral } from '../tracking/pipeline-settings.ts';
import type { Identity, SkinPicture } from './identity.ts';
import { type IdentityHeader, parseIdentityHeader } from './identity-header.ts';
import { IdentityTensors, type NamedTensor } from './identity-tensors.ts';
import { IDENTITY_VERSION, migrateIdentity, NewerIdentityError } from './identity-version.ts';
import { detailTensors, readDetail, readRelief, reliefTensors } from './stored-relief.ts';

/** Ending of an identity's file name. */
export const IDENTITY_ENDING = '.furrow';

/** Largest file accepted, bytes: a skin of 4096² as PNG, and room. Readers of files look at the size first. */
export const LARGEST_IDENTITY_BYTES = 64 << 20;

const METADATA_KEY = 'identity';

/** Beyond these a value is no person's: coefficients, metres, centimetres, radians. */
const LARGEST_COEFFICIENT = 20;
const LARGEST_RESIDUAL = 0.05;
const FARTHEST_LANDMARK = 100;
const FARTHEST_HEAD = 1000;
const LARGEST_EVIDENCE = 1e4;
const MOST_COEFFICIENTS = 1024;
const MOST_EVIDENCE = IMAGE_EVIDENCE_NAMES.length;

/**
 * Reads and validates an identity. Its arrays are views of `bytes` where aligned (safetensors.ts).
 * @throws NewerIdentityError for a file of a later version, MalformedFileError for anything else that is no identity.
 */
export function readIdentity(bytes: Uint8Array): Identity {
  if (bytes.byteLength > LARGEST_IDENTITY_BYTES) {
    throw new MalformedFileError(
      `identity: ${bytes.byteLength} bytes, at most ${LARGEST_IDENTITY_BYTES} expected`,
    );
  }
  const { tensors, metadata } = readSafetensors(bytes);
  const fields = parseJson(metadata[METADATA_KEY]);
  const document = migrateIdentity({ header: fields, tensors }, versionOf(fields));
  const { skin, detailPack, ...header } = parseIdentityHeader(document.header);
  const take = new IdentityTensors(document);
  return {
    ...header,
    shape: take.floats('shape', [ANY_EXTENT], LARGEST_COEFFICIENT, MOST_COEFFICIENTS),
    landmarkResidual: take.floats('landmarkResidual', [LANDMARK_COUNT, 3], LARGEST_RESIDUAL),
    skin: skin && { ...skin, bytes: take.picture() },
    calibration: {
      neutral: readNeutral(take),
      range: {
        minimum: take.weights('range/minimum', EXPRESSION_COUNT),
        maximum: take.weights('range/maximum', EXPRESSION_COUNT),
      },
    },
    detail: detailPack === undefined ? undefined : readDetail(take, detailPack),
    relief: readRelief(take),
  };
}

/** Writes an identity. @throws MalformedFileError when it is not valid, so that no unreadable file is made. */
export function writeIdentity(identity: Identity): Uint8Array<ArrayBuffer> {
  const { skin, detail, relief, calibration, shape, landmarkResidual, ...rest } = identity;
  const header: IdentityHeader = {
    ...rest,
    skin: skin && { type: skin.type, size: skin.size },
    detailPack: detail?.pack,
  };
  const { minimum, maximum } = calibration.range;
  const tensors = new Map<string, Tensor>([
    ['shape', { type: 'F32', shape: [shape.length], data: shape }],
    ['landmarkResidual', { type: 'F32', shape: [LANDMARK_COUNT, 3], data: landmarkResidual }],
    ['range/minimum', { type: 'F32', shape: [EXPRESSION_COUNT], data: minimum }],
    ['range/maximum', { type: 'F32', shape: [EXPRESSION_COUNT], data: maximum }],
    ...neutralTensors(calibration.neutral),
    ...skinTensors(skin),
    ...(detail === undefined ? [] : detailTensors(detail)),
    ...(relief === undefined ? [] : reliefTensors(relief)),
  ]);
  const json = JSON.stringify({ version: IDENTITY_VERSION, ...header });
  const bytes = writeSafetensors(tensors, { [METADATA_KEY]: json });
  readIdentity(bytes);
  return bytes;
}

function parseJson(json: string | undefined): Readonly<Record<string, unknown>> {
  if (json === undefined) {
    throw new MalformedFileError(
      `identity: the file has no "${METADATA_KEY}" metadata, it is something else`,
    );
  }
  try {
    return Object(JSON.parse(json));
  } catch (cause) {
    throw new MalformedFileError('identity: the metadata is not JSON', { cause });
  }
}

function versionOf({ version }: Readonly<Record<string, unknown>>): number {
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    throw new MalformedFileError(`identity: ${JSON.stringify(version)} is no version of an identity`);
  }
  if (version > IDENTITY_VERSION) {
    throw new NewerIdentityError(version);
  }
  return version;
}

function readNeutral(take: IdentityTensors): Neutral | undefined {
  if (!take.has('neutral/expression')) {
    return undefined;
  }
  return {
    expression: take.numbers('neutral/expression', EXPRESSION_COUNT, 1),
    headRotation: take.quaternion('neutral/headRotation'),
    headTranslation: take.numbers('neutral/headTranslation', 3, FARTHEST_HEAD),
    gazeLeft: take.numbers('neutral/gazeLeft', 2, Math.PI),
    gazeRight: take.numbers('neutral/gazeRight', 2, Math.PI),
    landmarks: take.has('neutral/landmarks')
      ? take.numbers('neutral/landmarks', LANDMARK_COUNT * 3, FARTHEST_LANDMARK)
      : undefined,
    scores: take.has('neutral/scores') ? take.numbers('neutral/scores', EXPRESSION_COUNT, 1) : undefined,
    evidence: take.has('neutral/evidence')
      ? take.numbers('neutral/evidence', ANY_EXTENT, LARGEST_EVIDENCE, MOST_EVIDENCE)
      : undefined,
  };
}

function neutralTensors(neutral: Neutral | undefined): readonly NamedTensor[] {
  return Object.entries(neutral ?? {}).flatMap(([name, values]) =>
    values === undefined
      ? []
      : [[`neutral/${name}`, { type: 'F64', shape: [values.length], data: Float64Array.from(values) }]],
  );
}

function skinTensors(skin: SkinPicture | undefined): readonly NamedTensor[] {
  return skin === undefined ? [] : [['skin', { type: 'U8', shape: [skin.bytes.length], data: skin.bytes }]];
}
