/** One thing that doctor looked at. `warning`: Furrow runs, with something missing. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
}

/** A finding before it is given its name. */
export type Outcome = Omit<Finding, 'name'>;

/** All is well. */
export function ok(message: string): Outcome {
  return { status: 'ok', message };
}

/** Something is missing that Furrow can do without. */
export function warning(message: string): Outcome {
  return { status: 'warning', message };
}

/** Something is wrong that has to be seen to. */
export function failed(message: string): Outcome {
  return { status: 'failed', message };
}
