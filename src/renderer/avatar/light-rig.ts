import { DirectionalLight, Group, HemisphereLight } from 'three';
import type { AvatarLight } from '../../shared/core/avatar/avatar-look.ts';
import type { FaceLight } from '../../shared/core/avatar/face-light.ts';

/** A lamp far away: colour, strength, and where it shines from (+x the picture's right, +y up, +z the viewer). */
type Lamp = readonly [color: number, strength: number, x: number, y: number, z: number];

interface Setup {
  readonly sky: number;
  readonly ground: number;
  readonly ambience: number;
  /** The first is the one that eyes mirror. */
  readonly lamps: readonly [key: Lamp, fill: Lamp, rim: Lamp];
}

const SETUPS: Readonly<Record<AvatarLight, Setup>> = {
  /** A warm key from the upper left, a cool fill, and a rim that lifts the outline off the dark. */
  portrait: {
    sky: 0xdfe6f0,
    ground: 0x5a463c,
    ambience: 1.1,
    lamps: [
      [0xffecd8, 2.6, -0.55, 0.6, 0.9],
      [0xcfdfff, 0.8, 0.8, 0.15, 0.8],
      [0xe2fff8, 1.5, 0.4, 0.55, -1],
    ],
  },
  soft: {
    sky: 0xf4f6fa,
    ground: 0xa0948a,
    ambience: 2,
    lamps: [
      [0xffffff, 1.1, -0.2, 0.7, 0.9],
      [0xffffff, 0.5, 0.7, 0.3, 0.8],
      [0xffffff, 0.4, 0.3, 0.8, -0.8],
    ],
  },
  dramatic: {
    sky: 0x6c7f96,
    ground: 0x1c1512,
    ambience: 0.35,
    lamps: [
      [0xffdcb8, 3.4, -0.95, 0.55, 0.3],
      [0x5d8cff, 0.25, 0.9, 0, 0.7],
      [0x8fd8ff, 2.6, 0.45, 0.45, -1],
    ],
  },
  /** White and from everywhere, but for the lamp that follows the picture's: a skin's colours are those of pictures. */
  camera: {
    sky: 0xffffff,
    ground: 0xffffff,
    ambience: 1.9,
    lamps: [
      [0xffffff, 1.3, 0, 0.4, 0.917],
      [0xffffff, 0, 0, 0, 1],
      [0xffffff, 0.3, 0.5, 0.6, -0.9],
    ],
  },
};

/** Strength of light from everywhere that shows skin in its own colour: π for a matt surface, and what skin mirrors. */
const FULL_STRENGTH = 3.3;
/** Share of a lamp's light that a face's surface, turned this way and that, takes up on the whole. */
const LAMP_YIELD = 0.55;

/** The light on the avatar: one of the setups, or as on the person's face. */
export class LightRig {
  readonly object = new Group();
  readonly #ambience = new HemisphereLight();
  readonly #lamps = [new DirectionalLight(), new DirectionalLight(), new DirectionalLight()] as const;
  #light: AvatarLight = 'portrait';
  #isMirrored = false;

  constructor() {
    this.object.add(this.#ambience, ...this.#lamps);
    this.setLight('portrait');
  }

  setLight(light: AvatarLight): void {
    const { sky, ground, ambience, lamps } = SETUPS[light];
    this.#light = light;
    this.#ambience.color.setHex(sky);
    this.#ambience.groundColor.setHex(ground);
    this.#ambience.intensity = ambience;
    this.#lamps.forEach((lamp, i) => {
      const [color, strength, x, y, z] = lamps[i] ?? lamps[0];
      lamp.color.setHex(color);
      lamp.intensity = strength;
      lamp.position.set(x, y, z);
    });
  }

  /** What is followed lies on the other side in a mirror; setups stay as they are. */
  setMirrored(isMirrored: boolean): void {
    this.#isMirrored = isMirrored;
  }

  /** Takes over the light on the person's face; shown while the setup is `camera`. */
  follow({ direction, share }: FaceLight): void {
    if (this.#light !== 'camera') {
      return;
    }
    const [key] = this.#lamps;
    key.position.fromArray(direction);
    key.position.x *= this.#isMirrored ? -1 : 1;
    // Together they are to show the face as bright as its skin is, wherever the light comes from.
    const strength = FULL_STRENGTH / (1 - share + LAMP_YIELD * share);
    key.intensity = strength * share;
    this.#ambience.intensity = strength * (1 - share);
  }
}
