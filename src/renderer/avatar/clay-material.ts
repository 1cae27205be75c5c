import { MeshPhysicalMaterial } from 'three';

const CLAY = 0xd8b9a4;

/** Skin as warm clay with a soft sheen: what a face without a skin texture is made of. */
export function createClayMaterial(): MeshPhysicalMaterial {
  return new MeshPhysicalMaterial({
    color: CLAY,
    roughness: 0.62,
    sheen: 0.6,
    sheenRoughness: 0.5,
    sheenColor: 0xffc9b0,
  });
}

/** Dims clay while the tracker holds and eases: `presence` is 1 for a face that is seen, 0 for one that is lost. */
export function setClayPresence(material: MeshPhysicalMaterial, presence: number): void {
  material.color.setHex(CLAY).multiplyScalar(0.35 + 0.65 * presence);
}
