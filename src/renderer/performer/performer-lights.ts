import { Color, DirectionalLight, Group, HemisphereLight } from 'three';
import type { LightSetup } from '../../shared/core/performance/performer-look.ts';

/** A lamp far away: colour, strength, and the direction it shines from (+x the picture's right, +y up, +z the camera). */
type Lamp = readonly [color: number, strength: number, x: number, y: number, z: number];

interface Setup {
  readonly sky: number;
  readonly ground: number;
  readonly ambience: number;
  readonly lamps: readonly Lamp[];
  /** Of the wall behind, above and below. */
  readonly wall: readonly [top: number, bottom: number];
}

/** The rooms that webcams see. */
const SETUPS: Readonly<Record<LightSetup, Setup>> = {
  window: {
    sky: 0xdfe8f2,
    ground: 0x8a7a6c,
    ambience: 1.3,
    lamps: [
      [0xf4f1e8, 2.6, -0.9, 0.5, 0.7],
      [0xffe8d0, 0.6, 0.9, 0.2, 0.4],
    ],
    wall: [0xe4dfd6, 0xb4aca0],
  },
  studio: {
    sky: 0xffffff,
    ground: 0x6a5f58,
    ambience: 1.2,
    lamps: [
      [0xfff2e4, 3, -0.6, 0.7, 0.9],
      [0xdce8ff, 1.6, 0.8, 0.3, 0.8],
      [0xffffff, 1.2, 0.5, 0.6, -0.9],
    ],
    wall: [0x8e9aa6, 0x5c6670],
  },
  lamp: {
    sky: 0xb8a898,
    ground: 0x6a5a4c,
    ambience: 1.2,
    lamps: [
      [0xffe2c0, 3.4, 0.8, 0.35, 0.55],
      [0x90a0c0, 0.5, -0.8, 0.3, 0.6],
    ],
    wall: [0x8a7a6a, 0x5e5248],
  },
  screen: {
    sky: 0x566070,
    ground: 0x3a4250,
    ambience: 0.7,
    lamps: [
      [0xbfd4ff, 1.7, 0.1, -0.35, 0.95],
      [0xffd0a0, 0.35, -0.7, 0.8, 0.2],
    ],
    wall: [0x343a46, 0x22262f],
  },
  overcast: {
    sky: 0xeef2f6,
    ground: 0x9aa08f,
    ambience: 2.2,
    lamps: [[0xffffff, 0.5, 0.2, 0.9, 0.5]],
    wall: [0xe8eef2, 0xb9c2ae],
  },
  backlight: {
    sky: 0xe6ecf2,
    ground: 0x80766c,
    ambience: 1,
    lamps: [
      [0xfffaf0, 3, -0.5, 0.6, -0.8],
      [0xfff0e0, 0.8, 0.4, 0.3, 0.9],
    ],
    wall: [0xf2f4f4, 0xc8c8c2],
  },
};

/** The lamps of a setup. */
export function createPerformerLights(light: LightSetup): Group {
  const { sky, ground, ambience, lamps } = SETUPS[light];
  const group = new Group();
  group.add(new HemisphereLight(sky, ground, ambience));
  for (const [color, strength, x, y, z] of lamps) {
    const lamp = new DirectionalLight(color, strength);
    lamp.position.set(x, y, z);
    group.add(lamp);
  }
  return group;
}

/** The wall behind a performer, at its top and bottom edge, linear RGB. */
export function wallColors(light: LightSetup): { readonly top: Color; readonly bottom: Color } {
  const [top, bottom] = SETUPS[light].wall;
  return { top: new Color(top), bottom: new Color(bottom) };
}
