/** What a stage may cost (design: budgets for two ordinary CPU cores without a GPU). */
export interface Budget {
  readonly milliseconds: number;
  /** What has to stay within it. */
  readonly of: 'median' | 'p95';
}

/** What one stage of the way from the camera to a receiver was measured to cost. */
export interface StageCost {
  readonly stage: string;
  /** What it was measured with, e.g. a bundle and a picture size. */
  readonly conditions: string;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
  /** JavaScript heap per call; undefined where it says nothing, as between processes. */
  readonly bytesPerCall: number | undefined;
  readonly budget: Budget | undefined;
}

/** What was measured that is no duration. */
export interface StageFigure {
  readonly stage: string;
  readonly conditions: string;
  readonly value: number;
  /** Written behind the value, e.g. `MB`. */
  readonly unit: string;
  /** What the value has to keep to. */
  readonly limit: { readonly atLeast: number } | { readonly atMost: number } | undefined;
}

/** A stage that was not measured, and why. */
export interface SkippedStage {
  readonly stage: string;
  readonly skipped: string;
}

export type StageResult = StageCost | StageFigure | SkippedStage;

/** Whether what was measured is as it should be; undefined where nothing is asked of it. */
export function isWithinBudget(result: StageCost | StageFigure): boolean | undefined {
  if ('limit' in result) {
    const { value, limit } = result;
    if (limit === undefined) {
      return undefined;
    }
    return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
  }
  const { budget } = result;
  return budget === undefined ? undefined : result[budget.of] <= budget.milliseconds;
}
