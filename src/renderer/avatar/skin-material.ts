import {
  ClampToEdgeWrapping,
  Color,
  DataTexture,
  DoubleSide,
  LinearFilter,
  LinearMipmapLinearFilter,
  MeshPhysicalMaterial,
  NoColorSpace,
  ShaderChunk,
  SRGBColorSpace,
  type Texture,
} from 'three';
import type { PaintedSkin } from '../../shared/core/face/paint-skin.ts';

/** Height of the painted relief in metres for a full step up or down of its grey. */
const RELIEF_METRES = 0.0009;
/** How far light of each colour creeps round the edge of its shadow: red light travels furthest in skin. */
const WRAP = 'vec3(0.34, 0.15, 0.10)';

/** The line of three's physical lighting that adds a light's diffuse part. */
const DIFFUSE = 'reflectedLight.directDiffuse += irradiance * diffuseBRDF * ( 1.0 - F );';

/** A painted skin on the graphics card, over the head's atlas; whoever made it disposes both. */
export interface SkinTextures {
  readonly color: Texture;
  /** As PaintedSkin has it. */
  readonly surface: Texture;
}

/** How sharp skin stays where it is seen from the side; on a processor that draws by itself it costs half the time. */
export const FULL_ANISOTROPY = 8;

/** Hands over what `paintSkin` painted. */
export function createSkinTextures(skin: PaintedSkin, anisotropy: number): SkinTextures {
  const color = atlasTexture(skin.color, skin.size, anisotropy);
  color.colorSpace = SRGBColorSpace;
  return { color, surface: atlasTexture(skin.surface, skin.size, anisotropy) };
}

/**
 * Skin that lives. Light does not end where a surface turns away, it bleeds into the shadow, red furthest (wrapped diffuse
 * light; Green, GPU Gems 2004, chapter 16).
 *
 * @param unitsPerMetre size of the mesh, for the painted relief.
 */
export function createSkinMaterial(
  { color, surface }: SkinTextures,
  unitsPerMetre: number,
): MeshPhysicalMaterial {
  const material = new MeshPhysicalMaterial({
    map: color,
    roughness: 1,
    roughnessMap: surface,
    bumpMap: surface,
    bumpScale: RELIEF_METRES * unitsPerMetre,
    specularIntensity: 0.6,
    // Lashes are single blades.
    side: DoubleSide,
    sheen: 0.22,
    sheenRoughness: 0.5,
    sheenColor: new Color(0.5, 0.34, 0.29),
  });
  material.onBeforeCompile = (shader) => {
    const lights = ShaderChunk.lights_physical_pars_fragment;
    if (!lights.includes(DIFFUSE)) {
      throw new Error(
        'three lights surfaces differently now: skin cannot be told how light bleeds into its shadows',
      );
    }
    const wrapped = lights.replace(
      DIFFUSE,
      `float turn = dot( geometryNormal, directLight.direction );
      vec3 reach = ${WRAP};
      vec3 wrapped = clamp( ( vec3( turn ) + reach ) / ( ( 1.0 + reach ) * ( 1.0 + reach ) ), 0.0, 1.0 );
      reflectedLight.directDiffuse += wrapped * directLight.color * diffuseBRDF * ( 1.0 - F );`,
    );
    shader.fragmentShader = shader.fragmentShader.replace(
      '#include <lights_physical_pars_fragment>',
      wrapped,
    );
  };
  material.customProgramCacheKey = () => 'skin';
  return material;
}

function atlasTexture(
  samples: Uint8ClampedArray<ArrayBuffer>,
  size: number,
  anisotropy: number,
): DataTexture {
  const texture = new DataTexture(new Uint8Array(samples.buffer), size, size);
  texture.colorSpace = NoColorSpace;
  // The first row lies at v = 1.
  texture.flipY = true;
  texture.wrapS = ClampToEdgeWrapping;
  texture.wrapT = ClampToEdgeWrapping;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.anisotropy = anisotropy;
  texture.needsUpdate = true;
  return texture;
}
