import type { Target, TargetKind } from '../../shared/core/output/target.ts';

/** First port tried for a new target of a kind: Furrow's own for OSC, the VMC protocol's for a display program. */
const FIRST_PORT: Readonly<Record<TargetKind, number>> = { osc: 9100, vmc: 39_539 };

/** A new target on this machine, with a name and port that no other target has. */
export function createTarget(kind: TargetKind, others: readonly Target[]): Target {
  let port = FIRST_PORT[kind];
  while (others.some((other) => other.port === port)) {
    port++;
  }
  const same = others.filter((other) => other.kind === kind).length;
  const base = {
    id: crypto.randomUUID(),
    name: same === 0 ? kind.toUpperCase() : `${kind.toUpperCase()} ${same + 1}`,
    enabled: false,
    host: '127.0.0.1',
    port,
    rate: 60,
    mirror: false,
  };
  return kind === 'osc'
    ? { ...base, kind, prefix: '/furrow' }
    : { ...base, kind, expressionNames: 'perfect-sync', sendHead: true, sendEyes: true };
}
