import {
  BRIGHTER,
  HAIR,
  LEAST_SEEN,
  REACH_SHARE,
} from '../../../shared/core/detail/relief/local-contrast.ts';
import { RELIEF_SIZE, SHADING_RANGE } from '../../../shared/core/detail/relief/relief-observation.ts';
import { DEPTH_SIZE } from '../../../shared/core/detail/relief/relief-surface.ts';
import { RELIEF_SPECIFICATION } from '../../../shared/core/detail/relief/relief-unwrap.ts';

const { blackOffset, luma, cosines, dark, bright, densities, border, depthTolerance, edgeReach, edgeStep } =
  RELIEF_SPECIFICATION;

/** Vertices in a row of the texture that holds them, and densities in a row of theirs. */
export const TABLE_WIDTH = 128;

/** Nearest that a head can come, metres: where depth 0 is. */
const NEAREST = 0.05;

const PREAMBLE = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
`;

const pair = ([from, to]: readonly [number, number]) => `${float(from)}, ${float(to)}`;

function float(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}

/** Draws the head by what its vertices' table says, in the square of the picture that shows it; only depth is written. */
export const DEPTH_VERTEX_SHADER = `${PREAMBLE}
uniform sampler2D vertices;
uniform vec3 square;

void main() {
  vec4 place = texelFetch(vertices, ivec2(gl_VertexID % ${TABLE_WIDTH}, gl_VertexID / ${TABLE_WIDTH}), 0);
  vec2 position = 2.0 * (place.xy - square.xy) / square.z - 1.0;
  // Unlike the distance its inverse is linear in the picture. Behind the camera nothing is drawn.
  float depth = place.z > ${float(NEAREST)} ? 1.0 - ${float(NEAREST)} / place.z : 2.0;
  gl_Position = vec4(position, 2.0 * depth - 1.0, 1.0);
}`;

export const DEPTH_FRAGMENT_SHADER = `${PREAMBLE}
void main() {}`;

/** Covers the whole target. */
export const FULL_VERTEX_SHADER = `${PREAMBLE}
void main() {
  gl_Position = vec4(4.0 * float(gl_VertexID & 1) - 1.0, 2.0 * float(gl_VertexID & 2) - 1.0, 0.0, 1.0);
}`;

/** Weight and logarithm of the brightness of each texel. */
export const LOOK_FRAGMENT_SHADER = `${PREAMBLE}
uniform usampler2D corners;
uniform sampler2D shares;
uniform sampler2D vertices;
uniform sampler2D triangleDensities;
uniform sampler2D depths;
uniform sampler2D picture;
uniform vec3 square;
uniform vec2 pictureSize;
uniform float focal;
layout(location = 0) out vec2 look;

vec4 rowOf(sampler2D table, uint index) {
  return texelFetch(table, ivec2(int(index) % ${TABLE_WIDTH}, int(index) / ${TABLE_WIDTH}), 0);
}

float distanceAt(vec2 place) {
  ivec2 pixel = ivec2(floor(place));
  if (pixel.x < 0 || pixel.y < 0 || pixel.x >= ${DEPTH_SIZE} || pixel.y >= ${DEPTH_SIZE}) {
    return 1e6;
  }
  return ${float(NEAREST)} / max(1.0 - texelFetch(depths, pixel, 0).x, 1e-6);
}

bool isHidden(vec4 place) {
  float perPixel = ${float(DEPTH_SIZE)} / square.z;
  float cosine = min(place.w, 1.0);
  float pixel = place.z / (focal * perPixel);
  float slope = sqrt(1.0 - cosine * cosine) / cosine * pixel;
  float before = place.z - ${float(depthTolerance)} - slope;
  float farBefore = place.z - ${float(edgeStep)} - slope;
  float reach = ${float(edgeReach)} / pixel;
  vec2 at = (place.xy - square.xy) * perPixel;
  return distanceAt(at) < before
    || distanceAt(at + vec2(-reach, -reach)) < farBefore
    || distanceAt(at + vec2(reach, -reach)) < farBefore
    || distanceAt(at + vec2(-reach, reach)) < farBefore
    || distanceAt(at + vec2(reach, reach)) < farBefore;
}

void main() {
  look = vec2(0.0);
  ivec2 texel = ivec2(gl_FragCoord.xy);
  uvec4 corner = texelFetch(corners, texel, 0);
  if (corner.w == 0u) {
    return;
  }
  vec4 share = texelFetch(shares, texel, 0);
  vec4 place = share.x * rowOf(vertices, corner.x) + share.y * rowOf(vertices, corner.y) + share.z * rowOf(vertices, corner.z);
  float density = rowOf(triangleDensities, corner.w - 1u).x;
  vec2 edges = min(place.xy, pictureSize - place.xy);
  float weight = share.w
    * smoothstep(${pair(cosines)}, place.w)
    * smoothstep(${pair(densities)}, density)
    * smoothstep(${pair(border)}, min(edges.x, edges.y));
  // Not so for what is behind the camera either, which is not a number.
  if (!(weight > 0.0) || !(place.z > 0.0) || isHidden(place)) {
    return;
  }
  vec3 color = textureLod(picture, place.xy / pictureSize, max(log2(density), 0.0)).rgb;
  float brightness = dot(color, vec3(${luma.map(float).join(', ')}));
  weight *= smoothstep(${pair(dark)}, brightness) * (1.0 - smoothstep(${pair(bright)}, brightness));
  look = vec2(weight, log(brightness + ${float(blackOffset)}));
}`;

const REACH = RELIEF_SIZE * REACH_SHARE;

/** Sums along rows of the weights and the weighted logarithms. */
export const ROW_FRAGMENT_SHADER = `${PREAMBLE}
uniform sampler2D looks;
layout(location = 0) out vec2 sums;

void main() {
  ivec2 texel = ivec2(gl_FragCoord.xy);
  sums = vec2(0.0);
  for (int x = max(texel.x - ${REACH}, 0); x <= min(texel.x + ${REACH}, ${RELIEF_SIZE - 1}); x++) {
    vec2 look = texelFetch(looks, ivec2(x, texel.y), 0).xy;
    sums += vec2(look.x, look.x * look.y);
  }
}`;

/** Sums over a texel's box of the weights and the weighted logarithms, of their sums along rows. */
const BOX_FUNCTION = `
uniform sampler2D looks;
uniform sampler2D rows;

vec2 boxSums(ivec2 texel) {
  vec2 sums = vec2(0.0);
  for (int y = max(texel.y - ${REACH}, 0); y <= min(texel.y + ${REACH}, ${RELIEF_SIZE - 1}); y++) {
    sums += texelFetch(rows, ivec2(texel.x, y), 0).xy;
  }
  return sums;
}`;

/** Weight and logarithm again, of what lies above the mean by one pair of logarithms. */
function keepAboveShader(limits: readonly [number, number]): string {
  return `${PREAMBLE}${BOX_FUNCTION}
layout(location = 0) out vec2 kept;

void main() {
  ivec2 texel = ivec2(gl_FragCoord.xy);
  vec2 sums = boxSums(texel);
  vec2 look = texelFetch(looks, texel, 0).xy;
  kept = vec2(look.x * smoothstep(${pair(limits)}, look.y - sums.y / max(sums.x, 1e-6)), look.y);
}`;
}

export const BRIGHTER_FRAGMENT_SHADER = keepAboveShader(BRIGHTER);
export const HAIR_FRAGMENT_SHADER = keepAboveShader(HAIR);

/** What is left without the mean of the box: shading + 128 in red, weight in green. */
export const CONTRAST_FRAGMENT_SHADER = `${PREAMBLE}${BOX_FUNCTION}
layout(location = 0) out vec4 relief;

void main() {
  ivec2 texel = ivec2(gl_FragCoord.xy);
  vec2 sums = boxSums(texel);
  vec2 look = texelFetch(looks, texel, 0).xy;
  float weight = sums.x < ${float(LEAST_SEEN * (2 * REACH + 1) ** 2)} ? 0.0 : floor(255.0 * look.x + 0.5);
  float contrast = clamp((look.y - sums.y / max(sums.x, 1e-6)) / ${float(SHADING_RANGE)}, -1.0, 1.0);
  float shading = weight == 0.0 ? 0.0 : floor(127.0 * contrast + 0.5);
  relief = vec4((shading + 128.0) / 255.0, weight / 255.0, 0.0, 1.0);
}`;
