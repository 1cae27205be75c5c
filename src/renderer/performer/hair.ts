import {
  BufferAttribute,
  BufferGeometry,
  Color,
  Mesh,
  MeshStandardMaterial,
  SRGBColorSpace,
  Vector3,
} from 'three';
import type { Rgb } from '../../shared/core/face/skin-look.ts';
import { smoothstep } from '../../shared/core/tracking/interpolation.ts';
import type { HeadMesh } from '../avatar/head-mesh.ts';

/** A line that hair ends at: its place along one axis for a place along another, centimetres from between the eyes. */
type Hairline = readonly (readonly [at: number, limit: number])[];

/** How far forward hair grows, by height. */
const FRONT: Hairline = [
  [-3, -6.8],
  [2, -6],
  [4, -4.6],
  [5.6, -2.6],
  [7, 0.6],
  [8.5, 6],
];

/** How far down hair reaches, by depth (back is negative). */
const BOTTOM: Readonly<Record<'short' | 'long', Hairline>> = {
  short: [
    [-13, -6.5],
    [-10.5, -4],
    [-8.5, 0.5],
    [-6, -0.5],
  ],
  long: [
    [-13, -15],
    [-9, -13],
    [-7, -9],
    [-6, -3],
  ],
};

/** Thickness of the cap, metres, and over how many centimetres it grows from nothing. */
const THICKNESS = { short: 0.011, long: 0.02 } as const;
const EDGE = 2.8;
/** The cap's border lies this far under the skin, metres, so that the two never flicker. */
const SUNK = 0.002;

/** An ear, which hair leaves free: its middle and half axes, centimetres. */
const EAR = { middle: [7.6, -1.3, -8], axes: [2.4, 3.9, 3] } as const;

/**
 * Hair as a cap: the scalp drawn once more, lifted off along its normals, so that it follows whatever the head does.
 * @param eyes the place between the eyes at rest, in the model's frame, metres.
 */
export function createHair(
  head: HeadMesh,
  length: 'short' | 'long',
  color: Rgb,
  eyes: Vector3,
): Mesh<BufferGeometry, MeshStandardMaterial> {
  const { geometry } = head.mesh;
  const cap = new BufferGeometry();
  for (const [name, attribute] of Object.entries(geometry.attributes)) {
    cap.setAttribute(name, attribute);
  }
  const lifts = hairLifts(geometry, length, eyes);
  cap.setAttribute('hairLift', new BufferAttribute(lifts, 1));
  const corners = geometry.getIndex()?.array ?? [];
  const covered: number[] = [];
  for (let i = 0; i + 2 < corners.length; i += 3) {
    const triangle = [corners[i] ?? 0, corners[i + 1] ?? 0, corners[i + 2] ?? 0];
    if (triangle.some((vertex) => (lifts[vertex] ?? 0) > -SUNK)) {
      covered.push(...triangle);
    }
  }
  cap.setIndex(covered);
  const material = createHairMaterial(color);
  head.deform(material);
  const mesh = new Mesh(cap, material);
  mesh.frustumCulled = false;
  return mesh;
}

/** How far each drawn vertex is lifted, metres; −SUNK where no hair grows. */
function hairLifts(geometry: BufferGeometry, length: 'short' | 'long', eyes: Vector3): Float32Array {
  const position = geometry.getAttribute('position');
  const point = new Vector3();
  return Float32Array.from({ length: position.count }, (_, vertex) => {
    point.fromBufferAttribute(position, vertex).sub(eyes).multiplyScalar(100);
    return -SUNK + (THICKNESS[length] + SUNK) * hairShare(point, length);
  });
}

/** 0 where no hair grows, 1 where it has its full thickness. */
function hairShare({ x, y, z }: Vector3, length: 'short' | 'long'): number {
  // No hairline is a line: it comes forward and draws back along the forehead.
  const behindFront = limitAt(FRONT, y) - z + 0.35 * Math.sin(2.1 * x + 0.7) + 0.2 * Math.sin(5.3 * x);
  const aboveBottom = y - limitAt(BOTTOM[length], z);
  const share = smoothstep(0, EDGE, behindFront) * smoothstep(0, EDGE, aboveBottom);
  const { middle, axes } = EAR;
  const fromEar = Math.hypot(
    (Math.abs(x) - middle[0]) / axes[0],
    (y - middle[1]) / axes[1],
    (z - middle[2]) / axes[2],
  );
  return share * smoothstep(1, 2.2, fromEar);
}

function limitAt(line: Hairline, at: number): number {
  const next = line.findIndex(([place]) => place > at);
  const [upperPlace, upper] = line[next < 0 ? line.length - 1 : next] ?? [0, 0];
  const [lowerPlace, lower] = line[Math.max(0, (next < 0 ? line.length : next) - 1)] ?? [0, 0];
  const share = upperPlace > lowerPlace ? (at - lowerPlace) / (upperPlace - lowerPlace) : 0;
  return lower + (upper - lower) * share;
}

function createHairMaterial([red, green, blue]: Rgb): MeshStandardMaterial {
  const color = new Color().setRGB(red / 255, green / 255, blue / 255, SRGBColorSpace);
  const material = new MeshStandardMaterial({ color, roughness: 0.6 });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nattribute float hairLift;\nvarying vec3 hairRoot;')
      .replace(
        '#include <begin_vertex>',
        '#include <begin_vertex>\ntransformed += hairLift * objectNormal;\nhairRoot = position;',
      );
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${STRANDS}`)
      .replace('#include <color_fragment>', 'diffuseColor.rgb *= strandShade();');
  };
  return material;
}

/** Strands that run from the crown down, each a little lighter or darker, in locks of several. */
const STRANDS = /* glsl */ `
varying vec3 hairRoot;

float strandHash(float cell) {
  return fract(sin(cell * 127.1) * 43758.5453);
}

/** Noise about the head's vertical axis, almost the same all the way down. */
float strands(float around, float count) {
  float place = around * count + 0.3 * sin(hairRoot.y * 70.0 + around * 19.0);
  float cell = floor(place);
  return mix(strandHash(cell), strandHash(cell + 1.0), smoothstep(0.0, 1.0, place - cell));
}

float strandShade() {
  float around = atan(hairRoot.x, -0.07 - hairRoot.z);
  return 0.55 + 0.45 * strands(around, 90.0) + 0.3 * strands(around, 37.0) + 0.15 * strands(around, 11.0);
}`;
