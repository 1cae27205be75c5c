/** One picture of a sheet. */
export interface Shot {
  readonly look: string;
  /** Mixes a random person of that number into the look. */
  readonly person?: number;
  /** Identity modes added to the look's. */
  readonly identity?: Readonly<Record<string, number>>;
  readonly expression?: Readonly<Record<string, number>>;
  /** Degrees; 90 is the subject's left side. */
  readonly azimuth?: number;
  readonly elevation?: number;
  /** What the camera looks at, cm, and how many centimetres fill the picture's height there. */
  readonly target?: readonly [number, number, number];
  readonly height?: number;
}

/** Pictures in rows, each `width` × `height` pixels. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  /** Texels along a side of the painted skins. */
  readonly skinSize: number;
  readonly shots: readonly Shot[];
}
