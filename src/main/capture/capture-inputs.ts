import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { AppError } from '../../shared/contract/app-error.ts';
import {
  findPerformerLook,
  PERFORMER_NAMES,
  parseDemoName,
} from '../../shared/core/performance/performer-look.ts';
import type { CaptureSource } from './headless-page.ts';
import { expandPathPattern, isPathPattern } from './path-pattern.ts';

const VIDEO_ENDINGS = new Set(['.mp4', '.m4v', '.mov', '.webm', '.mkv', '.ts', '.mts', '.m2ts']);
const PICTURE_ENDINGS = new Set(['.png', '.jpg', '.jpeg', '.webp']);

/** One take's worth of pictures. */
export interface CaptureInput {
  /** As the user calls it. */
  readonly label: string;
  /** Name of its take, without `.mcap`. */
  readonly name: string;
  readonly source: CaptureSource;
}

/**
 * What the arguments of `capture` stand for: videos, patterns (`*`, `?`), folders of videos, and folders or patterns of
 * numbered pictures. Pictures of one folder are one input, in the order of their numbers, `rate` of them a second.
 * `demo` and `demo:NAME` are the demo performers, whatever files are called so.
 * @throws AppError `capture/no-input`
 */
export async function findCaptureInputs(given: readonly string[], rate: number): Promise<CaptureInput[]> {
  const inputs: CaptureInput[] = [];
  /** Pictures that were named one by one, by their folders. */
  const loosePictures = new Map<string, string[]>();
  for (const path of await expandAll(given)) {
    const performer = parseDemoName(path);
    if (performer !== undefined) {
      inputs.push(demoInput(path, performer, rate));
      continue;
    }
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) {
      throw noInput(`There is no file or folder ${path}.`);
    }
    if (found.isDirectory()) {
      inputs.push(...(await inputsInFolder(path, rate)));
    } else if (isPicture(path)) {
      const folder = dirname(path);
      loosePictures.set(folder, [...(loosePictures.get(folder) ?? []), path]);
    } else {
      inputs.push(videoInput(path));
    }
  }
  for (const [folder, files] of loosePictures) {
    inputs.push(sequenceInput(folder, files, rate));
  }
  return inputs;
}

async function expandAll(given: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const path of given) {
    const isThere = (await stat(path).catch(() => undefined)) !== undefined;
    const expanded = isPathPattern(path) && !isThere ? await expandPathPattern(path) : [path];
    if (expanded.length === 0) {
      throw noInput(`No file matches ${path}.`);
    }
    paths.push(...expanded);
  }
  return [...new Set(paths)];
}

/** The videos in a folder, or the pictures as one input; not those of folders in it. */
async function inputsInFolder(folder: string, rate: number): Promise<CaptureInput[]> {
  const files = (await readdir(folder)).sort().map((name) => join(folder, name));
  const videos = files.filter((file) => VIDEO_ENDINGS.has(extname(file).toLowerCase()));
  if (videos.length > 0) {
    return videos.map(videoInput);
  }
  const pictures = files.filter(isPicture);
  if (pictures.length === 0) {
    throw noInput(`The folder ${folder} holds neither videos nor numbered pictures.`);
  }
  return [sequenceInput(folder, pictures, rate)];
}

function videoInput(file: string): CaptureInput {
  return { label: file, name: basename(file, extname(file)), source: { kind: 'video', file } };
}

function sequenceInput(folder: string, files: readonly string[], rate: number): CaptureInput {
  const numbered = files.map((file) => ({ file, number: pictureNumber(file) }));
  numbered.sort((a, b) => a.number - b.number);
  const twice = numbered.find(({ number }, index) => number === numbered[index + 1]?.number);
  if (twice !== undefined) {
    throw noInput(
      `${folder} holds several pictures with the number ${twice.number}; name those of one sequence, e.g. ${join(folder, 'frame*.png')}.`,
    );
  }
  return {
    label: folder,
    name: basename(resolve(folder)),
    source: { kind: 'pictures', files: numbered.map(({ file }) => file), rate },
  };
}

function demoInput(label: string, performer: string, rate: number): CaptureInput {
  const look = findPerformerLook(performer);
  if (look === undefined) {
    throw noInput(`There is no demo performer "${performer}"; choose from ${PERFORMER_NAMES.join(', ')}.`);
  }
  return { label, name: `demo-${look.name.toLowerCase()}`, source: { kind: 'demo', performer, rate } };
}

/** The last number in a picture's name. */
function pictureNumber(file: string): number {
  const digits = /(\d+)\D*$/.exec(basename(file, extname(file)))?.[1];
  if (digits === undefined) {
    throw noInput(`The picture ${file} has no number in its name that says where it belongs.`);
  }
  return Number(digits);
}

/** Whether a file's ending is a picture's. */
export function isPicture(file: string): boolean {
  return PICTURE_ENDINGS.has(extname(file).toLowerCase());
}

function noInput(message: string): AppError {
  return new AppError('capture/no-input', message);
}
