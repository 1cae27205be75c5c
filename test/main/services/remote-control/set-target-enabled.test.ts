import { describe, expect, it } from 'vitest';
import { setTargetEnabled } from '../../../../src/main/services/remote-control/set-target-enabled.ts';
import { OSC_TARGET, VMC_TARGET } from '../../../support/targets.ts';

const targets = [{ ...OSC_TARGET, name: 'vmc' }, VMC_TARGET];

describe('setTargetEnabled', () => {
  it('finds a target by id before one by name', () => {
    expect(setTargetEnabled(targets, 'vmc', false)).toEqual([targets[0], { ...VMC_TARGET, enabled: false }]);
    expect(setTargetEnabled(targets, 'VMC', false)).toEqual([targets[0], { ...VMC_TARGET, enabled: false }]);
  });

  it('has nothing to save when no target is meant or nothing changes', () => {
    expect(setTargetEnabled(targets, 'other', true)).toBeUndefined();
    expect(setTargetEnabled(targets, 'vmc', true)).toBeUndefined();
  });
});
