import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCaptureInputs } from '../../../src/main/capture/capture-inputs.ts';
import { planCapture } from '../../../src/main/capture/capture-outputs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A folder with empty files of these names. */
async function folderWith(...names: string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  return folder;
}

async function takesOf(given: readonly string[], out: string): Promise<string[]> {
  const plans = await planCapture(await findCaptureInputs(given, 30), out);
  return plans.map(({ take }) => take);
}

describe('the inputs of a capture', () => {
  test('are the videos of a folder, not those of folders in it', async () => {
    const folder = await folderWith('b.webm', 'a.MP4', 'notes.txt', 'inner/c.mp4', '1.png');
    const inputs = await findCaptureInputs([folder], 30);
    expect(inputs.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('are found by patterns that the shell has left alone', async () => {
    const folder = await folderWith('one/clip-1.mp4', 'two/clip-2.mp4', 'two/other.mp4', 'two/.clip-3.mp4');
    const inputs = await findCaptureInputs([join(folder, '*', 'clip-?.mp4')], 30);
    expect(inputs.map(({ name }) => name)).toEqual(['clip-1', 'clip-2']);
  });

  test('keep a name that looks like a pattern but is a file', async () => {
    const folder = await folderWith('what?.mp4', 'whatever.mp4');
    expect(await findCaptureInputs([join(folder, 'what?.mp4')], 30)).toHaveLength(1);
  });

  test('take numbered pictures of a folder as one, in the order of their numbers', async () => {
    const folder = await folderWith('face-10.png', 'face-9.png', 'face-8.png');
    const [input, ...rest] = await findCaptureInputs([join(folder, '*.png')], 25);
    expect(rest).toEqual([]);
    expect(input).toMatchObject({ name: basename(folder), source: { kind: 'pictures', rate: 25 } });
    const files = input?.source.kind === 'pictures' ? input.source.files : [];
    expect(files.map((file) => basename(file))).toEqual(['face-8.png', 'face-9.png', 'face-10.png']);
    expect(await findCaptureInputs([folder], 25)).toEqual([input]);
  });

  test('are demo performers by name, whatever files are called', async () => {
    const inputs = await findCaptureInputs(['demo', 'demo:finn'], 15);
    expect(inputs.map(({ name }) => name)).toEqual(['demo-ada', 'demo-finn']);
    expect(inputs[1]?.source).toEqual({ kind: 'demo', performer: 'finn', rate: 15 });
    await expect(findCaptureInputs(['demo:nobody'], 15)).rejects.toMatchObject({
      code: 'capture/no-input',
      message: expect.stringMatching(/no demo performer "nobody"; choose from Ada, /),
    });
  });

  test.each([
    ['a missing file', [], 'missing.mp4', /no file or folder/],
    ['a pattern without matches', [], '*.mp4', /No file matches/],
    ['a folder without pictures', ['notes.txt'], '.', /neither videos nor numbered pictures/],
    ['a picture without a number', ['face.png'], '.', /no number/],
    ['two sequences in one folder', ['a-1.png', 'b-1.png'], '.', /several pictures with the number 1/],
  ])('refuse %s', async (_, names, given, message) => {
    const folder = await folderWith(...names);
    await expect(findCaptureInputs([join(folder, given)], 30)).rejects.toMatchObject({
      code: 'capture/no-input',
      message: expect.stringMatching(message),
    });
  });
});

describe('the takes of a capture', () => {
  test('are named like their inputs, with the ending where two would be the same', async () => {
    const folder = await folderWith('a.mp4', 'b.mp4', 'b.mov');
    expect(await takesOf([folder], 'takes')).toEqual([
      join('takes', 'a.mcap'),
      join('takes', 'b.mov.mcap'),
      join('takes', 'b.mp4.mcap'),
    ]);
  });

  test('may be one named file for one input only', async () => {
    const folder = await folderWith('a.mp4', 'b.mp4');
    expect(await takesOf([join(folder, 'a.mp4')], 'x.mcap')).toEqual(['x.mcap']);
    await expect(takesOf([folder], 'x.mcap')).rejects.toMatchObject({ code: 'usage/wrong' });
  });

  test('never overwrite each other', async () => {
    const folder = await folderWith('one/a.mp4', 'two/a.mp4');
    const given = [join(folder, 'one/a.mp4'), join(folder, 'two/a.mp4')];
    await expect(takesOf(given, 'takes')).rejects.toMatchObject({ code: 'usage/wrong' });
  });
});
