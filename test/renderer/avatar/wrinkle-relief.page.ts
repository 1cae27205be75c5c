import { DataUtils, WebGLRenderer } from 'three';
import { ComputedWrinkles } from '../../../src/renderer/avatar/computed-wrinkles.ts';
import { DrawnWrinkles } from '../../../src/renderer/avatar/drawn-wrinkles.ts';
import { forgeHead } from '../../../src/renderer/avatar/forge-head.ts';
import { boundWrinkleBasis, type WrinkleBasis } from '../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { EXPRESSION_COUNT } from '../../../src/shared/core/face/expression-names.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { createPeople, createPerson, showWrinkles } from '../../support/wrinkle-people.ts';

const renderer = new WebGLRenderer();

/** Reads a drawn map back, first row at v = 1. */
function drawn({ size, target }: DrawnWrinkles): Float32Array {
  renderer.setRenderTarget(target);
  const gl = renderer.getContext();
  const pixels = new Float32Array(size * size * 4);
  gl.readPixels(0, 0, size, size, gl.RGBA, gl.FLOAT, pixels);
  renderer.setRenderTarget(null);
  return Float32Array.from({ length: size * size }, (_, i) => {
    const row = size - 1 - Math.floor(i / size);
    return pixels[(row * size + (i % size)) * 4] ?? Number.NaN;
  });
}

/** What an expression makes of a basis on the graphics card, metres. */
function draw(basis: WrinkleBasis, expression: Float32Array): Float32Array {
  const wrinkles = new DrawnWrinkles(basis);
  wrinkles.setExpression(expression);
  wrinkles.evaluate(renderer);
  const displacement = drawn(wrinkles);
  wrinkles.dispose();
  return displacement;
}

/** What an expression makes of a basis on the processor, as it is handed to the card, metres. */
function compute(basis: WrinkleBasis, expression: Float32Array): Float32Array {
  const wrinkles = new ComputedWrinkles(basis);
  wrinkles.setExpression(expression);
  wrinkles.evaluate();
  const { data } = wrinkles.texture.image as { readonly data: Uint16Array };
  wrinkles.dispose();
  return Float32Array.from(data, DataUtils.fromHalfFloat);
}

/** How far both are from the displacement as it should be, metres, at rest and at expressions of growing strength. */
export function differences(): readonly {
  readonly depth: number;
  readonly drawn: number;
  readonly computed: number;
}[] {
  const person = createPerson(3);
  const random = seededRandom(3);
  return [0, 0.4, 1].map((strength) => {
    const expression = Float32Array.from({ length: EXPRESSION_COUNT }, () => strength * random());
    const wanted = showWrinkles(person, expression);
    return {
      depth: wanted.reduce((most, depth) => Math.max(most, Math.abs(depth)), 0),
      drawn: largestDifference(draw(person, expression), wanted),
      computed: largestDifference(compute(person, expression), wanted),
    };
  });
}

/** The lowest and highest depth that hostile numbers make of a face, drawn and computed. */
export function extremes(): readonly number[] {
  const { size, maps } = createPerson(3);
  maps.fill(1, 0, 9000).set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, -1e30]);
  boundWrinkleBasis(maps);
  const expression = new Float32Array(EXPRESSION_COUNT).fill(1).fill(Number.NaN, 0, 20);
  return [draw({ size, maps }, expression), compute({ size, maps }, expression)].flatMap((depths) =>
    depths.reduce(
      ([lowest = 0, highest = 0], depth) => [Math.min(lowest, depth), Math.max(highest, depth)],
      [0, 0],
    ),
  );
}

/** Whose wrinkles a head has, and the texels of its static relief. @param folder where its files are served. */
export async function wrinklesOf(
  folder: string,
  person?: string,
): Promise<{ readonly whose: 'average' | 'own' | 'nobody' | 'unknown'; readonly staticTexels: number }> {
  const identity =
    person === undefined ? undefined : new Uint8Array(await (await fetch(person)).arrayBuffer());
  const order = { origin: location.origin + folder, size: 16, identity, pack: undefined };
  const { wrinkles, staticRelief } = await forgeHead(order);
  return { whose: whose(wrinkles), staticTexels: staticRelief?.displacement.length ?? 0 };
}

function whose(wrinkles: WrinkleBasis | undefined) {
  if (wrinkles === undefined) {
    return 'nobody';
  }
  const isLike = (maps: Float32Array) => largestDifference(wrinkles.maps, maps) < 1e-5;
  if (isLike(createPeople().average.maps)) {
    return 'average';
  }
  return isLike(createPerson(3).maps) ? 'own' : 'unknown';
}
