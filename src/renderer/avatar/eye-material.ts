import { Color, MeshPhysicalMaterial, type Vector3 } from 'three';

/** Colours of an eye, shared by every display. */
export const EYE_COLORS = { white: 0xf1ece6, iris: 0x2c4a52, pupil: 0x0a0e10 } as const;
/** Share of the iris the pupil takes: a mid-sized pupil in room light. */
export const PUPIL_SHARE = 0.42;
/** Sine of the angle between gaze and the iris's border: a 11.8 mm iris on a ball of 24 mm. */
const IRIS_SINE = 0.49;

/**
 * A wet eyeball with an iris around its +Z axis, painted by direction from its centre: needs neither texture nor UVs.
 * @param centre of the eyeball at rest, in the geometry's frame.
 */
export function createEyeMaterial(centre: Vector3): MeshPhysicalMaterial {
  const material = new MeshPhysicalMaterial({
    color: EYE_COLORS.white,
    roughness: 0.3,
    clearcoat: 1,
    clearcoatRoughness: 0.05,
  });
  material.onBeforeCompile = (shader) => {
    shader.uniforms.eyeCentre = { value: centre };
    shader.uniforms.irisColor = { value: new Color(EYE_COLORS.iris) };
    shader.uniforms.pupilColor = { value: new Color(EYE_COLORS.pupil) };
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nuniform vec3 eyeCentre;\nvarying vec3 fromEyeCentre;')
      .replace('#include <uv_vertex>', '#include <uv_vertex>\nfromEyeCentre = position - eyeCentre;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${PAINT_EYE}`)
      .replace('#include <color_fragment>', 'paintEye(diffuseColor.rgb);');
  };
  return material;
}

const PAINT_EYE = /* glsl */ `
uniform vec3 irisColor;
uniform vec3 pupilColor;
varying vec3 fromEyeCentre;

void paintEye(inout vec3 color) {
  vec3 direction = normalize(fromEyeCentre);
  float radius = direction.z > 0.0 ? length(direction.xy) / ${IRIS_SINE} : 2.0;
  float softness = max(fwidth(radius), 0.04);
  // Darker towards the limbus, lighter round the pupil.
  vec3 iris = irisColor * (1.5 - radius);
  iris = mix(pupilColor, iris, smoothstep(-softness, softness, radius - ${PUPIL_SHARE}));
  color = mix(iris, color, smoothstep(-softness, softness, radius - 1.0));
}`;
