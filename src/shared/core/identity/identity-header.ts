import type { Rgb } from '../face/skin-look.ts';
import { MalformedFileError } from '../tensor/malformed-file-error.ts';
import type { FaceModelReference, IdentityQuality, SkinPicture } from './identity.ts';
import { SKIN_PICTURE_TYPES } from './identity.ts';

/** What of an identity is text and single numbers, as it stands in the file's JSON. */
export interface IdentityHeader {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly createdTime: number;
  readonly faceModel: FaceModelReference;
  readonly irisColor: Rgb | undefined;
  readonly skin: Pick<SkinPicture, 'type' | 'size'> | undefined;
  /** Name of the face pack of the detail code. */
  readonly detailPack: string | undefined;
  readonly quality: IdentityQuality;
}

/** Longest name of a person, a face model or a pack, UTF-16 units. */
export const LONGEST_NAME = 100;

const LARGEST_SKIN = 8192;
/** The year 10000: every date before it can be written down. */
const LATEST_TIME = 253_402_300_800_000;

type Fields = Readonly<Record<string, unknown>>;

/** @throws MalformedFileError naming the field that is wrong. */
export function parseIdentityHeader(fields: Fields): IdentityHeader {
  const skin = optional(fields, 'skin', requireFields);
  return {
    id: requireId(fields),
    revision: requireNumber(fields, 'revision', 1, Number.MAX_SAFE_INTEGER),
    name: requireName(fields, 'name'),
    createdTime: requireNumber(fields, 'createdTime', 0, LATEST_TIME),
    faceModel: parseFaceModel(requireFields(fields, 'faceModel')),
    irisColor: optional(fields, 'irisColor', requireColor),
    skin: skin && { type: requirePictureType(skin), size: requireNumber(skin, 'size', 1, LARGEST_SKIN) },
    detailPack: optional(fields, 'detailPack', requireName),
    quality: parseQuality(requireFields(fields, 'quality')),
  };
}

function parseFaceModel(fields: Fields): FaceModelReference {
  return { name: requireName(fields, 'name'), version: requireName(fields, 'version') };
}

function parseQuality(fields: Fields): IdentityQuality {
  return {
    shape: requireNumber(fields, 'shape', 0, 1),
    calibration: requireNumber(fields, 'calibration', 0, 1),
    skin: requireNumber(fields, 'skin', 0, 1),
    detail: requireNumber(fields, 'detail', 0, 1),
  };
}

function optional<Value>(
  fields: Fields,
  key: string,
  read: (fields: Fields, key: string) => Value,
): Value | undefined {
  return fields[key] === undefined ? undefined : read(fields, key);
}

function requireFields(fields: Fields, key: string): Fields {
  const value = fields[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(key, 'an object');
  }
  return Object.fromEntries(Object.entries(value));
}

function requireNumber(fields: Fields, key: string, minimum: number, maximum: number): number {
  const value = fields[key];
  if (typeof value !== 'number' || !(value >= minimum && value <= maximum)) {
    throw wrong(key, `a number from ${minimum} to ${maximum}`);
  }
  return value;
}

/** Names are shown and become file names: nothing invisible in them. */
function requireName(fields: Fields, key: string): string {
  const value = fields[key];
  if (
    typeof value !== 'string' ||
    value.trim() === '' ||
    value.length > LONGEST_NAME ||
    /\p{Cc}|\p{Cs}/u.test(value)
  ) {
    throw wrong(key, `a text of 1 to ${LONGEST_NAME} characters`);
  }
  return value;
}

function requireId(fields: Fields): string {
  const { id } = fields;
  if (typeof id !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw wrong('id', 'a UUID in small letters');
  }
  return id;
}

function requireColor(fields: Fields, key: string): Rgb {
  const value: unknown = fields[key];
  const [red, green, blue, ...rest]: unknown[] = Array.isArray(value) ? value : [];
  if (!isLevel(red) || !isLevel(green) || !isLevel(blue) || rest.length > 0) {
    throw wrong(key, 'three numbers from 0 to 255');
  }
  return [red, green, blue];
}

function isLevel(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 255;
}

function requirePictureType({ type }: Fields): SkinPicture['type'] {
  const known = SKIN_PICTURE_TYPES.find((candidate) => candidate === type);
  if (known === undefined) {
    throw wrong('type', `one of ${SKIN_PICTURE_TYPES.join(', ')}`);
  }
  return known;
}

function wrong(key: string, expected: string): MalformedFileError {
  return new MalformedFileError(`identity: "${key}" is not ${expected}`);
}
