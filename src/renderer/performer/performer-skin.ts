import { Color, MeshPhysicalMaterial, Vector3 } from 'three';
import { evaluateLandmarks } from '../../shared/core/face/landmark-set.ts';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';

/** sRGB of the lightest, a middle and the darkest skin. */
const TONES = [0xf0cdb8, 0xb9835f, 0x4a2c20] as const;

/** Upper edges of both brows from the inner end outwards, and the lips' outline, as MediaPipe's landmarks. */
const BROW_LEFT = [285, 295, 282, 283, 276] as const;
const BROW_RIGHT = [55, 65, 52, 53, 46] as const;
const LIPS = [61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91] as const;

/** Skin of any tone, with brows and lips painted where the face model's landmarks say. */
export function createPerformerSkin(face: PosableFace, tone: number): MeshPhysicalMaterial {
  const color = mixTone(tone);
  const material = new MeshPhysicalMaterial({
    color,
    roughness: 0.55,
    sheen: 0.35,
    sheenRoughness: 0.5,
    sheenColor: color.clone().lerp(new Color(0xff9a80), 0.5),
  });
  const points = landmarksOf(face);
  const marks = (indices: readonly number[]) =>
    indices.map((index) => new Vector3().fromArray(points, index * 3));
  material.onBeforeCompile = (shader) => {
    shader.uniforms.browLeft = { value: marks(BROW_LEFT) };
    shader.uniforms.browRight = { value: marks(BROW_RIGHT) };
    shader.uniforms.lips = { value: marks(LIPS) };
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nvarying vec3 atRest;')
      .replace('#include <uv_vertex>', '#include <uv_vertex>\natRest = position;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${PAINT_SKIN}`)
      .replace('#include <color_fragment>', 'paintSkin(diffuseColor.rgb);');
  };
  return material;
}

function mixTone(tone: number): Color {
  const [light, middle, dark] = TONES;
  return tone < 0.5
    ? new Color(light).lerp(new Color(middle), tone * 2)
    : new Color(middle).lerp(new Color(dark), tone * 2 - 1);
}

/** MediaPipe's landmarks on the face at rest, metres; none painted for a model without them. */
function landmarksOf({ model, neutral }: PosableFace): Float32Array {
  const set = model.landmarks.mediapipe478;
  if (set === undefined) {
    return new Float32Array(478 * 3).fill(Number.POSITIVE_INFINITY);
  }
  const points = new Float32Array(set.pointCount * 3);
  evaluateLandmarks(set, 0, model.triangles, neutral, points);
  return points;
}

const PAINT_SKIN = /* glsl */ `
uniform vec3 browLeft[5];
uniform vec3 browRight[5];
uniform vec3 lips[12];
varying vec3 atRest;

float toSegment(vec3 a, vec3 b) {
  vec3 along = b - a;
  float share = clamp(dot(atRest - a, along) / dot(along, along), 0.0, 1.0);
  return length(atRest - a - share * along);
}

float browShare(vec3 brow[5]) {
  float share = 0.0;
  for (int i = 0; i < 4; i++) {
    float width = mix(0.0042, 0.0018, float(i) / 3.0);
    share = max(share, 1.0 - smoothstep(0.4 * width, width, toSegment(brow[i], brow[i + 1])));
  }
  return share;
}

/** Inside the lips' outline, seen from the front. */
float lipShare() {
  bool isInside = false;
  float border = 1.0;
  for (int i = 0, j = 11; i < 12; j = i++) {
    vec3 a = lips[i];
    vec3 b = lips[j];
    if ((a.y > atRest.y) != (b.y > atRest.y)
        && atRest.x < (b.x - a.x) * (atRest.y - a.y) / (b.y - a.y) + a.x) {
      isInside = !isInside;
    }
    border = min(border, toSegment(a, b));
  }
  return isInside && atRest.z > lips[0].z - 0.012 ? smoothstep(0.0, 0.0015, border) : 0.0;
}

void paintSkin(inout vec3 color) {
  vec3 skin = color;
  color = mix(color, skin * vec3(0.82, 0.5, 0.5), 0.8 * lipShare());
  color = mix(color, skin * 0.22, 0.85 * max(browShare(browLeft), browShare(browRight)));
}`;
