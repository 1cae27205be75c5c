import type { OscTarget, VmcTarget } from '../../src/shared/core/output/target.ts';

/** An enabled generic OSC target on this machine; tests override what they are about. */
export const OSC_TARGET: OscTarget = {
  id: 'osc',
  name: 'OSC',
  kind: 'osc',
  enabled: true,
  host: '127.0.0.1',
  port: 9100,
  rate: 240,
  mirror: false,
  prefix: '/furrow',
};

/** An enabled VMC target on this machine with everything sent. */
export const VMC_TARGET: VmcTarget = {
  id: 'vmc',
  name: 'VMC',
  kind: 'vmc',
  enabled: true,
  host: '127.0.0.1',
  port: 39_539,
  rate: 240,
  mirror: false,
  expressionNames: 'perfect-sync',
  sendHead: true,
  sendEyes: true,
};
