import {
  createProjectedVertices,
  focalLength,
  type ProjectedVertices,
  projectVertices,
} from '../../identity/skin/projected-vertices.ts';
import type { SkinView } from '../../identity/skin/skin-view.ts';
import { createSurfaceRaster, rasteriseSurface, type SurfaceRaster } from '../surface-raster.ts';
import type { ReliefLayout } from './relief-layout.ts';

/** Pixels along an edge of the raster that tells what hides what: on a head about 2 mm wide. */
export const DEPTH_SIZE = 128;

/** How a head stands in a picture of so many pixels, as of `SkinView`. */
export type PosedHead = Pick<SkinView, 'vertices' | 'width' | 'height' | 'fieldOfView'>;

/** A head in a picture, as laying the picture on its atlas needs it; overwritten by each update. */
export class ReliefSurface {
  readonly vertices: ProjectedVertices;
  /**
   * Pixels of the picture along a texel of the atlas, in each triangle (square root of the ratio of their areas),
   * Float32Array [triangles]; 0 where it does not turn to the camera.
   */
  readonly densities: Float32Array;
  /** What is nearest of what turns to the camera: depths are negative inverse distances, 1/m. */
  readonly raster: SurfaceRaster = createSurfaceRaster(DEPTH_SIZE);
  /** The square of the picture that the raster covers, pixels: its left and upper edge and its side. */
  left = 0;
  top = 0;
  side = 1;
  /** Focal length of the picture's camera, pixels. */
  focal = 1;
  readonly #layout: Pick<ReliefLayout, 'triangles' | 'areas'>;
  /** In the raster, Float32Array [vertices × 3]. */
  readonly #projected: Float32Array;
  /** The triangles that turn to the camera, Uint32Array [triangles × 3], and how many they are. */
  readonly #front: Uint32Array;
  #frontCount = 0;

  /** @param vertexCount the model's. */
  constructor(layout: Pick<ReliefLayout, 'triangles' | 'areas'>, vertexCount: number) {
    this.#layout = layout;
    this.vertices = createProjectedVertices(vertexCount);
    this.densities = new Float32Array(layout.areas.length);
    this.#projected = new Float32Array(vertexCount * 3);
    this.#front = new Uint32Array(layout.triangles.length);
  }

  /** Takes over a posed head. @returns whether any of it is before the camera. */
  update(head: PosedHead): boolean {
    const isSeen = this.project(head);
    if (isSeen) {
      this.#rasterise();
    }
    return isSeen;
  }

  /** The same for whoever finds out elsewhere what is nearest: all but the raster. */
  project(head: PosedHead): boolean {
    this.focal = focalLength(head);
    projectVertices(head, this.#layout, this.vertices);
    if (!this.#findSquare(head)) {
      return false;
    }
    this.#measureDensities();
    return true;
  }

  /** The smallest square of the picture, at its corner where it can be, with all of the head that the picture shows. */
  #findSquare({ width, height }: PosedHead): boolean {
    const { places } = this.vertices;
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < places.length; at += 3) {
      const column = places[at] ?? 0;
      const row = places[at + 1] ?? 0;
      // What is behind the camera is nowhere.
      if (Number.isNaN(column)) {
        continue;
      }
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
    }
    this.left = Math.max(left, 0);
    this.top = Math.max(top, 0);
    this.side = Math.max(Math.min(right, width) - this.left, Math.min(bottom, height) - this.top);
    return this.side > 0 && this.side < Number.POSITIVE_INFINITY;
  }

  #measureDensities(): void {
    const { triangles, areas } = this.#layout;
    const { places } = this.vertices;
    this.#frontCount = 0;
    for (let triangle = 0; triangle < areas.length; triangle += 1) {
      const a = (triangles[triangle * 3] ?? 0) * 3;
      const b = (triangles[triangle * 3 + 1] ?? 0) * 3;
      const c = (triangles[triangle * 3 + 2] ?? 0) * 3;
      const bx = (places[b] ?? 0) - (places[a] ?? 0);
      const by = (places[b + 1] ?? 0) - (places[a + 1] ?? 0);
      const cx = (places[c] ?? 0) - (places[a] ?? 0);
      const cy = (places[c + 1] ?? 0) - (places[a + 1] ?? 0);
      // Rows go downwards: what is counter-clockwise seen from outside turns the other way in a picture.
      const area = (by * cx - bx * cy) / 2;
      this.densities[triangle] = area > 0 ? Math.sqrt(area / (areas[triangle] ?? 1)) : 0;
      if (area > 0) {
        const at = this.#frontCount * 3;
        this.#front[at] = a / 3;
        this.#front[at + 1] = b / 3;
        this.#front[at + 2] = c / 3;
        this.#frontCount += 1;
      }
    }
  }

  #rasterise(): void {
    const { places } = this.vertices;
    const projected = this.#projected;
    for (let at = 0; at < places.length; at += 3) {
      projected[at] = (2 * ((places[at] ?? 0) - this.left)) / this.side - 1;
      projected[at + 1] = (2 * ((places[at + 1] ?? 0) - this.top)) / this.side - 1;
      // Unlike the distance its inverse is linear in the picture.
      projected[at + 2] = -1 / (places[at + 2] ?? 0);
    }
    rasteriseSurface(projected, this.#front.subarray(0, this.#frontCount * 3), this.raster);
  }
}
