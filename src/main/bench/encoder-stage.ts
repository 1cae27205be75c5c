import { DEFAULT_SETTINGS } from '../../shared/contract/settings.ts';
import type { FaceFrame } from '../../shared/core/face/face-frame.ts';
import { LOOPBACK_DATAGRAM_BYTES } from '../../shared/core/output/datagrams.ts';
import { createTargetEncoder } from '../../shared/core/output/target-encoder.ts';
import type { StageCost } from './stage.ts';
import { timeCalls } from './time-calls.ts';

/** Encoding a frame for one target of each kind, as a new user has them. */
export function measureEncoders(frame: FaceFrame): StageCost[] {
  return DEFAULT_SETTINGS.targets.map((target) => {
    const encoder = createTargetEncoder(target, LOOPBACK_DATAGRAM_BYTES);
    return {
      stage: `${target.kind.toUpperCase()} encoder`,
      conditions: 'one target on this machine',
      ...timeCalls(() => encoder.encode(frame)),
      budget: { milliseconds: 0.05, of: 'p95' },
    };
  });
}
