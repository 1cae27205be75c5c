import { type Color, DoubleSide, MeshPhysicalMaterial, type MeshPhysicalMaterialParameters } from 'three';
import type { PosableFace } from '../../shared/core/face/posable-face.ts';
import { createEyeMaterial } from './eye-material.ts';
import type { HeadMaterials } from './head-mesh.ts';
import { jointOf } from './head-origin.ts';
import type { SkinTextures } from './skin-material.ts';

/** Both eyes of a head, wet. */
export function createEyes(face: PosableFace, iris: Color): Pick<HeadMaterials, 'eyeLeft' | 'eyeRight'> {
  return {
    eyeLeft: createEyeMaterial(jointOf(face, 'eyeLeft'), { iris, mirrorsLight: true }),
    eyeRight: createEyeMaterial(jointOf(face, 'eyeRight'), { iris, mirrorsLight: true }),
  };
}

/** Keeps light from glittering in places that it does not reach, such as the mouth. */
export function shadeGlints(skin: MeshPhysicalMaterial): MeshPhysicalMaterial {
  const compile = skin.onBeforeCompile.bind(skin);
  const key = skin.customProgramCacheKey();
  skin.customProgramCacheKey = () => `${key}, shaded glints`;
  skin.onBeforeCompile = (shader, renderer) => {
    compile(shader, renderer);
    // The skin's surface texture says in blue how much light reaches the place; three reads it for the roughness.
    shader.fragmentShader = shader.fragmentShader.replace(
      '#include <lights_fragment_end>',
      '#include <lights_fragment_end>\nreflectedLight.directSpecular *= pow(texelRoughness.b, 3.0);',
    );
  };
  return skin;
}

/** Teeth with gums, tongue and shirt in the colours of the head's atlas: enamel shines, a tongue is wet, cloth is neither. */
export function createOtherParts({ color }: SkinTextures): Pick<HeadMaterials, 'teeth' | 'tongue' | 'shirt'> {
  return {
    teeth: createOpenPart({ map: color, roughness: 0.4, clearcoat: 0.4, clearcoatRoughness: 0.25 }),
    tongue: createOpenPart({ map: color, roughness: 0.6, specularIntensity: 0.5 }),
    shirt: createOpenPart({ map: color, roughness: 0.95, specularIntensity: 0.2 }),
  };
}

/** A material of a part that is a sheet, not a body: it is seen from both sides. */
export function createOpenPart(look: MeshPhysicalMaterialParameters): MeshPhysicalMaterial {
  return new MeshPhysicalMaterial({ ...look, side: DoubleSide });
}
