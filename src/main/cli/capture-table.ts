import { basename } from 'node:path';
import type { AppError } from '../../shared/contract/app-error.ts';
import type { CapturePlan } from '../capture/capture-outputs.ts';
import type { CaptureResult, NewCapture } from '../capture/capture-take.ts';
import { textTable } from './text-table.ts';

/** What became of one input. */
export type CaptureOutcome =
  | ({ readonly status: 'captured'; readonly milliseconds: number } & NewCapture)
  | { readonly status: 'kept'; readonly result: CaptureResult }
  | { readonly status: 'failed'; readonly error: AppError };

const HEADINGS = ['input', 'frames', 'tracked', 'length', 'speed', 'take'];
const NUMERIC = [1, 2, 3, 4];

/** What became of every input, a line each. `outcomes` are in the order of `plans`. */
export function captureTable(plans: readonly CapturePlan[], outcomes: readonly CaptureOutcome[]): string {
  const rows = plans.map(({ input }, index) => [basename(input.label), ...outcomeCells(outcomes[index])]);
  return textTable([HEADINGS, ...rows], NUMERIC);
}

function outcomeCells(outcome: CaptureOutcome | undefined): string[] {
  if (outcome === undefined || outcome.status === 'failed') {
    return ['', '', '', '', `failed: ${outcome?.error.code ?? 'not begun'}`];
  }
  const { frames, tracked, seconds, take } = outcome.result;
  const speed =
    outcome.status === 'kept' ? 'kept' : `${((seconds * 1000) / outcome.milliseconds).toFixed(1)}×`;
  return [
    String(frames),
    `${((100 * tracked) / frames).toFixed(1)} %`,
    `${seconds.toFixed(1)} s`,
    speed,
    take,
  ];
}
