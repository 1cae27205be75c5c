/**
 * Ways of showing the face. `skin`, `clay`, `normals`, `displacement` (of the detail, in false colours) and `wireframe`
 * are the personal head; `overlay` is it too, where the face is in the camera's picture; `mask` is the tracked mesh alone.
 */
export const AVATAR_DISPLAYS = [
  'skin',
  'clay',
  'normals',
  'displacement',
  'wireframe',
  'mask',
  'overlay',
] as const;

export type AvatarDisplayName = (typeof AVATAR_DISPLAYS)[number];

/** How the head is lit; `camera` as the face in the camera's picture is. */
export const AVATAR_LIGHTS = ['portrait', 'soft', 'dramatic', 'camera'] as const;

export type AvatarLight = (typeof AVATAR_LIGHTS)[number];

/** How much of the person is in view. */
export const AVATAR_FRAMINGS = ['face', 'head', 'bust'] as const;

export type AvatarFraming = (typeof AVATAR_FRAMINGS)[number];

/** What is behind the head. */
export const AVATAR_BACKGROUNDS = ['transparent', 'color', 'picture'] as const;

export type AvatarBackground = (typeof AVATAR_BACKGROUNDS)[number];

/** How the user wants to see the avatar. */
export interface AvatarLook {
  readonly display: AvatarDisplayName;
  /** How strongly the detail shows: 0 not at all, 1 as it is, 2 twice as deep. */
  readonly detailStrength: number;
  /** Whether the detail moves the surface itself, besides its shading. */
  readonly displaceSurface: boolean;
  readonly light: AvatarLight;
  readonly framing: AvatarFraming;
  readonly background: AvatarBackground;
  /** `#rrggbb`, of the background `color`. */
  readonly backgroundColor: string;
  /** Whether the avatar page shows the background too; it is transparent otherwise. */
  readonly pageBackground: boolean;
}

/** What a new user gets. */
export const DEFAULT_AVATAR_LOOK: AvatarLook = {
  display: 'skin',
  detailStrength: 1,
  displaceSurface: false,
  light: 'portrait',
  framing: 'head',
  background: 'transparent',
  backgroundColor: '#00b140',
  pageBackground: false,
};

/** What a page that shows the avatar needs to know besides the frames. */
export interface AvatarSetup {
  readonly look: AvatarLook;
  /** Left and right swapped, as in a mirror. */
  readonly mirror: boolean;
  /** The camera's field of view from the picture's top to its bottom, degrees. */
  readonly fieldOfView: number;
  /** What the frames' head pose is relative to, when the face has been calibrated. */
  readonly rest: RestPose | undefined;
}

/** Where the head is at rest, in the camera's frame (FaceFrame's, before calibration). */
export interface RestPose {
  /** Unit quaternion x, y, z, w. */
  readonly headRotation: readonly number[];
  /** Centimetres. */
  readonly headTranslation: readonly number[];
}
