import { loadOpenHead } from '../../../src/renderer/avatar/load-open-head.ts';
import { GraphicsRelief } from '../../../src/renderer/capture/relief/graphics-relief.ts';
import { createReliefLayout } from '../../../src/shared/core/detail/relief/relief-layout.ts';
import {
  createReliefObservation,
  RELIEF_SIZE,
} from '../../../src/shared/core/detail/relief/relief-observation.ts';
import { ReliefUnwrap } from '../../../src/shared/core/detail/relief/relief-unwrap.ts';
import { CREASED_HEIGHT, CREASED_WIDTH, pictureCreasedHead } from '../../support/creased-head.ts';

/** How far the two implementations are apart on one picture. */
export interface Agreement {
  /** Texels that the reference sees well (weight from 64 on). */
  readonly seen: number;
  /** Share of them whose weights differ by more than 6 of 255. */
  readonly weightsApart: number;
  /** Differences of their shading, 0..127: median, and the one that 99 of 100 stay below. */
  readonly median: number;
  readonly p99: number;
  /** Texels that only the graphics card sees. */
  readonly onlyThere: number;
}

/** The same creased head, turned by so many radians, to the reference and to WebGL. */
export async function compareRelief(yaws: readonly number[]): Promise<Agreement[]> {
  const { model, pictures } = await loadOpenHead(location.origin);
  const layout = createReliefLayout(model, pictures.parts, RELIEF_SIZE);
  const unwrap = new ReliefUnwrap(layout, model.template.length / 3);
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) {
    throw new Error('no WebGL 2');
  }
  const graphics = new GraphicsRelief(gl, layout, model.template.length / 3);
  const agreements: Agreement[] = [];
  for (const yaw of yaws) {
    const view = pictureCreasedHead(model, yaw);
    const expected = createReliefObservation();
    unwrap.observe(view, expected);
    const pixels = new Uint8ClampedArray(view.pixels);
    for (let alpha = 3; alpha < pixels.length; alpha += 4) {
      pixels[alpha] = 255;
    }
    const picture = new VideoFrame(pixels, {
      format: 'RGBX',
      codedWidth: CREASED_WIDTH,
      codedHeight: CREASED_HEIGHT,
      timestamp: 0,
    });
    const found = createReliefObservation();
    const drawn = graphics.observe(picture, view, found);
    picture.close();
    await drawn;
    agreements.push(compare(expected, found));
  }
  return agreements;
}

function compare(
  expected: ReturnType<typeof createReliefObservation>,
  found: ReturnType<typeof createReliefObservation>,
): Agreement {
  const differences: number[] = [];
  let weightsApart = 0;
  let onlyThere = 0;
  for (let texel = 0; texel < expected.weight.length; texel += 1) {
    const weight = expected.weight[texel] ?? 0;
    const other = found.weight[texel] ?? 0;
    onlyThere += weight === 0 && other > 64 ? 1 : 0;
    if (weight < 64) {
      continue;
    }
    weightsApart += Math.abs(weight - other) > 6 ? 1 : 0;
    differences.push(Math.abs((expected.shading[texel] ?? 0) - (found.shading[texel] ?? 0)));
  }
  differences.sort((a, b) => a - b);
  const at = (share: number) => differences[Math.floor(share * differences.length)] ?? Number.NaN;
  const seen = differences.length;
  return { seen, weightsApart: weightsApart / seen, median: at(0.5), p99: at(0.99), onlyThere };
}
