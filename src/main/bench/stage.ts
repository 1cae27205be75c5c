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

/** A stage that was not measured, and why. */
export interface SkippedStage {
  readonly stage: string;
  readonly skipped: string;
}

export type StageResult = StageCost | SkippedStage;

/** Whether a cost is within its budget; undefined without one. */
export function isWithinBudget(cost: StageCost): boolean | undefined {
  return cost.budget === undefined ? undefined : cost[cost.budget.of] <= cost.budget.milliseconds;
}
