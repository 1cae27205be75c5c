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
    ambience: 0.9,
    lamps: [
      [0xffecd8, 2.3, -0.55, 0.6, 0.9],
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
  /** Neutral, so that only the direction and its share come from the picture. */
  camera: {
    sky: 0xffffff,
    ground: 0x8c7f78,
    ambience: 1.1,
    lamps: [
      [0xfff6ec, 1.9, 0, 0.5, 0.9],
      [0xffffff, 0.3, 0, 0.2, 1],
      [0xffffff, 0.5, 0.5, 0.6, -0.9],
    ],
  },
};

/** Strength of all light on a face that looks at it, shared by the lamp and its surroundings. */
const FOLLOWED_STRENGTH = 3.2;

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
    key.intensity = FOLLOWED_STRENGTH * share;
    this.#ambience.intensity = FOLLOWED_STRENGTH * (1 - share);
  }
}
