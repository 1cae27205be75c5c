import {
  DoubleSide,
  type Material,
  MeshBasicMaterial,
  MeshNormalMaterial,
  MeshStandardMaterial,
} from 'three';
import { createClayMaterial, setClayPresence } from './clay-material.ts';
import type { DetailSlot } from './detail-slot.ts';
import { createEyes, createOpenPart, createOtherParts, shadeGlints } from './head-materials.ts';
import type { HeadMaterials } from './head-mesh.ts';
import { colorOf, type PersonalHead } from './personal-head.ts';
import { createSkinMaterial } from './skin-material.ts';

/** Ways of showing a head's surface. */
export const OUTFITS = ['skin', 'clay', 'normals', 'displacement', 'wireframe'] as const;

export type OutfitName = (typeof OUTFITS)[number];

/** What a head wears: its materials, and lines drawn over it, if any. */
export interface Outfit {
  readonly materials: HeadMaterials;
  readonly lines: Material | undefined;
  /** Dims it while the tracker holds and eases: 1 for a face that is seen, 0 for one that is lost. */
  setPresence(presence: number): void;
  dispose(): void;
}

const TEETH = 0xe6dccb;
const TONGUE = 0xa8605a;
const SHIRT = 0x4a525a;
const FILL = 0x11181b;
const LINES = 0x5ad1c0;
/** Where triangles are small the lines of many share a pixel. */
const LINE_OPACITY = 0.3;

/** Makes an outfit for a head. A head without a skin wears clay instead. */
export function createOutfit(name: OutfitName, head: PersonalHead, detail: DetailSlot): Outfit {
  const { skin } = head;
  switch (name) {
    case 'skin':
      return skin === undefined ? clayOutfit(head, detail) : skinOutfit(head, skin, detail);
    case 'clay':
      return clayOutfit(head, detail);
    case 'normals':
      return oneMaterial(detailed(new MeshNormalMaterial({ side: DoubleSide }), detail));
    case 'displacement':
      return oneMaterial(falseColors(detail));
    case 'wireframe':
      return oneMaterial(
        fill(),
        new MeshBasicMaterial({ color: LINES, wireframe: true, transparent: true, opacity: LINE_OPACITY }),
      );
  }
}

function skinOutfit(head: PersonalHead, skin: NonNullable<PersonalHead['skin']>, detail: DetailSlot): Outfit {
  const material = detailed(shadeGlints(createSkinMaterial(skin, 1)), detail);
  // The pictures that a person's skin was made from hold its bloom already.
  material.sheen = 0;
  return outfit({
    skin: material,
    ...createEyes(head.face, colorOf(head.iris)),
    ...createOtherParts(skin),
  });
}

function clayOutfit(head: PersonalHead, detail: DetailSlot): Outfit {
  const clay = detailed(createClayMaterial(), detail);
  const materials = {
    skin: clay,
    ...createEyes(head.face, colorOf(head.iris)),
    teeth: createOpenPart({ color: TEETH, roughness: 0.4 }),
    tongue: createOpenPart({ color: TONGUE, roughness: 0.6 }),
    shirt: createOpenPart({ color: SHIRT, roughness: 0.95 }),
  };
  return { ...outfit(materials), setPresence: (presence) => setClayPresence(clay, presence) };
}

function oneMaterial(material: Material, lines?: Material): Outfit {
  return outfit(
    {
      skin: material,
      eyeLeft: material,
      eyeRight: material,
      teeth: material,
      tongue: material,
      shirt: material,
    },
    lines,
  );
}

function outfit(materials: HeadMaterials, lines?: Material): Outfit {
  return {
    materials,
    lines,
    setPresence: () => undefined,
    dispose() {
      for (const material of Object.values(materials)) {
        material.dispose();
      }
      lines?.dispose();
    },
  };
}

/** Dark, and a little behind its own surface, so that lines on it are seen and those behind it are not. */
function fill(): Material {
  return new MeshStandardMaterial({
    color: FILL,
    roughness: 0.8,
    side: DoubleSide,
    polygonOffset: true,
    polygonOffsetFactor: 1,
    polygonOffsetUnits: 1,
  });
}

/** The detail's depth as a colour: grey where there is none, blue where it goes in, orange where it comes out. */
function falseColors(detail: DetailSlot): Material {
  const material = new MeshStandardMaterial({ roughness: 1, side: DoubleSide });
  material.onBeforeCompile = (shader) => {
    shader.fragmentShader = shader.fragmentShader.replace(
      '#include <color_fragment>',
      `float share = clamp(detailDepth(detailUv) / ${FULL_COLOR}, -1.0, 1.0);
      vec3 side = share < 0.0 ? vec3(0.03, 0.2, 0.9) : vec3(0.95, 0.25, 0.02);
      diffuseColor.rgb = mix(vec3(0.32), side, sqrt(abs(share)));`,
    );
  };
  material.customProgramCacheKey = () => 'false colours';
  return detailed(material, detail);
}

/** Metres at which the colour is full: a deep wrinkle. */
const FULL_COLOR = '0.001';

function detailed<Kind extends Material>(material: Kind, detail: DetailSlot): Kind {
  detail.drawOn(material);
  return material;
}
