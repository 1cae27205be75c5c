import type { Identity } from '../../src/shared/core/identity/identity.ts';
import { seededRandom } from './seeded-random.ts';

/** An identity with every part, its numbers made up. */
export function sampleIdentity(overrides: Partial<Identity> = {}): Identity {
  const random = seededRandom(7);
  const draw = (count: number, largest: number) =>
    Float32Array.from({ length: count }, () => (2 * random() - 1) * largest);
  const weights = (count: number) => Array.from({ length: count }, random);
  return {
    id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    revision: 2,
    name: 'Zoë 大山',
    createdTime: 1_773_065_107_000,
    faceModel: { name: 'open', version: '1' },
    shape: draw(40, 2.5),
    landmarkResidual: draw(478 * 3, 0.004),
    irisColor: [92, 66.5, 44],
    skin: { type: 'image/png', size: 1024, bytes: Uint8Array.of(137, 80, 78, 71, 13) },
    calibration: {
      neutral: {
        expression: weights(52),
        headRotation: [0, 0.6, 0, 0.8],
        headTranslation: [1, -2.25, -50.1],
        gazeLeft: [0.1, -0.05],
        gazeRight: [0.09, -0.04],
        landmarks: weights(478 * 3),
        scores: weights(52),
        evidence: weights(8),
      },
      range: {
        minimum: Float32Array.from(weights(52), (value) => value / 2),
        maximum: Float32Array.from(weights(52)),
      },
    },
    detail: { pack: 'open', values: draw(32, 3), confidence: Float32Array.from(weights(15)) },
    relief: { size: 4, displacement: draw(16, 0.0004) },
    quality: { shape: 0.9, calibration: 0.8, skin: 0.5, detail: 0.25 },
    ...overrides,
  };
}
