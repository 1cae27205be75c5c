import { createLinearLevels } from '../../identity/skin/srgb.ts';
import { smoothstep } from '../../tracking/interpolation.ts';
import { LocalContrast } from './local-contrast.ts';
import type { ReliefLayout } from './relief-layout.ts';
import type { ReliefObservation } from './relief-observation.ts';
import { DEPTH_SIZE, type PosedHead, ReliefSurface } from './relief-surface.ts';

/**
 * The numbers of the relief specification, for all who implement it: this folder is the reference, the renderer's WebGL
 * and the training's generator follow it.
 */
export const RELIEF_SPECIFICATION = {
  /** Added to linear brightness 0..1 before the logarithm, so that noise in black stays small. */
  blackOffset: 0.01,
  /** Shares of red, green and blue in brightness (ITU-R BT.709). */
  luma: [0.2126, 0.7152, 0.0722],
  /** Cosines between which a surface that turns to the camera begins to count and counts in full. */
  cosines: [0.18, 0.75],
  /** Brightness between which dark skin begins to count, and between which bright skin ceases to. */
  dark: [0.004, 0.012],
  bright: [0.9, 0.97],
  /** Pixels of the picture along a texel between which a place begins to be sharp and is sharp enough. */
  densities: [0.35, 0.9],
  /** Pixels of the picture over which it fades in at its own edges. */
  border: [1, 5],
  /** How far behind what is nearest a place still counts as seen, metres. */
  depthTolerance: 0.0015,
  /** How far around what stands so far before it nothing counts, metres: heads never lie exactly where they should. */
  edgeReach: 0.003,
  edgeStep: 0.008,
} as const;

/** A picture of a head, or the part of it that shows the head. */
export interface ReliefView extends PosedHead {
  /** sRGB, row by row from the top, not mirrored, [part's height × part's width × 4]; alpha is not looked at. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  /** What of the picture, which is `width` × `height`, the pixels are, and how many of them lie along one of its own. */
  readonly part: PicturePart;
}

/** A part of a picture, drawn larger or smaller. */
export interface PicturePart {
  /** Its left and upper edge, pixels of the picture. */
  readonly left: number;
  readonly top: number;
  /** Its own size, pixels of its own. */
  readonly width: number;
  readonly height: number;
  /** Pixels of its own along one of the picture's. */
  readonly scale: number;
}

/**
 * Lays pictures of one head on its atlas and keeps what folds make of the light. Allocates nothing per picture: its steps
 * hand arrays over, since numbers between functions are boxed.
 */
export class ReliefUnwrap {
  readonly surface: ReliefSurface;
  readonly #layout: ReliefLayout;
  readonly #contrast: LocalContrast;
  readonly #levels = createLumaLevels();
  /** Of each skin texel: picture column, row, distance in metres and cosine, Float32Array [skin texels × 4]. */
  readonly #places: Float32Array;
  /** Float32Array [size × size]. */
  readonly #logs: Float32Array;
  readonly #weights: Float32Array;

  /** @param vertexCount the model's. */
  constructor(layout: ReliefLayout, vertexCount: number) {
    this.#layout = layout;
    this.surface = new ReliefSurface(layout, vertexCount);
    this.#contrast = new LocalContrast(layout.size);
    this.#places = new Float32Array(layout.table.texels.length * 4);
    this.#logs = new Float32Array(layout.size ** 2);
    this.#weights = new Float32Array(layout.size ** 2);
  }

  /**
   * Writes what a picture shows of the relief; all weights are 0 where there is no head to be seen.
   * @param target [size × size] of the layout.
   */
  observe(view: ReliefView, target: ReliefObservation): void {
    this.#weights.fill(0);
    if (this.surface.update(view)) {
      this.#place();
      this.#weigh(view);
      this.#hide();
      this.#look(view);
    }
    this.#contrast.apply(this.#logs, this.#weights, target);
  }

  /** Where each texel lies in the picture. */
  #place(): void {
    const { vertices, weights } = this.#layout.table;
    const { places, facing } = this.surface.vertices;
    const target = this.#places;
    for (let corner = 0; corner < vertices.length; corner += 3) {
      const a = vertices[corner] ?? 0;
      const b = vertices[corner + 1] ?? 0;
      const c = vertices[corner + 2] ?? 0;
      const wa = weights[corner] ?? 0;
      const wb = weights[corner + 1] ?? 0;
      const wc = weights[corner + 2] ?? 0;
      const at = (corner / 3) * 4;
      for (let axis = 0; axis < 3; axis += 1) {
        target[at + axis] =
          wa * (places[a * 3 + axis] ?? 0) +
          wb * (places[b * 3 + axis] ?? 0) +
          wc * (places[c * 3 + axis] ?? 0);
      }
      target[at + 3] = wa * (facing[a] ?? 0) + wb * (facing[b] ?? 0) + wc * (facing[c] ?? 0);
    }
  }

  /** How well the surface at each texel can be seen, whatever the picture shows. */
  #weigh({ part }: ReliefView): void {
    const { cosines, densities: sharp, border: edge } = RELIEF_SPECIFICATION;
    const { texels, triangles } = this.#layout.table;
    const { reliability } = this.#layout;
    const { densities } = this.surface;
    const places = this.#places;
    const width = part.width / part.scale;
    const height = part.height / part.scale;
    for (let entry = 0; entry < texels.length; entry += 1) {
      const column = (places[entry * 4] ?? 0) - part.left;
      const row = (places[entry * 4 + 1] ?? 0) - part.top;
      const border = Math.min(Math.min(column, row), Math.min(width - column, height - row));
      // What is behind the camera is not a number, which becomes 0.
      this.#weights[texels[entry] ?? 0] =
        (reliability[entry] ?? 0) *
        smoothstep(cosines[0], cosines[1], places[entry * 4 + 3] ?? 0) *
        smoothstep(sharp[0], sharp[1], densities[triangles[entry] ?? 0] ?? 0) *
        smoothstep(edge[0], edge[1], border);
    }
  }

  /** Takes out what something lies before, or far before and so near in the picture that it might. */
  #hide(): void {
    const { edgeReach, edgeStep, depthTolerance } = RELIEF_SPECIFICATION;
    const { texels } = this.#layout.table;
    const { raster, left, top, side, focal } = this.surface;
    const { depths } = raster;
    const perPixel = DEPTH_SIZE / side;
    const places = this.#places;
    for (let entry = 0; entry < texels.length; entry += 1) {
      const texel = texels[entry] ?? 0;
      if (this.#weights[texel] === 0) {
        continue;
      }
      const distance = places[entry * 4 + 2] ?? 0;
      const cosine = Math.min(places[entry * 4 + 3] ?? 0, 1);
      // Across a pixel's diagonal a steep surface comes nearer by itself.
      const pixel = distance / (focal * perPixel);
      const slope = (Math.sqrt(1 - cosine * cosine) / cosine) * pixel;
      const before = -1 / (distance - depthTolerance - slope);
      const farBefore = -1 / (distance - edgeStep - slope);
      const reach = edgeReach / pixel;
      const x = ((places[entry * 4] ?? 0) - left) * perPixel;
      const y = ((places[entry * 4 + 1] ?? 0) - top) * perPixel;
      const isHidden =
        depthAt(depths, x, y) < before ||
        depthAt(depths, x - reach, y - reach) < farBefore ||
        depthAt(depths, x + reach, y - reach) < farBefore ||
        depthAt(depths, x - reach, y + reach) < farBefore ||
        depthAt(depths, x + reach, y + reach) < farBefore;
      if (isHidden) {
        this.#weights[texel] = 0;
      }
    }
  }

  /** Takes the picture's brightness where it can be seen, linear between pixels' middles. */
  #look({ pixels, part }: ReliefView): void {
    const { dark, bright, blackOffset } = RELIEF_SPECIFICATION;
    const { texels } = this.#layout.table;
    const places = this.#places;
    const levels = this.#levels;
    for (let entry = 0; entry < texels.length; entry += 1) {
      const texel = texels[entry] ?? 0;
      const weight = this.#weights[texel] ?? 0;
      if (weight === 0) {
        continue;
      }
      const column = ((places[entry * 4] ?? 0) - part.left) * part.scale - 0.5;
      const row = ((places[entry * 4 + 1] ?? 0) - part.top) * part.scale - 0.5;
      const left = Math.min(Math.max(Math.floor(column), 0), part.width - 2);
      const top = Math.min(Math.max(Math.floor(row), 0), part.height - 2);
      const x = Math.min(Math.max(column - left, 0), 1);
      const y = Math.min(Math.max(row - top, 0), 1);
      const upper = (top * part.width + left) * 4;
      const lower = upper + part.width * 4;
      const above = lumaAt(levels, pixels, upper) * (1 - x) + lumaAt(levels, pixels, upper + 4) * x;
      const below = lumaAt(levels, pixels, lower) * (1 - x) + lumaAt(levels, pixels, lower + 4) * x;
      const brightness = above * (1 - y) + below * y;
      this.#logs[texel] = Math.log(brightness + blackOffset);
      this.#weights[texel] =
        weight * smoothstep(dark[0], dark[1], brightness) * smoothstep(bright[1], bright[0], brightness);
    }
  }
}

/** How much each level of red, green and blue adds to the brightness, Float32Array [3 × 256]. */
function createLumaLevels(): Float32Array {
  const linear = createLinearLevels();
  return Float32Array.from(
    { length: 768 },
    (_, i) => (RELIEF_SPECIFICATION.luma[Math.floor(i / 256)] ?? 0) * (linear[i % 256] ?? 0),
  );
}

function lumaAt(levels: Float32Array, pixels: Uint8Array | Uint8ClampedArray, at: number): number {
  return (
    (levels[pixels[at] ?? 0] ?? 0) +
    (levels[256 + (pixels[at + 1] ?? 0)] ?? 0) +
    (levels[512 + (pixels[at + 2] ?? 0)] ?? 0)
  );
}

/** Nothing lies beside the raster. */
function depthAt(depths: Float64Array, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= DEPTH_SIZE || row >= DEPTH_SIZE) {
    return Number.POSITIVE_INFINITY;
  }
  return depths[row * DEPTH_SIZE + column] ?? Number.POSITIVE_INFINITY;
}
