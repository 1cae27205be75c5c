import { z } from 'zod';
import { readIfPresent } from '../services/private-file.ts';

/** Where a window was, in screen pixels independent of density. */
const windowStateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(200).max(20_000),
  height: z.int().min(200).max(20_000),
  isMaximized: z.boolean(),
});

export type WindowState = Readonly<z.infer<typeof windowStateSchema>>;

/** A rectangle on the screens. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So much of a window must be on a screen for a hand to find it, pixels. */
const GRASPABLE_WIDTH = 120;
const GRASPABLE_HEIGHT = 60;

/** The state kept in a file; undefined when there is none or it makes no sense: it is worth no error. */
export async function readWindowState(path: string): Promise<WindowState | undefined> {
  try {
    const text = await readIfPresent(path);
    return text === undefined ? undefined : windowStateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a window there could be seen and grasped on one of the screens that are plugged in now. */
export function isReachable(window: Bounds, screens: readonly Bounds[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
    const height =
      Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y);
    return width >= GRASPABLE_WIDTH && height >= GRASPABLE_HEIGHT;
  });
}
