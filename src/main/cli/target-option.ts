import { DEFAULT_SETTINGS, targetSchema } from '../../shared/contract/settings.ts';
import type { Target } from '../../shared/core/output/target.ts';
import { wrongUsage } from './command.ts';

/** How a target is written, for the help. */
export const TARGET_PLACEHOLDER = 'KIND:HOST:PORT';

/** Frames per second at the most: as many as there are. */
const RATE = 240;

/**
 * A receiver as written on the command line, e.g. `osc:127.0.0.1:9100` or `vmc:studio.local:39539`; the rest is as in a
 * new user's settings.
 * @throws AppError `usage/wrong`
 */
export function readTarget(text: string): Target {
  const match = /^([a-z]+):(.+):(\d{1,5})$/.exec(text);
  const [, kind, host = '', port] = match ?? [];
  const usual = DEFAULT_SETTINGS.targets.find((target) => target.kind === kind);
  const target = targetSchema.safeParse({
    ...usual,
    id: text.slice(0, 64),
    name: text.slice(0, 80),
    enabled: true,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    rate: RATE,
  });
  if (usual === undefined || !target.success) {
    throw wrongUsage(
      `--target takes ${TARGET_PLACEHOLDER}, e.g. osc:127.0.0.1:9100 or vmc:127.0.0.1:39539, not "${text}".`,
    );
  }
  return target.data;
}
