import {
  createSurfaceRaster,
  interpolateOverPixels,
  rasteriseSurface,
  type SurfaceRaster,
} from '../../src/shared/core/detail/surface-raster.ts';
import type { FaceModel } from '../../src/shared/core/face/face-model.ts';
import type { Bounds } from '../../src/shared/core/face/head-bounds.ts';
import { isHeldByJoint } from '../../src/shared/core/face/held-triangles.ts';
import type { PosableFace } from '../../src/shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../src/shared/core/face/vertex-normals.ts';

/** From where a head is looked at, and from where it is lit. Angles in radians. */
export interface HeadView {
  /** The head's turn to its left. */
  readonly yaw: number;
  /** The head's nod downwards. */
  readonly pitch: number;
  /** Where the key light comes from in the camera's frame, unit length. */
  readonly light: readonly [number, number, number];
}

/** A picture of a head in which every pixel knows what it shows. */
export interface HeadPicture {
  readonly raster: SurfaceRaster;
  /** Point of the head at rest that each pixel shows, metres, Float32Array [size × size × 3]. */
  readonly points: Float32Array;
  /** Unit normals there, turned as the picture is, Float32Array [size × size × 3]; z towards the camera. */
  readonly normals: Float32Array;
  /** RGBA, Uint8ClampedArray [size × size × 4]. */
  readonly pixels: Uint8ClampedArray;
}

const PICTURE_SIZE = 512;
/** Metres from the head's middle to the camera: a face before a webcam. */
const CAMERA_DISTANCE = 0.7;
/** Share of the picture's height that the head takes. */
const HEAD_SHARE = 0.72;
const SKIN = [0.82, 0.62, 0.53];
const EYE_WHITE = [0.92, 0.9, 0.88];
const IRIS = [0.2, 0.25, 0.24];
const PUPIL = [0.03, 0.03, 0.04];
const BACKGROUND = [0.45, 0.43, 0.4];
/** Sine of the angle between gaze and the border of iris and pupil: 11.8 and 5 mm on a ball of 24 mm. */
const IRIS_SINE = 0.49;
const PUPIL_SINE = 0.21;
const AMBIENT = 0.45;
const KEY = 0.6;

/** Draws a face's neutral as a webcam would see it, lit softly, its skin even and its eyes painted. */
export function pictureHead(face: PosableFace, bounds: Bounds, view: HeadView): HeadPicture {
  const { triangles } = face.model;
  const turned = turn(face.neutral, bounds, view);
  const normals = new Float32Array(turned.length);
  computeVertexNormals(turned, triangles, normals);
  const raster = rasteriseSurface(project(turned, bounds), triangles, createSurfaceRaster(PICTURE_SIZE));
  const points = interpolateOverPixels(raster, triangles, face.neutral);
  const pixelNormals = interpolateOverPixels(raster, triangles, normals);
  const albedo = paintPlainHead(face, raster, points);
  return { raster, points, normals: pixelNormals, pixels: shade(raster, pixelNormals, albedo, view.light) };
}

/** The vertices turned about the head's middle, which becomes the origin. */
function turn(vertices: Float32Array, { low, high }: Bounds, { yaw, pitch }: HeadView): Float32Array {
  const middle = low.map((value, axis) => (value + (high[axis] ?? 0)) / 2);
  const turned = new Float32Array(vertices.length);
  for (let at = 0; at < vertices.length; at += 3) {
    const x = (vertices[at] ?? 0) - (middle[0] ?? 0);
    const y = (vertices[at + 1] ?? 0) - (middle[1] ?? 0);
    const z = (vertices[at + 2] ?? 0) - (middle[2] ?? 0);
    const noddedY = y * Math.cos(pitch) - z * Math.sin(pitch);
    const noddedZ = y * Math.sin(pitch) + z * Math.cos(pitch);
    turned[at] = x * Math.cos(yaw) + noddedZ * Math.sin(yaw);
    turned[at + 1] = noddedY;
    turned[at + 2] = noddedZ * Math.cos(yaw) - x * Math.sin(yaw);
  }
  return turned;
}

/** Perspective; within a triangle of a few millimetres the raster's linear weights are as good. */
function project(turned: Float32Array, { low, high }: Bounds): Float32Array {
  const scale = ((2 * HEAD_SHARE) / (high[1] - low[1])) * CAMERA_DISTANCE;
  const projected = new Float32Array(turned.length);
  for (let at = 0; at < turned.length; at += 3) {
    const depth = CAMERA_DISTANCE - (turned[at + 2] ?? 0);
    projected[at] = (scale * (turned[at] ?? 0)) / depth;
    projected[at + 1] = (-scale * (turned[at + 1] ?? 0)) / depth;
    projected[at + 2] = depth;
  }
  return projected;
}

/** Even skin and painted eyes, Float32Array [size × size × 3]. */
function paintPlainHead(face: PosableFace, { triangles }: SurfaceRaster, points: Float32Array): Float32Array {
  const albedo = new Float32Array(points.length);
  triangles.forEach((triangle, pixel) => {
    const eye = triangle < 0 ? undefined : eyeOf(face.model, triangle);
    albedo.set(eye === undefined ? SKIN : eyeColour(face, eye, points, pixel * 3), pixel * 3);
  });
  return albedo;
}

/** Joint of the eye that a triangle belongs to. */
function eyeOf(model: FaceModel, triangle: number): number | undefined {
  return ['eyeLeft', 'eyeRight']
    .map((name) => model.jointNames.indexOf(name))
    .find((joint) => joint >= 0 && isHeldByJoint(model, triangle, joint));
}

function eyeColour(face: PosableFace, eye: number, points: Float32Array, at: number): readonly number[] {
  const [x = 0, y = 0, z = 0] = [0, 1, 2].map(
    (axis) => (points[at + axis] ?? 0) - (face.neutralJoints[eye * 3 + axis] ?? 0),
  );
  const sine = Math.hypot(x, y) / Math.hypot(x, y, z);
  return sine < PUPIL_SINE ? PUPIL : sine < IRIS_SINE ? IRIS : EYE_WHITE;
}

function shade(
  raster: SurfaceRaster,
  normals: Float32Array,
  albedo: Float32Array,
  light: HeadView['light'],
): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(raster.triangles.length * 4).fill(255);
  for (let pixel = 0; pixel < raster.triangles.length; pixel += 1) {
    const at = pixel * 3;
    const isHead = (raster.triangles[pixel] ?? -1) >= 0;
    const facing = light.reduce((sum, value, axis) => sum + value * (normals[at + axis] ?? 0), 0);
    const brightness = AMBIENT + KEY * Math.max(0, facing);
    for (let channel = 0; channel < 3; channel += 1) {
      const colour = isHead ? (albedo[at + channel] ?? 0) * brightness : (BACKGROUND[channel] ?? 0);
      pixels[pixel * 4 + channel] = colour * 255;
    }
  }
  return pixels;
}
