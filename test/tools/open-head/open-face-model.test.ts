import { beforeAll, describe, expect, it } from 'vitest';
import { EXPRESSION_NAMES } from '../../../src/shared/core/face/expression-names.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import { identityCountOf, vertexCountOf } from '../../../src/shared/core/face/face-model.ts';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import { validateFaceModel } from '../../../src/shared/core/face/validate-face-model.ts';
import { WRINKLE_REGIONS } from '../../../src/shared/core/face/wrinkle-regions.ts';
import type { Vector } from '../../../tools/open-head/geometry/vector.ts';
import { IDENTITY_MODES } from '../../../tools/open-head/identity/identity-table.ts';
import { createHead, type Head } from '../../../tools/open-head/mesh/head.ts';
import { createOpenFaceModel } from '../../../tools/open-head/model/open-face-model.ts';
import { EYE_CENTRE, EYE_RADIUS } from '../../../tools/open-head/parts/eyeball.ts';
import { intersectingTriangles } from '../../support/triangle-intersections.ts';

const METRE = 100;
const ATLAS_TEXELS = 512;

let head: Head;
let model: FaceModel;

beforeAll(() => {
  head = createHead();
  model = createOpenFaceModel(head);
}, 120_000);

/** The template plus weighted expressions, cm. */
function posed(weights: Readonly<Record<string, number>>): Vector[] {
  const width = model.template.length;
  const values = Float64Array.from(model.template, (value) => value * METRE);
  for (const [name, weight] of Object.entries(weights)) {
    const start = model.expressionNames.indexOf(name) * width;
    expect(start).toBeGreaterThanOrEqual(0);
    for (let i = 0; i < width; i += 1) {
      values[i] = (values[i] ?? 0) + weight * METRE * (model.expressionBasis[start + i] ?? 0);
    }
  }
  return Array.from({ length: width / 3 }, (_, v) => [
    values[3 * v] ?? 0,
    values[3 * v + 1] ?? 0,
    values[3 * v + 2] ?? 0,
  ]);
}

describe('open head', () => {
  it('is a valid face model of 6 to 15 thousand vertices', () => {
    expect(() => validateFaceModel(model)).not.toThrow();
    expect(vertexCountOf(model)).toBeGreaterThan(6000);
    expect(vertexCountOf(model)).toBeLessThan(15_000);
  });

  it('has the 52 expressions in order, then correctives', () => {
    expect(model.expressionNames.slice(0, 52)).toEqual([...EXPRESSION_NAMES]);
    expect(model.expressionNames.slice(52).every((name) => name.includes('*'))).toBe(true);
  });

  it('moves something visible in every expression but those of gaze alone', () => {
    const width = model.template.length;
    EXPRESSION_NAMES.forEach((name, i) => {
      const field = model.expressionBasis.subarray(i * width, (i + 1) * width);
      const longest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(longest, name).toBeGreaterThan(name.startsWith('eyeLook') ? 0 : 0.0015);
    });
  });

  it('has at least 24 named identity modes', () => {
    expect(identityCountOf(model)).toBe(IDENTITY_MODES.length);
    expect(IDENTITY_MODES.length).toBeGreaterThanOrEqual(24);
    expect(new Set(IDENTITY_MODES.map(({ name }) => name)).size).toBe(IDENTITY_MODES.length);
  });

  it('is exactly symmetric, and its left and right expressions are exact mirrors', () => {
    const width = model.template.length;
    const isMirror = (own: Float32Array, other: Float32Array) =>
      head.mirror.every(
        (partner, v) =>
          own[3 * v] === 0 - (other[3 * partner] ?? 0) &&
          own[3 * v + 1] === other[3 * partner + 1] &&
          own[3 * v + 2] === other[3 * partner + 2],
      );
    const field = (name: string) => {
      const i = model.expressionNames.indexOf(name);
      return model.expressionBasis.subarray(i * width, (i + 1) * width);
    };
    expect(isMirror(model.template, model.template)).toBe(true);
    for (const name of model.expressionNames) {
      const partner = name.replace(/Left|Right/g, (side) => (side === 'Left' ? 'Right' : 'Left'));
      expect(isMirror(field(name), field(partner)), name).toBe(true);
    }
    IDENTITY_MODES.forEach(({ name }, i) => {
      const mode = model.identityBasis.subarray(i * width, (i + 1) * width);
      expect(isMirror(mode, mode), name).toBe(true);
    });
  });

  it('covers no texel of its atlas twice and gives the face 45 % of the square', () => {
    const covers = new Uint8Array(ATLAS_TEXELS * ATLAS_TEXELS);
    let faceArea = 0;
    for (let i = 0; i < model.uvTriangles.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => {
        const point = model.uvTriangles[i + k] ?? 0;
        return [model.uvs[2 * point] ?? 0, model.uvs[2 * point + 1] ?? 0] as const;
      });
      if (a === undefined || b === undefined || c === undefined) {
        continue;
      }
      const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
      const isFace = [0, 1, 2].every((k) => {
        const vertex = (model.triangles[i + k] ?? 0) * 3;
        const [, y = 0, z = 0] = model.template.subarray(vertex, vertex + 3);
        return z > -0.035 && y > -0.11 && y < 0.065;
      });
      const isOnDisc = Math.hypot(a[0] - 0.5, a[1] - 0.5) < 0.5;
      faceArea += isFace && isOnDisc ? Math.abs(area) / 2 : 0;
      forEachTexel([a, b, c], area, (texel) => {
        covers[texel] = (covers[texel] ?? 0) + 1;
      });
    }
    expect(covers.filter((count) => count > 1).length).toBe(0);
    expect(faceArea).toBeGreaterThanOrEqual(0.45);
  });

  it('does not cut itself in neutral', () => {
    const points = posed({});
    const [skin] = head.parts;

    const cuts = intersectingTriangles(points, skin?.triangles ?? [], 0.5);

    expect(cuts.map((pair) => pair.map((t) => points[skin?.triangles[t]?.[0] ?? 0]))).toEqual([]);
  });

  it.each([
    ['open', {}],
    ['half closed', { eyeBlinkLeft: 0.5, 'eyeBlinkLeft*~eyeBlinkLeft': 0.25 }],
    ['closed', { eyeBlinkLeft: 1 }],
    ['looking down', { eyeLookDownLeft: 1 }],
    ['wide', { eyeWideLeft: 1 }],
  ])('keeps %s lids off the eyeball', (_, weights) => {
    const points = posed(weights as Readonly<Record<string, number>>);
    const nearest = Math.min(
      ...head.layout.eye.flat().map((vertex) => {
        const [x, y, z] = points[vertex] ?? [0, 0, 0];
        return Math.hypot(x - EYE_CENTRE[0], y - EYE_CENTRE[1], z - EYE_CENTRE[2]);
      }),
    );
    expect(nearest).toBeGreaterThan(EYE_RADIUS + 0.05);
  });

  it.each([
    ['in neutral', {}, 0.02],
    ['when the jaw opens behind closed lips', { jawOpen: 1, mouthClose: 1 }, 0.02],
  ])('seals the lips %s', (_, weights, gap) => {
    const points = posed(weights as Readonly<Record<string, number>>);
    const inner = head.layout.mouth[0] ?? [];
    inner.forEach((vertex, column) => {
      const [ax = 0, ay = 0, az = 0] = points[vertex] ?? [];
      const [bx = 0, by = 0, bz = 0] = points[inner[inner.length - 1 - column] ?? 0] ?? [];
      expect(Math.hypot(ax - bx, ay - by, az - bz)).toBeLessThan(gap);
    });
  });

  it('has its joints where a head turns, and its eyes turn about their centres', () => {
    const { neutralJoints } = bakeIdentity(model, new Float32Array(0));
    const joint = (name: string) =>
      [0, 1, 2].map((axis) => METRE * (neutralJoints[model.jointNames.indexOf(name) * 3 + axis] ?? 0));

    expect(joint('eyeLeft').map((value) => Number(value.toFixed(3)))).toEqual([...EYE_CENTRE]);
    expect(joint('jaw')[1]).toBeCloseTo(-2.2, 2);
    expect(joint('neck')[0]).toBeCloseTo(0, 5);
  });

  it('has a mask for every wrinkle region, and mirrored ones for pairs', () => {
    expect(Object.keys(model.regionMasks).sort()).toEqual([...WRINKLE_REGIONS].sort());
    for (const region of WRINKLE_REGIONS) {
      expect(
        model.regionMasks[region]?.values.some((value) => value > 200),
        region,
      ).toBe(true);
    }
  });
});

type Point = readonly [number, number];

/** Texels whose centre lies inside the triangle, its edges excluded. */
function forEachTexel(
  [a, b, c]: readonly [Point, Point, Point],
  area: number,
  visit: (texel: number) => void,
): void {
  const size = ATLAS_TEXELS;
  const [low, high] = [Math.min, Math.max].map((pick) =>
    [0, 1].map((axis) => Math.floor(pick(a[axis] ?? 0, b[axis] ?? 0, c[axis] ?? 0) * size)),
  );
  for (let row = low?.[1] ?? 0; row <= (high?.[1] ?? 0); row += 1) {
    for (let column = low?.[0] ?? 0; column <= (high?.[0] ?? 0); column += 1) {
      const [x, y] = [(column + 0.5) / size, (row + 0.5) / size];
      const first = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area;
      const second = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area;
      if (first > 1e-6 && second > 1e-6 && first + second < 1 - 1e-6) {
        visit(row * size + column);
      }
    }
  }
}
