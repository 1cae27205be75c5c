import { type FileHandle, open, rm } from 'node:fs/promises';
import type { FaceFrame } from '../../../shared/core/face/face-frame.ts';
import { frameLine, markerLine, takeLine } from '../../../shared/core/take/export-jsonl.ts';
import { resampleFrames } from '../../../shared/core/take/resample.ts';
import type { TakeHeader } from '../../../shared/core/take/take-record.ts';
import type { PipelineSettings } from '../../../shared/core/tracking/pipeline-settings.ts';
import type { TakeReader } from './take-reader.ts';
import { writeFailure } from './write-failure.ts';

/** Characters that are gathered before they are written. */
const BUFFERED_CHARACTERS = 256 * 1024;

export interface JsonlOptions {
  /** Resamples to this rate; undefined: the frames as they are. */
  readonly framesPerSecond: number | undefined;
  /** Leaves the name of the identity out. */
  readonly withoutIdentity: boolean;
  readonly signal: AbortSignal;
  /** Hears how many frames have been written. */
  readonly onProgress: (frames: number) => void;
}

/**
 * Writes a take as JSON lines into a file that only its owner may read, replacing one that is there.
 * @returns the number of frames
 * @throws AppError `recording/write-failed`; the signal's reason when it aborts
 */
export async function exportJsonl(take: TakeReader, path: string, options: JsonlOptions): Promise<number> {
  let lines: LineFile;
  try {
    await rm(path, { force: true });
    lines = new LineFile(await open(path, 'wx', 0o600));
  } catch (thrown) {
    throw writeFailure(thrown, path);
  }
  try {
    return await writeLines(take, lines, options);
  } catch (thrown) {
    throw options.signal.aborted ? thrown : writeFailure(thrown, path);
  } finally {
    await lines.close();
  }
}

async function writeLines(take: TakeReader, lines: LineFile, options: JsonlOptions): Promise<number> {
  const { framesPerSecond, withoutIdentity, signal, onProgress } = options;
  const header: TakeHeader = withoutIdentity ? { ...take.header, identity: undefined } : take.header;
  lines.add(takeLine(header, await firstSettings(take)));
  const recorded = framesAndMarkers(take, lines);
  const frames = framesPerSecond === undefined ? recorded : resampleFrames(recorded, framesPerSecond);
  let count = 0;
  for await (const frame of frames) {
    signal.throwIfAborted();
    lines.add(frameLine(frame));
    await lines.flush(BUFFERED_CHARACTERS);
    count += 1;
    onProgress(count);
  }
  await lines.flush(0);
  return count;
}

/** The frames; markers go into the file as they come by. */
async function* framesAndMarkers(take: TakeReader, lines: LineFile): AsyncGenerator<FaceFrame, void, void> {
  for await (const record of take.records({ topics: ['/frame', '/marker'] })) {
    if (record.kind === 'frame') {
      yield record.frame;
    } else if (record.kind === 'marker') {
      lines.add(markerLine(record.marker));
    }
  }
}

async function firstSettings(take: TakeReader): Promise<PipelineSettings | undefined> {
  for await (const record of take.records({ topics: ['/settings', '/frame'] })) {
    return record.kind === 'settings' ? record.change.pipeline : undefined;
  }
  return undefined;
}

/** A text file that is written in large pieces. */
class LineFile {
  readonly #file: FileHandle;
  #text = '';

  constructor(file: FileHandle) {
    this.#file = file;
  }

  add(line: string): void {
    this.#text += `${line}\n`;
  }

  /** Writes what has been gathered if it is more than `least` characters. */
  async flush(least: number): Promise<void> {
    if (this.#text.length > least) {
      await this.#file.writeFile(this.#text);
      this.#text = '';
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
