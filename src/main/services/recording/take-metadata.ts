import { crc32 } from 'node:zlib';
import { MalformedMessageError } from '../../../shared/core/take/message-codec.ts';
import type { TakeHeader } from '../../../shared/core/take/take-record.ts';
import { NewerTakeError, TAKE_VERSION } from '../../../shared/core/take/take-version.ts';

/** Name of the MCAP metadata record that makes a file a take. It stands at the start and again at the end. */
export const TAKE_METADATA = 'furrow.take';

/** The header as MCAP metadata; `checksum` is the CRC-32 of the other lines, since MCAP has none for metadata. */
export function encodeHeader(header: TakeHeader): Map<string, string> {
  const entries: [string, string][] = [
    ['version', String(header.version)],
    ['app_version', header.appVersion],
    ['wall_time', String(header.wallTime)],
    ['monotonic_time', String(header.monotonicTime)],
  ];
  if (header.identity !== undefined) {
    entries.push(['identity', header.identity]);
  }
  if (header.pack !== undefined) {
    entries.push(['pack', header.pack]);
  }
  return new Map([...entries, ['checksum', checksum(entries)]]);
}

/**
 * Reads the header.
 * @throws NewerTakeError for a take of a later version, MalformedMessageError when it is damaged or none
 */
export function decodeHeader(metadata: ReadonlyMap<string, string>): TakeHeader {
  const entries = [...metadata].filter(([key]) => key !== 'checksum');
  if (metadata.get('checksum') !== checksum(entries)) {
    throw new MalformedMessageError("the take's header is damaged");
  }
  const version = number(metadata, 'version');
  if (!Number.isInteger(version) || version < 1) {
    throw new MalformedMessageError(`${version} is no version of a take`);
  }
  if (version > TAKE_VERSION) {
    throw new NewerTakeError(version);
  }
  return {
    version,
    appVersion: metadata.get('app_version') ?? '',
    wallTime: number(metadata, 'wall_time'),
    monotonicTime: number(metadata, 'monotonic_time'),
    identity: metadata.get('identity'),
    pack: metadata.get('pack'),
  };
}

function number(metadata: ReadonlyMap<string, string>, key: string): number {
  const value = Number(metadata.get(key) ?? Number.NaN);
  if (!Number.isFinite(value)) {
    throw new MalformedMessageError(`the take's header has no ${key}`);
  }
  return value;
}

function checksum(entries: readonly (readonly [string, string])[]): string {
  return crc32(entries.map(([key, value]) => `${key}=${value}\n`).join('')).toString(16);
}
