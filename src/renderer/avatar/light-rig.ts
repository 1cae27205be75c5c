import { DirectionalLight, Group, HemisphereLight } from 'three';

/** Portrait light: a warm key from the upper left, a cool fill, and a rim that lifts the outline off the dark. */
export function createLightRig(): Group {
  const rig = new Group();
  rig.add(new HemisphereLight(0xbfd4e6, 0x2a1c18, 0.85));
  rig.add(directional(0xffe3cc, 2.1, -0.6, 0.7, 0.9));
  rig.add(directional(0x9cc4ff, 0.55, 0.9, 0.1, 0.6));
  rig.add(directional(0x7fe3d4, 1.1, 0.7, 0.5, -0.9));
  return rig;
}

function directional(color: number, intensity: number, x: number, y: number, z: number): DirectionalLight {
  const light = new DirectionalLight(color, intensity);
  light.position.set(x, y, z);
  return light;
}
