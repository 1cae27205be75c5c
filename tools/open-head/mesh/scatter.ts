import { seededRandom } from '../../../src/shared/core/performance/seeded-random.ts';
import { at, distance, type Point2, scale, type Vector } from '../geometry/vector.ts';
import { fromPlane, toPlane } from '../surface/domain-sphere.ts';
import type { EdgeLength } from './edge-length.ts';

const SEED = 4;
const CANDIDATES = 90_000;
/** Extra candidates near the nose, where the plane's centre is dense. */
const NOSE_CANDIDATES = 16_000;
/** Share of the wanted edge length that two points keep from each other. */
const SPACING = 0.9;
const CELL = 0.5;
/** More cells than the sphere has along an axis, so that every cell has a number of its own. */
const GRID = 128;

/** Points already placed, found by place; distances are measured on the sphere in units of the plane. */
class PlacedPoints {
  readonly #cells = new Map<number, Vector[]>();

  add(direction: Vector): void {
    const place = scale(direction, 10);
    const key = this.#key(...this.#cell(place));
    const cell = this.#cells.get(key);
    if (cell === undefined) {
      this.#cells.set(key, [place]);
    } else {
      cell.push(place);
    }
  }

  hasWithin(direction: Vector, radius: number): boolean {
    const place = scale(direction, 10);
    const reach = Math.ceil(radius / CELL);
    const [cx, cy, cz] = this.#cell(place);
    for (let x = cx - reach; x <= cx + reach; x += 1) {
      for (let y = cy - reach; y <= cy + reach; y += 1) {
        for (let z = cz - reach; z <= cz + reach; z += 1) {
          if (this.#cells.get(this.#key(x, y, z))?.some((other) => distance(place, other) < radius)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  #cell([x, y, z]: Vector): [number, number, number] {
    return [Math.floor(x / CELL), Math.floor(y / CELL), Math.floor(z / CELL)];
  }

  #key(x: number, y: number, z: number): number {
    return (x * GRID + y) * GRID + z;
  }
}

/**
 * Fills the half plane x > 0 with points at the wanted distance from each other and from `fixed`: random candidates
 * are taken when nothing is too near (dart throwing; Cook 1986).
 */
export function scatterPoints(
  fixed: readonly Point2[],
  edgeLength: EdgeLength,
  isFree: (point: Point2) => boolean,
): Point2[] {
  const placed = new PlacedPoints();
  for (const point of fixed) {
    placed.add(fromPlane(point));
  }
  return candidates().filter((point) => {
    if (!isFree(point)) {
      return false;
    }
    const direction = fromPlane(point);
    const wanted = edgeLength(direction);
    if (direction[0] * 10 < wanted * 0.5 || placed.hasWithin(direction, wanted * SPACING)) {
      return false;
    }
    placed.add(direction);
    return true;
  });
}

function candidates(): Point2[] {
  const random = seededRandom(SEED);
  const nose = Array.from({ length: NOSE_CANDIDATES }, (): Point2 => [random() * 3.2, random() * 4.4 - 2.4]);
  const anywhere = Array.from({ length: CANDIDATES }, (): Point2 => {
    const radius = 10 * Math.PI * random() ** 0.75;
    const angle = (random() - 0.5) * Math.PI;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return [...nose, ...anywhere];
}

/** Points on the middle line between two angles (0 straight down, 90° out of the face), at the wanted distances. */
export function scatterMiddle(startAngle: number, endAngle: number, edgeLength: EdgeLength): Point2[] {
  const samples = 400;
  const direction = (angle: number): Vector => [0, -Math.cos(angle), Math.sin(angle)];
  const angleAt = (i: number) => startAngle + ((endAngle - startAngle) * i) / samples;
  const edges = [0];
  for (let i = 0; i < samples; i += 1) {
    const length = ((endAngle - startAngle) * 10) / samples;
    edges.push(at(edges, i) + length / edgeLength(direction(angleAt(i + 0.5))));
  }
  const total = at(edges, samples);
  const count = Math.max(Math.round(total), 1);
  const points: Point2[] = [];
  let i = 0;
  for (let k = 1; k < count; k += 1) {
    const wanted = (total * k) / count;
    while (at(edges, i + 1) < wanted) {
      i += 1;
    }
    const part = (wanted - at(edges, i)) / (at(edges, i + 1) - at(edges, i));
    points.push([0, toPlane(direction(angleAt(i + part)))[1]]);
  }
  return points;
}
