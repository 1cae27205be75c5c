import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether ffmpeg, which makes the pictures of fake cameras, can be run. */
export const hasFfmpeg = canRun('ffmpeg');

/** Suffix for the title of a suite that needs fake cameras: says loudly why it is skipped. */
export const ffmpegNote = hasFfmpeg ? '' : ' (skipped: needs ffmpeg)';

/**
 * Makes the motion JPEG file that Chromium plays, again and again, as its fake camera: 640×480 at 30 frames a second.
 * @param inputs arguments of ffmpeg that name the inputs
 * @param filter a filter graph that ends in pictures of any size; they are fitted into the frame
 */
export async function makeFakeCamera(
  inputs: readonly string[],
  filter: string,
  target: string,
): Promise<void> {
  const fit =
    'fps=30,scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:(ow-iw)/2:(oh-ih)/2,setsar=1';
  await runFfmpeg([
    ...inputs,
    '-an',
    '-filter_complex',
    `${filter},${fit}`,
    ...['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'mjpeg', target],
  ]);
}

/** Runs ffmpeg quietly; rejects with what it said when it fails. */
export async function runFfmpeg(parameters: readonly string[]): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-loglevel', 'error', '-y', ...parameters]);
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
