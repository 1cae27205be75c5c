import { Color, MeshPhysicalMaterial, type Vector3 } from 'three';

/** Colours of an eye, shared by every display. */
export const EYE_COLORS = { white: 0xf1ece6, iris: 0x2c4a52, pupil: 0x0a0e10 } as const;
/** Share of the iris the pupil takes: a mid-sized pupil in room light. */
export const PUPIL_SHARE = 0.4;
/** Sine of the angle between gaze and the iris's border: a 11.8 mm iris on a ball of 24 mm. */
const IRIS_SINE = 0.49;

/** What may differ from one eye to another. */
export interface EyeOptions {
  readonly iris?: Color;
  /** Whether the eye mirrors a window in the direction of the first lamp, as wet eyes do. */
  readonly mirrorsLight?: boolean;
}

/**
 * A wet eyeball with an iris around its +Z axis, painted by direction from its centre: needs neither texture nor UVs.
 * The upper lid's shadow is painted in, since without it eyes stare.
 *
 * @param centre of the eyeball at rest, in the geometry's frame.
 */
export function createEyeMaterial(
  centre: Vector3,
  { iris = new Color(EYE_COLORS.iris), mirrorsLight = false }: EyeOptions = {},
): MeshPhysicalMaterial {
  const material = new MeshPhysicalMaterial({
    color: EYE_COLORS.white,
    roughness: 0.3,
    clearcoat: 1,
    clearcoatRoughness: 0.04,
  });
  material.onBeforeCompile = (shader) => {
    shader.uniforms.eyeCentre = { value: centre };
    shader.uniforms.irisColor = { value: iris };
    shader.uniforms.pupilColor = { value: new Color(EYE_COLORS.pupil) };
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nuniform vec3 eyeCentre;\nvarying vec3 fromEyeCentre;')
      .replace('#include <uv_vertex>', '#include <uv_vertex>\nfromEyeCentre = position - eyeCentre;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${PAINT_EYE}`)
      .replace('#include <color_fragment>', 'paintEye(diffuseColor.rgb);');
    if (mirrorsLight) {
      shader.fragmentShader = shader.fragmentShader
        .replace(
          '#include <lights_physical_pars_fragment>',
          `#include <lights_physical_pars_fragment>\n${MIRROR}`,
        )
        .replace(
          '#include <opaque_fragment>',
          'outgoingLight += mirroredLight(normal);\n#include <opaque_fragment>',
        );
    }
  };
  material.customProgramCacheKey = () => (mirrorsLight ? 'mirroring eye' : 'eye');
  return material;
}

const PAINT_EYE = /* glsl */ `
uniform vec3 irisColor;
uniform vec3 pupilColor;
varying vec3 fromEyeCentre;

float hashAround(float cell) {
  return fract(sin(cell * 91.7) * 47453.5);
}

/* Threads of the iris: noise around it, the same at every distance from the pupil but for a slight wave. */
float threads(float around, float count) {
  float place = around * count;
  float cell = floor(place);
  float t = smoothstep(0.0, 1.0, place - cell);
  return mix(hashAround(mod(cell, count)), hashAround(mod(cell + 1.0, count)), t);
}

vec3 paintIris(vec2 place, float radius) {
  float around = atan(place.y, place.x) / 6.2831853 + 0.5 + 0.004 * sin(radius * 40.0);
  float fibre = 0.5 * threads(around, 90.0) + 0.3 * threads(around, 37.0) + 0.2 * threads(around, 210.0);
  vec3 color = irisColor * (0.5 + 1.0 * fibre);
  /* A warmer, lighter collar round the pupil, and the dark ring outside. */
  float collar = exp(-pow((radius - 0.5) / 0.13, 2.0)) * (0.35 + 0.65 * threads(around, 55.0));
  color = mix(color, irisColor * vec3(1.9, 1.5, 1.05) + vec3(0.03, 0.015, 0.0), collar * 0.65);
  color *= 1.0 - 0.72 * smoothstep(0.76, 1.0, radius);
  /* Light falls through the cornea onto the side away from it. */
  return color * (1.15 - 0.45 * place.y);
}

void paintEye(inout vec3 color) {
  vec3 direction = normalize(fromEyeCentre);
  float radius = direction.z > 0.0 ? length(direction.xy) / ${IRIS_SINE} : 2.0;
  float softness = max(fwidth(radius), 0.035);
  vec3 iris = paintIris(direction.xy / ${IRIS_SINE}, radius);
  iris = mix(pupilColor, iris, smoothstep(-softness, softness, radius - ${PUPIL_SHARE}));
  float aside = length(direction.xy);
  color *= mix(vec3(1.0), vec3(0.97, 0.86, 0.84), smoothstep(0.55, 1.0, aside));
  color = mix(iris, color, smoothstep(-1.4 * softness, 1.4 * softness, radius - 1.0));
  float lidShade = (1.0 - 0.58 * smoothstep(0.08, 0.5, direction.y)) * (1.0 - 0.25 * smoothstep(-0.22, -0.5, direction.y))
    * (1.0 - 0.45 * smoothstep(0.6, 1.0, abs(direction.x)));
  color *= mix(vec3(0.78, 0.46, 0.40) * lidShade, vec3(1.0), lidShade) * lidShade;
}`;

/**
 * A window with a cross-bar where the first lamp is, and a faint one low on the other side, as a film of tears mirrors
 * them. The upper lid covers the top.
 */
const MIRROR = /* glsl */ `
float pane(vec3 mirrored, vec3 towards, vec2 size) {
  vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), towards));
  vec2 place = vec2(dot(mirrored, right), dot(mirrored, cross(towards, right)));
  vec2 inside = 1.0 - smoothstep(size * 0.55, size, abs(place));
  return inside.x * inside.y * step(0.0, dot(mirrored, towards));
}

vec3 mirroredLight(vec3 normal) {
#if NUM_DIR_LIGHTS > 0
  vec3 mirrored = reflect(-normalize(vViewPosition), normal);
  vec3 towards = directionalLights[0].direction;
  float open = 1.0 - smoothstep(0.3, 0.52, normalize(fromEyeCentre).y);
  float window = pane(mirrored, towards, vec2(0.15, 0.2));
  float below = pane(mirrored, normalize(vec3(-towards.x, -0.5, 0.9)), vec2(0.5, 0.16));
  return open * (0.85 * window + 0.05 * below) * directionalLights[0].color / max(1.0, length(directionalLights[0].color));
#else
  return vec3(0.0);
#endif
}`;
