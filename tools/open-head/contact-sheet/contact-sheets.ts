import { EXPRESSION_NAMES } from '../../../src/shared/core/face/expression-names.ts';
import type { Sheet, Shot } from './sheet.ts';

const FACE = { target: [0, -2.6, -1], height: 23 } as const;

/** Looks and views from all sides. */
const VIEWS: readonly Shot[] = [
  { look: 'ash', azimuth: -32, elevation: 3 },
  { look: 'ash', azimuth: 155, elevation: 8 },
  { look: 'amber' },
  { look: 'amber', azimuth: 90 },
  { look: 'onyx', azimuth: 25, elevation: -4 },
  { look: 'flint', azimuth: 0 },
  { look: 'rowan', azimuth: 38, elevation: 4 },
  { look: 'rowan', azimuth: 12, target: [1.2, -2.4, 0], height: 12 },
];

/** Combinations that must stay clean, after the 52 shapes. */
const COMBINATIONS: readonly Readonly<Record<string, number>>[] = [
  { jawOpen: 1, mouthClose: 1 },
  {
    mouthSmileLeft: 1,
    mouthSmileRight: 1,
    eyeSquintLeft: 1,
    eyeSquintRight: 1,
    cheekSquintLeft: 1,
    cheekSquintRight: 1,
    jawOpen: 0.3,
  },
  { eyeBlinkLeft: 1, eyeBlinkRight: 1, eyeLookDownLeft: 1, eyeLookDownRight: 1 },
  { eyeBlinkLeft: 0.5, eyeBlinkRight: 0.5 },
];

const LOOKS = ['ash', 'amber', 'onyx', 'flint', 'rowan'] as const;

/** The sheets that are looked at after every change of the head, by file name. */
export const CONTACT_SHEETS: Readonly<Record<string, Sheet>> = {
  views: { width: 420, height: 500, columns: 4, skinSize: 2048, shots: VIEWS },
  expressions: {
    width: 190,
    height: 214,
    columns: 8,
    skinSize: 1024,
    shots: [...EXPRESSION_NAMES.map((name) => ({ [name]: 1 })), ...COMBINATIONS].map((expression) => ({
      look: 'amber',
      expression,
      ...FACE,
      azimuth: 12,
    })),
  },
  identities: {
    width: 260,
    height: 300,
    columns: 6,
    skinSize: 1024,
    shots: Array.from({ length: 12 }, (_, person) => ({
      look: LOOKS[person % LOOKS.length] ?? 'ash',
      person,
      azimuth: (person % 3) * 18 - 18,
      height: 31,
    })),
  },
};
