import { describe, expect, it } from 'vitest';
import {
  EXPRESSION_COUNT,
  type ExpressionName,
  expressionIndex,
} from '../../../../src/shared/core/face/expression-names.ts';
import { VRM_PRESETS, writeVrmPresets } from '../../../../src/shared/core/output/vrm-presets.ts';

/** The presets above 0.001, by their VRM 0 names, of a face with these weights. */
function presetsOf(weights: Partial<Record<ExpressionName, number>>): Record<string, number> {
  const expression = new Float32Array(EXPRESSION_COUNT);
  for (const [name, weight] of Object.entries(weights)) {
    expression[expressionIndex(name as ExpressionName)] = weight;
  }
  const target = new Float32Array(VRM_PRESETS.length);
  writeVrmPresets(expression, target);
  const entries = VRM_PRESETS.map(({ vrm0 }, index) => [vrm0, Number(target[index]?.toFixed(4))] as const);
  return Object.fromEntries(entries.filter(([, weight]) => weight > 0.001));
}

describe('writeVrmPresets', () => {
  it('leaves a neutral face alone', () => {
    expect(presetsOf({})).toEqual({});
  });

  it('makes each vowel of its lip shape', () => {
    const spread = { mouthStretchLeft: 1, mouthStretchRight: 1 };

    expect(presetsOf({ jawOpen: 1 })).toEqual({ A: 1 });
    expect(presetsOf(spread)).toEqual({ I: 1 });
    expect(presetsOf({ mouthPucker: 1 })).toEqual({ U: 1 });
    expect(presetsOf({ jawOpen: 1, ...spread })).toEqual({ E: 1 });
    expect(presetsOf({ jawOpen: 1, mouthFunnel: 1 })).toEqual({ O: 1 });
  });

  it('never gives the vowels together more than 1', () => {
    for (const jawOpen of [0, 0.3, 0.7, 1]) {
      for (const mouthPucker of [0, 0.4, 1]) {
        for (const mouthStretchLeft of [0, 0.5, 1]) {
          const { A = 0, I = 0, U = 0, E = 0, O = 0 } = presetsOf({ jawOpen, mouthPucker, mouthStretchLeft });

          expect(A + I + U + E + O).toBeLessThanOrEqual(1.001);
        }
      }
    }
  });

  it('keeps the mouth shut when the jaw drops behind closed lips', () => {
    expect(presetsOf({ jawOpen: 0.5, mouthClose: 0.5 })).toEqual({});
  });

  it('closes each lid for itself', () => {
    expect(presetsOf({ eyeBlinkLeft: 0.75 })).toEqual({ Blink_L: 0.75 });
    expect(presetsOf({ eyeBlinkRight: 0.75 })).toEqual({ Blink_R: 0.75 });
  });

  it("looks to the subject's left when the left eye turns out and the right eye in", () => {
    expect(presetsOf({ eyeLookOutLeft: 0.5, eyeLookInRight: 0.5 })).toEqual({ LookLeft: 0.5 });
    expect(presetsOf({ eyeLookInLeft: 0.5, eyeLookOutRight: 0.5 })).toEqual({ LookRight: 0.5 });
  });

  it('tells emotions apart', () => {
    expect(presetsOf({ mouthSmileLeft: 1, mouthSmileRight: 1 })).toEqual({ Joy: 1 });
    expect(presetsOf({ browDownLeft: 1, browDownRight: 1 })).toEqual({ Angry: 1 });
    expect(presetsOf({ mouthFrownLeft: 1, mouthFrownRight: 1 })).toEqual({ Sorrow: 1 });
    expect(presetsOf({ browOuterUpLeft: 1, browOuterUpRight: 1 })).toEqual({});
    expect(presetsOf({ browOuterUpLeft: 1, browOuterUpRight: 1, eyeWideLeft: 1, eyeWideRight: 1 })).toEqual({
      Surprised: 1,
    });
  });

  it('passes on what is not a number, for the encoder to leave out', () => {
    const target = new Float32Array(VRM_PRESETS.length);
    writeVrmPresets(new Float32Array(EXPRESSION_COUNT).fill(Number.NaN), target);

    expect([...target].every(Number.isNaN)).toBe(true);
  });
});
