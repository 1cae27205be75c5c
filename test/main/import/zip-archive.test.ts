import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/main/import/byte-source.ts';
import { ZipArchive } from '../../../src/main/import/zip-archive.ts';

const encoder = new TextEncoder();

function open(bytes: Uint8Array): ZipArchive {
  return new ZipArchive(new MemorySource(bytes, 'a.zip'));
}

function contentOf(archive: ZipArchive, name: string): string {
  const entry = archive.open(name);
  return Buffer.from(entry.readSync(0, entry.length)).toString();
}

/** A copy whose first occurrence of a signature is found by `edit`. */
function edited(bytes: Uint8Array, signature: string, edit: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  edit(new DataView(copy.buffer, Buffer.from(copy.buffer).indexOf(signature, 0, 'latin1')));
  return copy;
}

const LOCAL = 'PK\x03\x04';
const DIRECTORY = 'PK\x01\x02';
const END = 'PK\x05\x06';

const stored = zipSync({ 'a/one': encoder.encode('first'), 'a/two': encoder.encode('second') }, { level: 0 });
const deflated = zipSync({ zeros: new Uint8Array(1_000_000) }, { level: 9 });

describe('ZipArchive', () => {
  it('reads stored entries whole and by range', () => {
    const archive = open(stored);

    expect(archive.names).toEqual(['a/one', 'a/two']);
    expect(contentOf(archive, 'a/two')).toBe('second');
    expect(Buffer.from(archive.open('a/two').readSync(3, 2)).toString()).toBe('on');
  });

  it('unfolds deflated entries', () => {
    expect(open(deflated).open('zeros').length).toBe(1_000_000);
  });

  it('reads zip64 archives', () => {
    const archive = open(readFileSync(new URL('../../fixtures/archives/zip64.zip', import.meta.url)));

    expect(contentOf(archive, 'one')).toBe('content of one');
    expect(contentOf(archive, 'two')).toBe('content of two');
  });

  it('says which entry is missing', () => {
    expect(() => open(stored).open('b')).toThrow(/should contain b/);
  });

  it('notices a damaged content by its checksum', () => {
    const copy = edited(stored, 'first', (view) => view.setUint8(0, 0x46));

    expect(() => contentOf(open(copy), 'a/one')).toThrow(/a\/one is damaged/);
    expect(contentOf(open(copy), 'a/two')).toBe('second');
  });

  it('never unfolds more than the directory states', () => {
    const copy = edited(deflated, DIRECTORY, (view) => view.setUint32(24, 1000, true));

    expect(() => open(copy).open('zeros')).toThrow(/does not unfold to the 1000 bytes/);
  });

  it.each([
    [
      'a bomb',
      deflated,
      DIRECTORY,
      (view: DataView) => view.setUint32(24, 0xfff_ffff, true),
      'import/too-large',
    ],
    ['a password', deflated, DIRECTORY, (view: DataView) => view.setUint16(8, 1, true), 'import/unsupported'],
    [
      'another compression',
      deflated,
      DIRECTORY,
      (view: DataView) => view.setUint16(10, 14, true),
      'import/unsupported',
    ],
    ['a header elsewhere', deflated, LOCAL, (view: DataView) => view.setUint8(30, 0x41), 'import/malformed'],
  ])('refuses %s when the entry is opened', (_title, archive, signature, edit, code) => {
    const copy = edited(archive, signature, edit);

    expect(() => open(copy).open('zeros')).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['a directory that is not there', END, (view: DataView) => view.setUint32(16, 3, true)],
    ['a directory beyond the end', END, (view: DataView) => view.setUint32(12, 0x7fff_ffff, true)],
    ['more entries than listed', END, (view: DataView) => view.setUint16(10, 9, true)],
    ['a name that climbs folders', DIRECTORY, (view: DataView) => view.setUint32(46, 0x2f2e2e2f, true)],
    ['two sizes for a stored entry', DIRECTORY, (view: DataView) => view.setUint32(24, 9, true)],
    ['entries that overlap', DIRECTORY, (view: DataView) => setBothSizes(view, 60)],
  ])('refuses %s', (_title, signature, edit) => {
    expect(() => open(edited(stored, signature, edit))).toThrow(/^a\.zip: /);
  });
});

function setBothSizes(view: DataView, size: number): void {
  view.setUint32(20, size, true);
  view.setUint32(24, size, true);
}
