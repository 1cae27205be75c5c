import { toAppError } from '../../shared/contract/app-error.ts';
import type { ExecutionProvider, ModelMeasurement, ModelSpec } from './inference-contract.ts';
import type { WorkerHost } from './worker-host.ts';

/** Providers worth trying on each platform, beside which the CPU always works. */
const PLATFORM_PROVIDERS: Readonly<Record<string, readonly ExecutionProvider[]>> = {
  win32: ['dml', 'cuda', 'webgpu', 'cpu'],
  darwin: ['coreml', 'webgpu', 'cpu'],
  linux: ['cuda', 'webgpu', 'cpu'],
};

/** More threads than this gain little on networks of this size. */
const MOST_THREADS = 4;

/** A candidate that ran, and how fast. */
export interface MeasuredModel {
  readonly model: ModelSpec;
  readonly measurement: ModelMeasurement;
}

/** A candidate that did not run, and why: shown by doctor. */
export interface RefusedModel {
  readonly model: ModelSpec;
  readonly code: string;
  readonly reason: string;
}

export interface ModelChoice {
  /** The fastest candidate, open; the others are closed. Undefined when none ran. */
  readonly chosen: MeasuredModel | undefined;
  readonly measured: readonly MeasuredModel[];
  readonly refused: readonly RefusedModel[];
}

/** Execution providers to try on a platform (`process.platform`), the most promising first. */
export function platformProviders(platform: string): readonly ExecutionProvider[] {
  return PLATFORM_PROVIDERS[platform] ?? ['cpu'];
}

/** Threads for one run on a machine with `coreCount` cores: the tracker keeps one. */
export function inferenceThreads(coreCount: number): number {
  return Math.max(1, Math.min(coreCount - 1, MOST_THREADS));
}

/**
 * Tries candidates one at a time, each by itself, and keeps the fastest. A candidate that fails, or takes the
 * process with it, is listed with its reason and does not hurt the next.
 *
 * @throws AppError `cancelled`.
 */
export async function chooseModel(
  host: Pick<WorkerHost, 'request'>,
  candidates: readonly ModelSpec[],
  signal: AbortSignal,
): Promise<ModelChoice> {
  const measured: MeasuredModel[] = [];
  const refused: RefusedModel[] = [];
  for (const model of candidates) {
    try {
      measured.push({ model, measurement: await host.request('measure', model, { signal }) });
    } catch (thrown) {
      const { code, message } = toAppError(thrown, 'inference/unavailable');
      if (code === 'cancelled') {
        throw thrown;
      }
      refused.push({ model, code, reason: message });
    }
  }
  const [chosen, ...slower] = measured.toSorted(
    (a, b) => a.measurement.milliseconds - b.measurement.milliseconds,
  );
  for (const { model } of slower) {
    await host.request('close', model, { signal });
  }
  return { chosen, measured, refused };
}
