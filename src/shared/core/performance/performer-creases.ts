import { WRINKLE_ACTIVATION_NAMES } from '../detail/basis/wrinkle-activations.ts';
import { BASIS_MAP_COUNT, type WrinkleBasis } from '../detail/basis/wrinkle-basis.ts';
import { RELIEF_SIZE } from '../detail/relief/relief-observation.ts';
import type { FaceModel } from '../face/face-model.ts';
import { landmarkUvs } from '../face/landmark-set.ts';
import { modelLandmarksOf } from '../identity/model-landmarks.ts';
import { seededRandom } from './seeded-random.ts';

/** A place on the left half of the face: MediaPipe's landmark, and how many texels outwards and downwards from it. */
type Place = readonly [landmark: number, outwards: number, downwards: number];

/** A line in the skin of the left half of a face; the right half has one like it. */
interface Crease {
  /** Activation that deepens it, without its side. */
  readonly driver: string;
  /** From place to place in straight lines. */
  readonly path: readonly Place[];
  /** How deep it goes at the activation's fullest, metres. */
  readonly depth: number;
}

const GLABELLA = 9;
const INNER_BROW = 285;
const OUTER_BROW = 276;
const OUTER_EYE = 263;
const CHIN_CREASE = 18;

/** Lines of the forehead: texels above the brow, and how deep each is. */
const FOREHEAD: readonly (readonly [height: number, depth: number])[] = [
  [9, 4e-4],
  [16, 7e-4],
  [23, 6e-4],
  [30, 4e-4],
];

/** Where a face creases, Furrow's choice: the performer's own lines, not those that anything is trained on. */
const CREASES: readonly Crease[] = [
  ...FOREHEAD.map(
    ([height, depth]): Crease => ({
      driver: 'forehead',
      path: [
        [GLABELLA, -3.5, 6 - height],
        [INNER_BROW, 10, 1 - height],
        [OUTER_BROW, -8, -3 - height],
      ],
      depth,
    }),
  ),
  {
    driver: 'glabella',
    path: [
      [INNER_BROW, -4, -9],
      [INNER_BROW, -6, 7],
    ],
    depth: 8e-4,
  },
  {
    driver: 'sneer',
    path: [
      [362, -5, -1],
      [362, -9, 9],
    ],
    depth: 3e-4,
  },
  {
    driver: 'squint',
    path: [
      [OUTER_EYE, 5, -3],
      [OUTER_EYE, 17, -11],
    ],
    depth: 5e-4,
  },
  {
    driver: 'squint',
    path: [
      [OUTER_EYE, 6, 1],
      [OUTER_EYE, 20, 1],
    ],
    depth: 6e-4,
  },
  {
    driver: 'squint',
    path: [
      [OUTER_EYE, 5, 5],
      [OUTER_EYE, 17, 12],
    ],
    depth: 5e-4,
  },
  {
    driver: 'squint',
    path: [
      [452, 0, 1],
      [253, 0, 5],
      [448, -2, 1],
    ],
    depth: 3e-4,
  },
  {
    driver: 'smile',
    path: [
      [358, 1, -5],
      [358, 4, 3],
      [423, 3, 2],
      [426, 1, 2],
      [436, -1, 2],
    ],
    depth: 1e-3,
  },
  {
    driver: 'frown',
    path: [
      [291, 4, 1],
      [291, 6, 8],
      [291, 4, 18],
    ],
    depth: 7e-4,
  },
  {
    driver: 'chin',
    path: [
      [CHIN_CREASE, -3.5, 2],
      [CHIN_CREASE, 14, 3],
    ],
    depth: 8e-4,
  },
];

/** Share of its depth that a crease has on the face at rest. */
const AT_REST = 0.15;
/** Texels from a crease's middle to where it is a third as deep. */
const WIDTH = 1.3;
/** Skin that a crease pushes aside: how high, of its depth, and how many widths from its middle. */
const SHOULDER = 0.25;
const SHOULDER_PLACE = 2.2;
/** Texels in which a crease rises to its depth. */
const TAPER = 7;
/** Texels by which a crease's places stray from one performer, and one side, to the other. */
const STRAY = 1.2;

/**
 * A performer's creases as a wrinkle basis.
 * @param strength of all of them, 1 as written here.
 * @param seed lets them stray.
 */
export function createCreases(model: FaceModel, strength: number, seed: number): WrinkleBasis {
  const random = seededRandom(seed);
  const uvs = landmarkUvs(model, modelLandmarksOf(model).set);
  const texels = RELIEF_SIZE * RELIEF_SIZE;
  const maps = new Float32Array(BASIS_MAP_COUNT * texels);
  for (const { driver, path, depth } of CREASES) {
    for (const side of ['Left', 'Right'] as const) {
      const points = path.map(([landmark, outwards, downwards]) => {
        const column = (uvs[landmark * 2] ?? 0) * RELIEF_SIZE + outwards + STRAY * (2 * random() - 1);
        const row = (1 - (uvs[landmark * 2 + 1] ?? 0)) * RELIEF_SIZE + downwards + STRAY * (2 * random() - 1);
        return [side === 'Left' ? column : RELIEF_SIZE - column, row] as const;
      });
      const map = 1 + activationOf(driver, side);
      carve(maps.subarray(0, texels), points, -AT_REST * strength * depth);
      carve(maps.subarray(map * texels, (map + 1) * texels), points, -(1 - AT_REST) * strength * depth);
    }
  }
  return { size: RELIEF_SIZE, maps };
}

function activationOf(driver: string, side: 'Left' | 'Right'): number {
  const sided = WRINKLE_ACTIVATION_NAMES.indexOf(driver + side);
  return sided < 0 ? WRINKLE_ACTIVATION_NAMES.indexOf(driver) : sided;
}

type Point = readonly [column: number, row: number];

/** Texels beyond a crease that it still moves. */
const REACH = Math.ceil(WIDTH * (SHOULDER_PLACE + 2.5));

/** Adds a crease to a map: a valley between shoulders, fading out towards both ends. */
function carve(map: Float32Array, points: readonly Point[], depth: number): void {
  const [firstColumn, lastColumn] = reachOf(points.map(([column]) => column));
  const [firstRow, lastRow] = reachOf(points.map(([, row]) => row));
  const whole = nearestOn(points, points.at(-1) ?? [0, 0]).passed;
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const { distance, passed } = nearestOn(points, [column + 0.5, row + 0.5]);
      const widths = distance / WIDTH;
      const profile = Math.exp(-(widths ** 2)) - SHOULDER * Math.exp(-((widths - SHOULDER_PLACE) ** 2));
      const taper = Math.min(1, passed / TAPER, (whole - passed) / TAPER);
      const texel = row * RELIEF_SIZE + column;
      map[texel] = (map[texel] ?? 0) + depth * profile * taper;
    }
  }
}

function reachOf(places: readonly number[]): readonly [first: number, last: number] {
  return [
    Math.max(Math.floor(Math.min(...places)) - REACH, 0),
    Math.min(Math.ceil(Math.max(...places)) + REACH, RELIEF_SIZE - 1),
  ];
}

/** How far a place is from a crease, and how much of the crease lies before the point nearest to it, texels. */
function nearestOn(points: readonly Point[], [column, row]: Point) {
  let distance = Number.POSITIVE_INFINITY;
  let passed = 0;
  let length = 0;
  for (const [i, [toColumn, toRow]] of points.entries()) {
    const [fromColumn, fromRow] = points[i - 1] ?? [toColumn, toRow];
    const [wayColumn, wayRow] = [toColumn - fromColumn, toRow - fromRow];
    const stretch = Math.hypot(wayColumn, wayRow);
    const along = (column - fromColumn) * wayColumn + (row - fromRow) * wayRow;
    const share = stretch === 0 ? 0 : Math.min(Math.max(along / stretch ** 2, 0), 1);
    const away = Math.hypot(column - fromColumn - share * wayColumn, row - fromRow - share * wayRow);
    if (away < distance) {
      distance = away;
      passed = length + share * stretch;
    }
    length += stretch;
  }
  return { distance, passed };
}
