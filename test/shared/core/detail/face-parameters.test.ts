import { describe, expect, it } from 'vitest';
import {
  type FaceParameters,
  jawRotationOf,
  transferExpression,
} from '../../../../src/shared/core/detail/face-parameters.ts';

/** Parameters of which every number says whose they are. */
function parametersOf(value: number): FaceParameters {
  const filled = (length: number) => new Float32Array(length).fill(value);
  return {
    shape: filled(100),
    texture: filled(50),
    expression: filled(50),
    pose: filled(6),
    camera: filled(3),
    light: filled(27),
    detail: filled(128),
  };
}

describe('a transferred expression', () => {
  const identity = parametersOf(1);
  const driver = parametersOf(2);

  it('takes expression and jaw from the driver and everything else from the identity', () => {
    const transferred = transferExpression(identity, driver, false);

    expect(transferred).toEqual({
      ...identity,
      expression: driver.expression,
      pose: Float32Array.of(1, 1, 1, 2, 2, 2),
    });
    expect(jawRotationOf(transferred)).toEqual(Float32Array.of(2, 2, 2));
    expect(driver.pose).toEqual(new Float32Array(6).fill(2));
  });

  it('takes the head’s rotation too when asked', () => {
    expect(transferExpression(identity, driver, true).pose).toEqual(driver.pose);
  });
});
